import { describe, expect, test } from 'vitest';
import type { DemoFlags } from '../../src/cli/commands/demo.ts';
import type { ThinkOutput } from '../../src/cli/commands/think.ts';
import { type Actions, createProgram } from '../../src/cli/program.ts';
import { run } from '../../src/cli/run.ts';
import { type ThinkFlags, thinkOptions } from '../../src/cli/think-options.ts';
import { plainStyle } from '../../src/report/text-style.ts';
import { fakeHost } from './fake-host.ts';

describe('mull think', () => {
  test('without options leaves everything to configuration and defaults', async () => {
    expect(await parsed('think', 'Why?')).toEqual({ question: 'Why?', flags: {}, output: 'text' });
    expect(await parsed('think')).toEqual({ question: undefined, flags: {}, output: 'text' });
  });

  test('reads every option into its form', async () => {
    const line =
      'think --engine m.gguf --model m --api-key k --api openai --way chat --facts {"slots":2} --ca ca.pem --insecure --thinking s1 --context 512 --threads 2 --gpu-layers 0 --isolate --max 64 --min 8 --waits 2 --message Hmm --finish So: --grace 4 --loop ignore --answer 32 --total 96 ' +
      '--seconds 1.5 --effort low --preset s1 --seed 7 --temperature 0.6 --top-k 20 --top-p 0.95 --min-p 0.05 --json Why?';
    const read = await parsed(...line.split(' '));
    expect(read).toEqual({
      question: 'Why?',
      output: 'json',
      flags: {
        engine: 'm.gguf',
        model: 'm',
        'api-key': 'k',
        api: 'openai',
        way: 'chat',
        facts: { slots: 2 },
        ca: 'ca.pem',
        insecure: true,
        thinking: 's1',
        context: 512,
        threads: 2,
        'gpu-layers': 0,
        isolate: true,
        max: 64,
        min: 8,
        waits: 2,
        message: 'Hmm',
        finish: 'So:',
        grace: 4,
        loop: 'ignore',
        answer: 32,
        total: 96,
        seconds: 1.5,
        effort: 'low',
        preset: 's1',
        seed: 7,
        temperature: 0.6,
        'top-k': 20,
        'top-p': 0.95,
        'min-p': 0.05,
      },
    });
    expect(Object.keys(read.flags ?? {}).sort()).toEqual(thinkOptions.map(({ name }) => name).sort());
  });

  test('takes several messages as a list, and an empty one', async () => {
    expect((await parsed('think', '--message', 'Wait', '--message', 'Hmm', '--message', '')).flags).toEqual({
      message: ['Wait', 'Hmm', ''],
    });
    expect((await parsed('think', '--message', '')).flags).toEqual({ message: '' });
  });

  test('takes a question that begins with a dash behind two dashes', async () => {
    expect((await parsed('think', '--quiet', '--', '--max 3?')).question).toBe('--max 3?');
  });

  test('takes "auto" as a maximum', async () => {
    expect((await parsed('think', '--max', 'auto')).flags).toEqual({ max: 'auto' });
  });
});

test('mull demo draws 100 questions with seed 1 unless told otherwise', async () => {
  expect((await parsed('demo')).demo).toEqual({ seed: 1, questions: 100, json: false });
  expect((await parsed('demo', '--seed', '3', '--questions', '20', '--json')).demo).toEqual({
    seed: 3,
    questions: 20,
    json: true,
  });
});

describe('what cannot be understood is an error that names what was meant', () => {
  test.each([
    [['thnk'], 'There is no command "thnk".', 'Did you mean "think"?'],
    [['What is 2+2?'], 'There is no command "What is 2+2?".', 'To ask a question: npx mull think "What is 2+2?"'],
    [['think', '--maks', '3'], 'There is no option "--maks".', 'Did you mean "--max"?'],
    [['think', '--tempreture=1'], 'There is no option "--tempreture".', 'Did you mean "--temperature"?'],
    [['demo', '--question', '3'], 'There is no option "--question".', 'Did you mean "--questions"?'],
    [
      ['think', '-3+5?'],
      'There is no option "-3+5?".',
      'Was it the question? Then put -- in front of it: npx mull think -- "-3+5?"',
    ],
    [['think', '--max'], '--max needs a value.', 'Write it as: --max <tokens>'],
    [
      ['think', 'two', 'words'],
      'There are more arguments than the command takes.',
      'Put a question of several words in quotes.',
    ],
    [['explain', 'E_SLOTS', 'x'], 'There are more arguments than the command takes.', 'See: npx mull help explain'],
    [['grade', '--json', 'a', 'b'], 'There are more arguments than the command takes.', 'See: npx mull help grade'],
    [['metrics'], 'The argument <series> is missing.', 'See: npx mull help metrics'],
    [
      ['think', '--threads', '0'],
      '--threads must be a whole number from 1 to 512, got "0".',
      'For example: --threads 64',
    ],
    [['doctor', '--gpu-layer', '0'], 'There is no option "--gpu-layer".', 'Did you mean "--gpu-layers"?'],
    [['think', '--quiet', '--json', 'x'], '--quiet and --json cannot be given together.', 'Give one of them.'],
    [['think', '--loop', 'ignor'], '--loop must be one of end, ignore, got "ignor".', 'Did you mean: --loop ignore'],
    [['think', '--preset', 's2'], '--preset must be s1, got "s2".', 'Did you mean: --preset s1'],
    [
      ['think', '--effort', 'extreme'],
      '--effort must be one of none, minimal, low, medium, high, xhigh, max, got "extreme".',
      'For example: --effort none',
    ],
    [
      ['think', '--seed', '4294967296'],
      '--seed must be a whole number from 0 to 4294967295, got "4294967296".',
      'For example: --seed 64',
    ],
    [
      ['demo', '--questions', '0'],
      '--questions must be a whole number from 1 to 10000, got "0".',
      'For example: --questions 64',
    ],
    [['explain', 'E_BUDGTE_CONFLICT'], 'There is no code "E_BUDGTE_CONFLICT".', 'Did you mean E_BUDGET_CONFLICT?'],
    [['explain', 'nonsense'], 'There is no code "nonsense".', 'Leave it out to see all codes.'],
  ])('mull %j', async (argv, message, hint) => {
    const host = fakeHost();
    expect(await run(argv, host)).toBe(2);
    expect(host.printed.output).toBe('');
    const { error } = host.printed;
    if (argv.includes('--json')) {
      expect(JSON.parse(error)).toEqual({ error: { code: 'E_OPTION_INVALID', message, hint, exitCode: 2 } });
    } else {
      expect(error).toBe(`E_OPTION_INVALID  ${message}\n  ${hint}\n  More: npx mull explain E_OPTION_INVALID\n`);
    }
  });
});

describe('help', () => {
  test('mull alone prints the manual: commands, first steps and exit codes', async () => {
    const host = fakeHost();
    expect(await run([], host)).toBe(0);
    const { output } = host.printed;
    for (const text of [
      'think [options] [question]',
      'npx mull demo',
      '130  interrupted by Ctrl-C',
      '  3  the budget',
    ]) {
      expect(output).toContain(text);
    }
    expect(host.printed.error).toBe('');
  });

  test.each([
    [
      ['think', '--help'],
      ['--top-p <share>', 'Examples:', 'Ctrl-C once', 'Sampling:'],
    ],
    [['help', 'think'], ['--max <tokens>']],
    [
      ['demo', '-h'],
      ['--questions <number>', 'npx mull demo --seed 2'],
    ],
    [['explain', '--help'], ['npx mull explain W_WAITS_UNSPENT']],
    [
      ['doctor', '--help'],
      ['--gpu-layers <number>', 'npx mull doctor --probe', 'Exit code: 0'],
    ],
    [
      ['models', '--help'],
      ['pull [options] <name>', 'npx mull models pull hf:', 'HF_HUB_CACHE'],
    ],
    [
      ['models', 'pull', '--help'],
      ['hf:owner/repo[:file.gguf][@revision]', '--json'],
    ],
    [
      ['grade', '--help'],
      ['--tolerance <number>', 'Conventions:', 'npx mull grade answers.jsonl'],
    ],
    [
      ['metrics', '--help'],
      ['--recipe <file>', '"tokens": 512'],
    ],
  ])('mull %j', async (argv, texts) => {
    const host = fakeHost();
    expect(await run(argv, host)).toBe(0);
    for (const text of texts) expect(host.printed.output).toContain(text);
  });

  test('has no line wider than the terminal but commands, which are there to be copied', async () => {
    const host = fakeHost({ outputIsTerminal: true, columns: 60, environment: { NO_COLOR: '1', npm_command: 'exec' } });
    for (const command of ['think', 'demo', 'doctor', 'models', 'grade', 'eval', 'runs', 'metrics', 'explain']) {
      await run([command, '--help'], host);
    }
    const wide = host.printed.output.split('\n').filter((line) => line.length > 60 && !line.startsWith('  npx mull'));
    expect(wide).toEqual([]);
  });

  test('mull --version works behind other words too', async () => {
    const host = fakeHost();
    expect(await run(['--version', 'x'], host)).toBe(0);
    expect(host.printed.output).toBe('1.2.3\n');
  });
});

describe('mull explain', () => {
  test('prints the page of a code, in any case of letters', async () => {
    const host = fakeHost();
    expect(await run(['explain', 'w_waits_unspent'], host)).toBe(0);
    expect(host.printed.output).toContain('W_WAITS_UNSPENT\nNot every Wait was used\n');
  });

  test('lists all codes when given none', async () => {
    const host = fakeHost();
    expect(await run(['explain'], host)).toBe(0);
    expect(host.printed.output).toMatch(/^E_SLOTS +No slot left for a fork$/m);
    expect(host.printed.output).toMatch(/^W_LOOP +The thinking repeated itself$/m);
  });
});

interface Parsed {
  question?: string | undefined;
  flags?: ThinkFlags;
  output?: ThinkOutput;
  demo?: DemoFlags;
}

async function parsed(...argv: string[]): Promise<Parsed> {
  let result: Parsed = {};
  const actions: Actions = {
    async think(question, flags, output) {
      result = { question, flags, output };
    },
    async demo(demo) {
      result = { demo };
    },
    async doctor() {},
    async serve() {},
    async eval() {},
    runs: { async list() {}, async show() {}, async importLogs() {} },
    models: { async list() {}, async pull() {}, async remove() {} },
    async grade() {},
    async metrics() {},
    async report() {},
    async compare() {},
    async explain() {},
  };
  const program = createProgram(actions, {
    version: '1.2.3',
    name: 'mull',
    style: plainStyle,
    columns: 80,
    write: () => {},
  });
  await program.parseAsync(argv, { from: 'user' });
  return result;
}
