import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import type { RunPlan } from '../../src/core/run-plan.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import { type ScriptedOptions, scriptedEngine } from '../../src/testing.ts';
import { type FakeHost, type FakeHostOptions, fakeHost } from './fake-host.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mull-eval-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Adds, and gets 4 + 5 and everything called wrong wrong. Told to wait, it says its answer in its thought already. */
const sums: ScriptedOptions = {
  slots: 4,
  repeatLast: true,
  script(prompt) {
    const [, a = '0', b = '0'] = /(\d+) \+ (\d+)/.exec(prompt) ?? [];
    const right = Number(a) + Number(b);
    return ['Let me add them.</think>', prompt.includes('wrong') ? '0' : right === 9 ? '8' : String(right)];
  },
  words: ['Let me add them.', '0 1 2 3 4 5 6 7 8 9', 'Wait', 'Final Answer:'],
};

describe('mull eval', () => {
  test('asks every question under every budget, records each sample and tells what came of it', async () => {
    const { printed } = await evaluate(['--data', sumsFile(3), '--sweep', 'max=1,100', '--sweep', 'waits=0,1'], 0);
    expect(printed.error).toContain('3 questions in 4 settings: 12 samples; 12 to make, 4 at a time.');
    expect(printed.output).toContain('max=1');
    expect(printed.output).toContain('waits=1');
    expect(printed.output).toMatch(/npx mull runs show sums-scripted-[0-9a-f]{6}/);
    const records = recordsOf();
    expect(new Set(records.map(({ key }) => key)).size).toBe(12);
    const [record] = records.filter(({ setting }) => setting === 'waits=1');
    expect(record).toMatchObject({
      status: 'right',
      question: { id: '1', text: 'What is 1 + 1?', gold: '2' },
      forced: [{ kind: 'wait', text: 'Wait' }, { kind: 'close' }],
      receipt: { bounds: { waits: { asked: 1, happened: 1, verdict: 'held' } } },
      tokens: { answer: 1 },
      attempts: 1,
    });
    expect(record?.promptHash).toMatch(/^[0-9a-f]{64}$/);
    expect(record?.thinking).toBe('Let me add them.Wait2');
    const [plan] = plansOf();
    expect(plan?.sessions).toMatchObject([
      { engine: { id: 'scripted', abilities: { ban: true } }, versions: { mull: '1.2.3', node: process.version } },
    ]);
    expect(plan?.sessions[0]?.endedAt).toBeDefined();
  });

  test('the same command again makes nothing twice', async () => {
    const argv = ['--data', sumsFile(3)];
    await evaluate(argv, 0);
    const { printed } = await evaluate(argv, 0);
    expect(printed.error).toContain('3 samples; all of them are there.');
    expect(recordsOf()).toHaveLength(3);
  });

  test('more of it extends the run, whatever it is: questions, samples, budgets', async () => {
    const data = ['--data', sumsFile(4), '--temperature', '1'];
    await evaluate([...data, '--limit', '2'], 0);
    const { printed } = await evaluate([...data, '--samples', '2', '--sweep', 'waits=0,1'], 0);
    expect(printed.error).toContain('This extends the run by 2 questions more, 2 settings more.');
    expect(printed.error).toContain('18 samples; 2 are there, 16 to make');
    expect(new Set(recordsOf().map(({ key }) => key)).size).toBe(18);
  });

  test('something else under the name of a run is refused, saying what differs', async () => {
    await evaluate(['--data', sumsFile(2), '--name', 'mine'], 0);
    const { printed } = await evaluate(['--data', sumsFile(2), '--name', 'mine', '--temperature', '1'], 2);
    expect(printed.error).toContain(
      'E_RUN_MISMATCH  The run mine was made with another: the sampling was {"temperature":0}, and is now {"temperature":1}.',
    );
    writeFileSync(join(folder, 'sums.jsonl'), '{"question": "What is 1 + 1?", "answer": "3"}\n');
    const changed = await evaluate(['--data', 'sums.jsonl', '--name', 'mine'], 2);
    expect(changed.printed.error).toContain('the text or the answer of question 1 was one, and is now another');
    expect(recordsOf()).toHaveLength(2);
  });

  test('statuses are kept apart, and what is not right is shown while it goes on', async () => {
    writeFileSync(
      join(folder, 'mixed.jsonl'),
      ['right', 'wrong', 'endless', 'silent', 'broken']
        .map((kind) => JSON.stringify({ question: `${kind} 1 + 1?`, answer: '2' }))
        .join('\n'),
    );
    const engine: ScriptedOptions = {
      words: sums.words,
      slots: 1,
      contextSize: 64,
      script: (prompt) => {
        if (prompt.includes('endless')) return ['Hm.</think>', '1 '.repeat(40)];
        if (prompt.includes('silent')) return ['Hm.</think>', ''];
        return ['Hm.</think>', prompt.includes('wrong') ? '3' : '2'];
      },
      faults: [{ at: 'open', kind: 'error', after: 4 }],
    };
    const { printed } = await evaluate(['--data', 'mixed.jsonl', '--retries', '0', '--concurrency', '1'], 8, engine);
    expect(recordsOf().map(({ status }) => status)).toEqual(['right', 'wrong', 'truncated', 'no-answer']);
    expect(printed.error).toContain('✗ 2, natural end: wrong, 3 instead of 2');
    expect(printed.output).toContain('1 samples failed. To make them again: the same command with --retry-errors.');
    expect(printed.output).toMatch(/1\/4/);
    const again = await evaluate(['--data', 'mixed.jsonl', '--retry-errors'], 0, sums);
    expect(again.printed.error).toContain('4 are there, 1 to make');
    expect(recordsOf().at(-1)).toMatchObject({ question: { id: '5' }, status: 'right' });
  });

  test('what would fail every sample ends the run at once', async () => {
    const { printed } = await evaluate(['--data', sumsFile(3), '--waits', '1', '--message', ''], 3, {
      ...sums,
      abilities: { ban: false },
    });
    expect(printed.error).toContain('E_UNSUPPORTED');
    expect(recordsOf()).toHaveLength(0);
  });

  test('too many errors end the run, and it can go on', async () => {
    const faulty = { ...sums, slots: 1, faults: [{ at: 'open', kind: 'error', times: 3 } as const] };
    const argv = ['--data', sumsFile(9), '--retries', '0'];
    const { printed } = await evaluate([...argv, '--max-errors', '2'], 8, faulty);
    expect(printed.output).toContain(
      'Too many samples failed; 6 samples are missing, the same command goes on from there.',
    );
    expect((await evaluate([...argv, '--retry-errors'], 0)).printed.error).toContain('9 to make');
    expect(recordsOf()).toHaveLength(9);
  });

  test('a deadline ends the run, and what had ended is kept', async () => {
    const slow = { ...sums, slots: 1, faults: [{ at: 'open', kind: 'hang', after: 2 } as const] };
    const { printed } = await evaluate(['--data', sumsFile(5), '--deadline', '0.3s'], 8, slow);
    expect(printed.output).toContain('The deadline is over; 3 samples are missing');
    expect(recordsOf()).toHaveLength(2);
  });

  test('a run that cost enough ends, by the prices of a file', async () => {
    writeFileSync(join(folder, 'prices.yaml'), 'currency: EUR\nmodels:\n  "script*": { prompt: 0, output: 1000000 }\n');
    const argv = ['--data', sumsFile(5), '--prices', 'prices.yaml', '--concurrency', '1'];
    const { printed } = await evaluate([...argv, '--max-cost', '10'], 8);
    expect(printed.output).toContain('The run has cost what it may');
    const [first] = recordsOf();
    // Sampled: four words of thinking, its end, the answer and the end of the turn; a unit each.
    expect(first?.cost).toBe(first?.receipt?.usage.sampled);
    expect(printed.output).toContain('EUR');
    expect((await evaluate(['--data', sumsFile(5), '--max-cost', '1'], 2)).printed.error).toContain(
      '--max-cost needs to know what the model costs.',
    );
  });

  test('Ctrl-C lets what runs end and starts nothing more; the same command goes on', async () => {
    const argv = ['--data', sumsFile(12), '--concurrency', '1'];
    const host = await evaluate(argv, 130, sums, {
      onError: (text, self) => {
        if (/[1-9]\/12/.test(text)) self.interrupt();
      },
    });
    expect(host.printed.error).toContain('Ctrl-C again breaks them off');
    expect(host.printed.output).toContain('Stopped as you asked');
    const there = recordsOf().length;
    expect(there).toBeGreaterThan(0);
    expect(there).toBeLessThan(12);
    await evaluate(argv, 0);
    expect(new Set(recordsOf().map(({ key }) => key)).size).toBe(12);
  });

  test.each([
    [['--fail-under', '90%'], 'accuracy is 75.0%, below 90.0% (--fail-under)', 7],
    [['--fail-under', '0.7'], '', 0],
  ])('%j checks the accuracy', async (flags, message, exitCode) => {
    const { printed } = await evaluate(['--data', sumsFile(4, 5), ...flags], exitCode);
    expect(printed.output).toContain(message);
  });

  test('--fail-on-truncation checks how many answers were cut off', async () => {
    const engine = { ...sums, script: ['Hm.</think>', '1 '.repeat(40)] };
    const argv = ['--data', sumsFile(2), '--answer', '5'];
    expect((await evaluate([...argv, '--fail-on-truncation', '5%'], 7, engine)).printed.output).toContain(
      '100.0% of the answers were truncated, more than 5.0% (--fail-on-truncation).',
    );
  });

  test('--dry-run tells what would be done, and asks and writes nothing', async () => {
    const argv = ['--data', sumsFile(3), '--sweep', 'max=10,20'];
    const { printed } = await evaluate([...argv, '--dry-run'], 0);
    expect(printed.output).toContain('3 questions in 2 settings: 6 samples');
    expect(printed.output).toContain('tokens at most');
    expect(printed.output).toContain('How long the model thinks is not known before its first samples');
    expect(existsSync(join(folder, 'runs'))).toBe(false);
    await evaluate([...argv, '--limit', '1'], 0);
    const after = await evaluate([...argv, '--dry-run', '--json'], 0);
    const { estimates } = JSON.parse(after.printed.output);
    expect(estimates).toMatchObject([
      { setting: 'max=10', samples: 2, expectedTokens: 2 * 6 },
      { setting: 'max=20', samples: 2, expectedTokens: 2 * 6 },
    ]);
  });

  test('--json prints one object at the end and nothing else', async () => {
    const { printed } = await evaluate(['--data', sumsFile(2), '--json'], 0);
    expect(JSON.parse(printed.output)).toMatchObject({
      end: 'complete',
      missing: 0,
      exitCode: 0,
      summary: { samples: 2, settings: [{ setting: 'natural end', statuses: { right: 2 } }] },
    });
    expect(printed.error).toBe('');
  });

  test('--junit writes what became of every sample', async () => {
    writeFileSync(
      join(folder, 'two.jsonl'),
      '{"question": "1 + 1?", "answer": "2"}\n{"question": "wrong 1 + 1?", "answer": "<2>"}\n',
    );
    await evaluate(['--data', 'two.jsonl', '--junit', 'junit.xml'], 0);
    const xml = readFileSync(join(folder, 'junit.xml'), 'utf8');
    expect(xml).toContain('<testsuite name="natural end" tests="2" failures="1" errors="0"');
    expect(xml).toContain('<failure type="wrong" message="different (&lt;2&gt; vs 0)"/>');
  });

  test('reads questions from standard input', async () => {
    const input = '{"question": "What is 2 + 2?", "answer": 4}\n';
    await evaluate(['--data', '-'], 0, sums, { input });
    expect(recordsOf()).toMatchObject([{ status: 'right' }]);
  });

  test('puts words about the length of thinking behind the question, as the paper does', async () => {
    const engine = scriptedEngine(sums);
    await evaluate(['--data', sumsFile(1), '--sweep', 'token=2048', '--sweep', 'prompt=short'], 0, engine);
    // Both run at once: which comes first is nobody's promise.
    const prompts = engine.calls
      .filter(({ method }) => method === 'open')
      .map((call) => ('text' in call ? call.text : ''))
      .toSorted();
    expect(prompts).toHaveLength(2);
    expect(prompts[0]).toContain('What is 1 + 1?\n\nAnswer after a short amount of thinking.');
    expect(prompts[1]).toContain('What is 1 + 1?\n\nThink for up to 2048 tokens.');
    expect(
      recordsOf()
        .map(({ setting }) => setting)
        .toSorted(),
    ).toEqual(['prompt=short', 'token=2048']);
  });

  test('a model that answers nothing is told as such', async () => {
    const { printed } = await evaluate(['--data', sumsFile(3)], 0, { ...sums, script: ['</think>', ''] });
    expect(printed.output).toContain('Every answer is empty');
    expect(recordsOf().every(({ status }) => status === 'no-answer')).toBe(true);
  });

  test('a Hub that is down is told, with the way around it', async () => {
    const environment = { npm_command: 'exec', HF_ENDPOINT: 'http://127.0.0.1:9', HF_HUB_CACHE: join(folder, 'hub') };
    const { printed } = await evaluate(['aime24'], 6, sums, { environment });
    expect(printed.error).toContain('E_HUB_UNREACHABLE  127.0.0.1:9 cannot be reached');
    expect(printed.error).toContain('Or give a file with its rows: --data FILE.');
  });

  test.each([
    [[], 'There is nothing to ask.'],
    [['pebbel'], 'There is no recipe pebbel.'],
    [['--data', 'nowhere.jsonl'], 'There is no file nowhere.jsonl.'],
    [['--data', 'data.txt'], 'mull cannot tell what'],
    [['--data', 'x.jsonl', '--sweep', 'max'], '--sweep must be what is swept and its values, got "max".'],
    [['pebble', '--sweep', 'maks=1'], 'There is nothing called "maks" to sweep.'],
    [['pebble', '--sweep', 'max=abc'], 'sweep.max must be a whole number of at least 0, or "auto", got "abc".'],
    [['pebble', '--field', 'frage=x'], '--field must be one of question, answer, id, level, subject'],
    [['pebble', '--fail-under', '60'], '--fail-under must be a share from 0 to 1 or in percent, got "60".'],
    [['pebble', '--deadline', 'soon'], '--deadline must be a time such as 90s, 10m or 2h, got "soon".'],
    [['pebble', '--method', 'thnik'], 'There is no strategy "thnik".'],
    [['pebble', '--name', '../x'], '"../x" cannot be the name of a run.'],
  ])('%j is refused', async (argv, message) => {
    writeFileSync(join(folder, 'data.txt'), '');
    const { printed } = await evaluate(argv, 2);
    expect(printed.error).toContain(message);
    expect(existsSync(join(folder, 'runs'))).toBe(false);
  });

  test.each([
    ['name: x\ndata: { file: a.jsonl }\nlimt: 3\n', 'my.yaml has no field "limt".', 'Did you mean "limit"?'],
    ['name: x\ndata: { fil: a.jsonl }\n', 'my.yaml.data has no field "fil".', 'Did you mean "file"?'],
    ['name: x\ndata: {}\n', 'my.yaml.data must name one source of rows.', ''],
    ['name: x\ndata: { file: a.jsonl, split: test }\n', 'has config, split or revision without hub', ''],
    [
      'name: x\ndata: { file: a.jsonl }\nprompt: Ask me.\n',
      'my.yaml.prompt must be a text with {question} in it, got "Ask me.".',
      '',
    ],
    ['name: x\nrows: []\n', 'my.yaml is a recipe of `mull metrics`', ''],
    ['name: [x\n', 'my.yaml is not YAML', ''],
  ])('a recipe %j is refused', async (text, message, hint) => {
    writeFileSync(join(folder, 'my.yaml'), text);
    const { printed } = await evaluate(['my.yaml'], 2);
    expect(printed.error).toContain(message);
    expect(printed.error).toContain(hint);
  });
});

describe('mull runs', () => {
  test('lists runs, and says how to make one where there are none', async () => {
    expect((await mull(['runs'], 0)).printed.output).toBe(
      'There are no runs in runs. To make one:\n  npx mull eval pebble\n',
    );
    await evaluate(['--data', sumsFile(2), '--name', 'mine'], 0);
    const { printed } = await mull(['runs'], 0);
    expect(printed.output).toMatch(/^mine +scripted +\d{4}-\d\d-\d\d +1 +2\/2 +100% +complete$/m);
    const json = JSON.parse((await mull(['runs', '--json'], 0)).printed.output);
    expect(json).toMatchObject({ name: 'mine', planned: 2, counts: { right: 2 }, busy: false });
  });

  test('shows what a run came to, its samples of a kind, and one in full', async () => {
    await evaluate(['--data', sumsFile(4, 5), '--name', 'mine', '--sweep', 'waits=1'], 0);
    expect((await mull(['runs', 'show', 'mine'], 0)).printed.output).toContain('waits=1');
    const wrong = await mull(['runs', 'show', 'mine', '--status', 'wrong'], 0);
    expect(wrong.printed.output).toContain('✗ 4, waits=1: wrong, 8 instead of 9\n');
    const full = await mull(['runs', 'show', 'mine', '--question', '4'], 0);
    expect(full.printed.output).toContain('What is 4 + 5?');
    expect(full.printed.output).toContain('│ Let me add them.[Wait]8');
    expect(full.printed.output).toContain('1 wait · ended by the model · held by mull');
    const json = await mull(['runs', 'show', 'mine', '--question', '4', '--json'], 0);
    expect(JSON.parse(json.printed.output)).toMatchObject({ question: { id: '4' }, status: 'wrong' });
    expect((await mull(['runs', 'show', 'mine', '--status', 'truncated'], 0)).printed.output).toBe(
      'No sample of the run is like that.\n',
    );
  });

  test('keeps to itself what the authors of a data set ask for, unless told otherwise', async () => {
    writeFileSync(
      join(folder, 'secret.yaml'),
      `name: secret\ndata: { file: ${sumsFile(1)} }\nfields: { canary: canary }\nconfidential: true\n`,
    );
    writeFileSync(
      join(folder, 'sums.jsonl'),
      '{"question": "wrong 1 + 1?", "answer": "2", "canary": "canary GUID 1"}\n',
    );
    const { printed } = await evaluate(['secret.yaml', '--name', 'mine'], 0);
    const shown = await mull(['runs', 'show', 'mine', '--question', '1'], 0);
    for (const text of [printed.error, printed.output, shown.printed.output]) expect(text).not.toContain('1 + 1');
    expect(shown.printed.output).toBe('✗ 1, natural end: wrong\n');
    const told = await mull(['runs', 'show', 'mine', '--question', '1', '--show-confidential'], 0);
    expect(told.printed.output).toContain('wrong 1 + 1?');
    expect(recordsOf()[0]?.question.canary).toBe('canary GUID 1');
  });

  test.each([
    [['runs', 'shwo'], 'Did you mean "runs show"?'],
    [['runs', 'mine'], 'To see a run: npx mull runs show mine'],
    [['runs', 'show', 'mien'], 'There is no run "mien".'],
    [['runs', 'show', 'mine', '--status', 'worng'], 'Did you mean "wrong"?'],
  ])('%j is refused', async (argv, message) => {
    expect((await mull(argv, 2)).printed.error).toContain(message);
  });
});

describe('mull grade RUN', () => {
  test('gives what was answered new verdicts without asking the model, and tells what changed', async () => {
    writeFileSync(
      join(folder, 'units.jsonl'),
      '{"question": "1 + 1?", "answer": "2 m"}\n{"question": "1 + 2?", "answer": "3"}\n',
    );
    await evaluate(['--data', 'units.jsonl', '--name', 'mine'], 0);
    expect(recordsOf().map(({ status }) => status)).toEqual(['right', 'right']);
    const { printed } = await mull(['grade', 'mine', '--units', 'required'], 0);
    expect(printed.output).toContain('✗ 1, natural end: wrong, 2 instead of 2 m\n  was right\n');
    expect(printed.output).toContain('1 of 2 samples changed: 1 right → wrong.');
    expect(recordsOf().map(({ status }) => status)).toEqual(['wrong', 'right']);
    expect(plansOf()[0]?.grading).toEqual({ units: 'required' });
    // The run keeps its conventions, and its place: nothing is asked again.
    expect((await mull(['grade', 'mine', '--json'], 0)).printed.output).toContain('"changed":0');
    expect((await evaluate(['--data', 'units.jsonl', '--name', 'mine'], 0)).printed.error).toContain(
      'all of them are there',
    );
  });

  test('says where there is no such run', async () => {
    expect((await mull(['grade', 'mine'], 2)).printed.error).toContain('There is no run "mine".');
  });
});

/** A file of sums whose last one adds up to something else: 4 + 5 is what the model gets wrong. */
function sumsFile(count: number, last = count): string {
  const rows = Array.from({ length: count }, (_, index) => {
    const [a, b] = index === count - 1 ? [count, last] : [1, index + 1];
    return JSON.stringify({
      question: `What is ${index === 0 && count === last ? 1 : a} + ${index === 0 && count === last ? 1 : b}?`,
      answer: String(index === 0 && count === last ? 2 : a + b),
    });
  });
  writeFileSync(join(folder, 'sums.jsonl'), `${rows.join('\n')}\n`);
  return 'sums.jsonl';
}

interface Extra extends FakeHostOptions {
  readonly onError?: (text: string, host: FakeHost) => void;
}

async function evaluate(
  argv: readonly string[],
  exitCode: number,
  engine: ScriptedOptions | ReturnType<typeof scriptedEngine> = sums,
  extra: Extra = {},
): Promise<FakeHost> {
  const openEngine = async () => ('open' in engine ? engine : scriptedEngine(engine));
  return mull(['eval', ...argv], exitCode, { openEngine, ...extra });
}

async function mull(argv: readonly string[], exitCode: number, extra: Extra = {}): Promise<FakeHost> {
  const { onError, ...options } = extra;
  const host = fakeHost({ workingDirectory: folder, ...options });
  const { write } = host.errorOutput;
  host.errorOutput.write = async (text) => {
    await write(text);
    onError?.(text, host);
  };
  const code = await run(argv, host);
  expect({ code, error: code === exitCode ? '' : host.printed.error }).toEqual({ code: exitCode, error: '' });
  return host;
}

function runFolders(): string[] {
  const root = join(folder, 'runs');
  return existsSync(root) ? readdirSync(root).map((name) => join(root, name)) : [];
}

function recordsOf(): RunRecord[] {
  return runFolders().flatMap((run) => {
    const path = join(run, 'records.jsonl');
    if (!existsSync(path)) return [];
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line): RunRecord => JSON.parse(line));
  });
}

function plansOf(): RunPlan[] {
  return runFolders().map((run) => JSON.parse(readFileSync(join(run, 'plan.json'), 'utf8')));
}
