// `npm run test:real -- controls [--model NAME --questions N --minutes M --runs FOLDER]`: the paper's conditional controls, in
// words alone and with budget forcing, on a small public model and GSM8K, through `mull eval`. A run that was broken off
// goes on; the table is over the questions that every setting has answered.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { RunRecord } from '../src/core/run-record.ts';
import { measureSeries } from '../src/eval/metrics/measure-series.ts';
import type { Series, SeriesPoint } from '../src/eval/metrics/series.ts';
import { metricsTable } from '../src/report/metrics-table.ts';
import { plainStyle } from '../src/report/text-style.ts';
import { readRecords } from '../src/store/read-records.ts';
import { cache, fetchModel } from './real/fetch-model.ts';
import { type ControlSetting, controlSettings } from './real-controls/control-settings.ts';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'qwen2.5-coder-1.5b' },
    models: { type: 'string', default: join(cache, 'models') },
    questions: { type: 'string', default: '12' },
    minutes: { type: 'string', default: '24' },
    threads: { type: 'string', default: '2' },
    runs: { type: 'string', default: join(cache, 'real-runs') },
  },
});

const { model, questions } = fetchModel(values.model, values.models);

/** What bounds a chain that is told its length in words alone, so that a model that goes on and on ends. */
const most = 256;
const name = `controls-${values.model}`;
mkdirSync(values.runs, { recursive: true });
const recipe = join(values.runs, `${name}.yaml`);
writeFileSync(
  recipe,
  JSON.stringify({
    name: 'gsm8k',
    data: { file: questions },
    answerAfter: '####',
    system: 'Work out the problem step by step. Then give only the final number.',
    budget: { max: most, answer: 48 },
    methods: ['think', ...controlSettings.map(({ method }) => method)],
  }),
);
const ended = spawnSync(
  process.execPath,
  [
    resolve(import.meta.dirname, '../dist/cli/main.js'),
    'eval',
    recipe,
    ...['--engine', model],
    ...['--threads', values.threads, '--concurrency', '8', '--context', '8192'],
    ...['--limit', values.questions, '--deadline', `${values.minutes}m`, '--runs', values.runs, '--name', name],
  ],
  { stdio: ['ignore', 'ignore', 'inherit'] },
);
// 8: the deadline was reached; what is there can be read.
if (ended.status !== 0 && ended.status !== 8) process.exit(ended.status ?? 1);

const records: RunRecord[] = [];
for await (const record of readRecords(join(values.runs, name))) records.push(record);
const settings = [...new Set(records.map(({ setting }) => setting))];
const complete = [...new Set(records.map(({ question }) => question.id))].filter(
  (id) => records.filter(({ question, status }) => question.id === id && status !== 'error').length === settings.length,
);
if (complete.length === 0) {
  console.error('No question is answered in every setting yet. The same command goes on.');
  process.exit(8);
}
const natural = pointOf(`max=${most} answer=48`);
const rows = [...new Set(controlSettings.map(({ row }) => row))];
const series: Series[] = rows.map((row) => ({
  name: row,
  points: controlSettings.filter((setting) => setting.row === row).map(conditionedPoint),
}));
const report = measureSeries(series, {
  name: `${values.model}, GSM8K, first ${complete.length} questions, greedy`,
  source: `by itself ${natural.tokens.toFixed(1)} thinking tokens, ${natural.correct} of ${natural.n} right`,
  level: 0.05,
  margin: 0.05,
  rows: rows.map((row) => ({
    label: row,
    series: row,
    control: {
      bounds: [
        ...(row.startsWith('class')
          ? [
              { where: { length: 'short' }, max: natural.tokens },
              { where: { length: 'long' }, min: natural.tokens },
            ]
          : [{ max: { field: 'max' } }]),
      ],
    },
  })),
});
console.log(`\n${metricsTable(report, { ...plainStyle, width: 110 }).join('\n')}\n`);
console.log('| asked for | right | mean thinking tokens | longest | ended by the bound |');
console.log('| --- | ---: | ---: | ---: | ---: |');
for (const setting of settings) {
  const { correct, n, tokens, longest, cut } = pointOf(setting);
  console.log(`| ${setting} | ${correct} of ${n} | ${tokens.toFixed(1)} | ${longest} | ${cut} |`);
}

interface RealPoint extends SeriesPoint {
  readonly longest: number;
  readonly cut: number;
}

function conditionedPoint({ method, max, length }: ControlSetting): SeriesPoint {
  const setting = settings.find((each) => each.endsWith(` ${method}`)) ?? method;
  return { ...pointOf(setting), ...(max === undefined ? {} : { max }), ...(length === undefined ? {} : { length }) };
}

function pointOf(setting: string): RealPoint {
  const own = complete.flatMap(
    (id) => records.find((record) => record.setting === setting && record.question.id === id) ?? [],
  );
  const outcomes = own.map(({ status }) => status === 'right');
  const thought = own.map(({ tokens }) => tokens.thinking);
  return {
    tokens: thought.reduce((sum, tokens) => sum + tokens, 0) / Math.max(1, own.length),
    correct: outcomes.filter(Boolean).length,
    n: own.length,
    outcomes,
    longest: Math.max(0, ...thought),
    cut: own.filter(({ receipt }) => receipt?.endedBy === 'max').length,
  };
}
