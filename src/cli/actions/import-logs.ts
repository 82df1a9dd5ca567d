import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { MullError } from '../../core/mull-error.ts';
import type { RunPlan, RunSetting } from '../../core/run-plan.ts';
import type { RunRecord } from '../../core/run-record.ts';
import { sha256 } from '../../core/sha256.ts';
import { questionHash } from '../../dataset/question-hash.ts';
import type { LmEvalSample } from '../../eval/lm-eval/lm-eval-sample.ts';
import { readSample } from '../../eval/lm-eval/read-sample.ts';
import { recordOfResponse } from '../../eval/lm-eval/record-of-response.ts';
import { settingOf } from '../../eval/lm-eval/setting-of.ts';
import { planId } from '../../eval/plan/plan-id.ts';
import { printableText } from '../../report/printable-text.ts';
import { runLines } from '../../report/run/run-lines.ts';
import { withRun } from '../../store/with-run.ts';
import { commandName } from '../command-name.ts';
import type { ImportFlags } from '../commands/runs.ts';
import type { Host } from '../host.ts';
import { loadTokenCounter } from '../import/load-token-counter.ts';
import { jsonLine } from '../json-line.ts';
import { readLines } from '../read-lines.ts';
import { loadRun } from '../report/load-run.ts';
import { terminalStyle } from '../terminal-style.ts';

/** What the logs of a run hold, gathered from all its files. */
interface Gathered {
  readonly records: RunRecord[];
  readonly questions: Map<string, string>;
  readonly settings: Map<string, RunSetting>;
  readonly temperatures: Set<number>;
  /** Samples there are already, by setting and question. */
  readonly counts: Map<string, number>;
}

/** `mull runs import FILE...`: sample logs of lm-evaluation-harness as a run. */
export async function importLogsCommand(
  files: readonly string[],
  flags: ImportFlags,
  json: boolean,
  host: Host,
): Promise<void> {
  const names = files.map(readName);
  const task = names[0]?.task ?? '';
  const other = names.find((name) => name.task !== task);
  if (other !== undefined) {
    throw usage(`These are logs of two tasks, ${task} and ${other.task}.`, 'Import each task as a run of its own.');
  }
  const count = await loadTokenCounter(flags.tokenizer, host);
  const gathered: Gathered = {
    records: [],
    questions: new Map(),
    settings: new Map(),
    temperatures: new Set(),
    counts: new Map(),
  };
  for (const [i, file] of files.entries()) {
    await gather(file, { flags, count, startedAt: names[i]?.date ?? new Date(0).toISOString(), host }, gathered);
  }
  const model = flags.model ?? (await readModel(files, host)) ?? 'unknown model';
  const plan = await planOf(gathered, { task, model, createdAt: names[0]?.date ?? '', flags });
  const root = resolve(host.workingDirectory(), flags.runs);
  await withRun(join(root, plan.id), async (writer) => {
    if (writer.plan !== undefined) {
      throw new MullError('E_RUN_MISMATCH', `There is a run "${plan.id}" already.`, {
        hint: 'Give this one a name of its own: --name NAME',
      });
    }
    await writer.writePlan(plan);
    for (const record of gathered.records) await writer.append(record);
  });
  if (json) {
    await host.output.write(jsonLine({ run: plan.id, samples: gathered.records.length }));
    return;
  }
  const style = terminalStyle(host, host.output);
  const lines = runLines([await loadRun(plan.id, flags.runs, host)], style);
  const next = `${commandName(host)} report ${plan.id} --out report.html`;
  await host.output.write(`${[...lines, '', style.paint('faint', printableText(next))].join('\n')}\n`);
}

interface GatherOptions {
  readonly flags: ImportFlags;
  readonly count: (text: string) => number;
  readonly startedAt: string;
  readonly host: Host;
}

async function gather(file: string, options: GatherOptions, into: Gathered): Promise<void> {
  const { flags, count, startedAt, host } = options;
  const filters = new Set<string>();
  let number = 0;
  for await (const line of readLines(file, host)) {
    number += 1;
    if (line?.trim() === '') continue;
    const sample = line === undefined ? 'is not UTF-8 text' : readSample(line, flags.metric);
    if (typeof sample === 'string') {
      throw usage(`${file}: line ${number} ${sample}.`, 'Give files that lm_eval has written with --log_samples.');
    }
    filters.add(sample.filter);
    const wanted = flags.filter ?? [...filters][0];
    // Every sample is written once for each filter of the task; one of them is judged.
    if (sample.filter !== wanted) continue;
    await take(sample, { flags, count, startedAt }, into);
  }
  if (number === 0) throw usage(`${file} is empty.`, 'Give files that lm_eval has written with --log_samples.');
  if (flags.filter !== undefined && !filters.has(flags.filter)) {
    throw usage(`${file} has no filter "${flags.filter}".`, `Its filters are: ${[...filters].join(', ')}.`);
  }
  if (flags.filter === undefined && filters.size > 1) {
    const [first, ...others] = filters;
    await host.errorOutput.write(
      printableText(`${file}: the answers of filter ${first} count; others are ${others.join(', ')} (--filter).`) +
        '\n',
    );
  }
}

async function take(
  sample: LmEvalSample,
  { flags, count, startedAt }: Omit<GatherOptions, 'host'>,
  { records, questions, settings, temperatures, counts }: Gathered,
): Promise<void> {
  const { name, budget } = flags.setting === undefined ? settingOf(sample.settings) : namedSetting(flags.setting);
  const { temperature } = sample.settings;
  if (typeof temperature === 'number') temperatures.add(temperature);
  const hash = await questionHash({ text: sample.question, gold: sample.gold });
  if ((questions.get(sample.id) ?? hash) !== hash) {
    throw usage(
      `Question ${sample.id} is another one in another file.`,
      'Import logs of the same task and version together, the others as runs of their own.',
    );
  }
  questions.set(sample.id, hash);
  const place = JSON.stringify([name, sample.id]);
  const before = counts.get(place) ?? 0;
  counts.set(place, before + sample.responses.length);
  for (let i = 0; i < sample.responses.length; i += 1) {
    records.push(recordOfResponse(sample, i, { setting: name, sample: before + i, startedAt, count }));
  }
  const known = settings.get(name);
  settings.set(name, {
    name,
    budget,
    method: 'think',
    questions: (known?.questions ?? 0) + (before === 0 ? 1 : 0),
    samples: Math.max(known?.samples ?? 0, before + sample.responses.length),
  });
}

function namedSetting(name: string): { name: string; budget: RunSetting['budget'] } {
  const number = (field: string): number | undefined => {
    const [, digits] = new RegExp(`(?:^|\\s)${field}=(\\d+)(?:\\s|$)`).exec(name) ?? [];
    return digits === undefined ? undefined : Number(digits);
  };
  const [max, min, waits] = [number('max'), number('min'), number('waits')];
  return {
    name,
    budget: {
      ...(max === undefined ? {} : { max }),
      ...(min === undefined ? {} : { min }),
      ...(waits === undefined ? {} : { waits }),
    },
  };
}

async function planOf(
  { questions, settings, temperatures, records }: Gathered,
  { task, model, createdAt, flags }: { task: string; model: string; createdAt: string; flags: ImportFlags },
): Promise<RunPlan> {
  const dataset = {
    name: task,
    source: 'lm-evaluation-harness',
    hash: await sha256(JSON.stringify([...questions])),
    size: questions.size,
    // Its authors ask for it (Rein et al. 2023); logs of others say nothing of the kind.
    ...(/gpqa/i.test(task) ? { confidential: true } : {}),
  };
  const engine = { id: `lm-evaluation-harness:${model}`, model };
  const [temperature] = temperatures;
  const sampling: Record<string, number> = temperatures.size === 1 && temperature !== undefined ? { temperature } : {};
  return {
    format: 'mull run',
    version: 1,
    id: flags.name ?? (await planId({ dataset, seed: 0, sampling, engine, prompt: [...settings.keys()].join() })),
    createdAt: createdAt || (records[0]?.startedAt ?? ''),
    dataset,
    questions: [...questions],
    settings: [...settings.values()],
    seed: 0,
    sampling,
    grading: {},
    engine,
    published: [],
    sessions: [],
  };
}

/** Task and date in the name of a log, `samples_TASK_2025-02-03T04-05-06.789.jsonl`. */
function readName(file: string): { task: string; date?: string } {
  const [, task = basename(file).replace(/\.jsonl?$/, ''), day, time] =
    /^samples_(.+?)_(\d{4}-\d{2}-\d{2})T(\d{2}-\d{2}-\d{2})[^/]*\.jsonl$/.exec(basename(file)) ?? [];
  if (day === undefined || time === undefined) return { task: task.replace(/^samples_/, '') };
  return { task, date: `${day}T${time.replaceAll('-', ':')}.000Z` };
}

/** The model, from the results that lie beside a log. */
async function readModel(files: readonly string[], host: Host): Promise<string | undefined> {
  for (const file of files) {
    const results = basename(file)
      .replace(/^samples_.+?_(?=\d{4}-)/, 'results_')
      .replace(/\.jsonl$/, '.json');
    try {
      const path = join(resolve(host.workingDirectory(), dirname(file)), results);
      const value: unknown = JSON.parse(await readFile(path, 'utf8'));
      const name = (value as { model_name?: unknown }).model_name;
      if (typeof name === 'string') return name;
    } catch {
      // There need not be results, and nothing but a name is missed without them.
    }
  }
  return undefined;
}

function usage(message: string, hint: string): MullError {
  return new MullError('E_OPTION_INVALID', message, { hint });
}
