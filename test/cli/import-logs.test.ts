import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { type FakeHost, fakeHost } from './fake-host.ts';

const folder = mkdtempSync(join(tmpdir(), 'mull-import-'));
afterAll(() => rmSync(folder, { recursive: true }));

// Invented questions, answered as s1 does: the word behind the chat delimiter opens and ends thinking.
function line(id: number, budget: object, answer: string, right: boolean, fields: object = {}): string {
  const thought = 'I add both, one after the other. '.repeat(1 + id);
  return JSON.stringify({
    doc_id: id,
    doc: { problem: `What is ${id} plus ${id}?`, answer: String(2 * id) },
    target: String(2 * id),
    arguments: { gen_args_0: { arg_0: `What is ${id} plus ${id}?`, arg_1: { temperature: 0, ...budget } } },
    resps: [[`<|im_start|>think\n${thought}\n<|im_start|>answer\n${answer}`]],
    filtered_resps: [''],
    exact_match: Number(right),
    extracted_answers: [answer.replace(/\D/g, '')],
    prompt_hash: 'p',
    ...fields,
  });
}

beforeAll(() => {
  const write = (name: string, lines: readonly string[]): void =>
    writeFileSync(join(folder, name), lines.map((each) => `${each}\n`).join(''));
  const budget = { max_tokens_thinking: 500 };
  write('samples_sums_2025-02-03T04-05-06.789.jsonl', [
    line(1, budget, 'Final Answer: 2', true),
    line(2, budget, 'Final Answer: 5', false),
  ]);
  write('samples_sums_2025-02-03T05-00-00.000.jsonl', [line(1, {}, 'It is 2.', true), line(2, {}, 'It is 4.', true)]);
  write('results_2025-02-03T04-05-06.789.json', [JSON.stringify({ model_name: 'org/tiny-s1' })]);
  write('samples_gpqa_x_2025-02-03T04-05-06.789.jsonl', [line(1, {}, 'It is 2.', true)]);
  write('broken.jsonl', [line(1, {}, 'It is 2.', true), '{"doc_id":']);
  write('empty.jsonl', []);
  write('filters.jsonl', [
    line(1, {}, 'It is 2.', true, { filter: 'strict' }),
    line(1, {}, 'It is 2.', false, { filter: 'flexible' }),
  ]);
  mkdirSync(join(folder, 'other'));
  write('other/samples_sums.jsonl', [line(1, {}, 'It is 3.', false, { doc: { problem: 'Another one?' } })]);
});

describe('mull runs import', () => {
  test('makes a run of sample logs, each budget a setting, to report like any other', async () => {
    const { printed } = await imported([
      'samples_sums_2025-02-03T04-05-06.789.jsonl',
      'samples_sums_2025-02-03T05-00-00.000.jsonl',
      '--name',
      'paper',
    ]);
    expect(printed.output).toMatch(/^tiny-s1 on sums\n2 questions, one sample each, temperature 0\n/);
    expect(printed.output).toMatch(/^max=500 +50\.0%/m);
    expect(printed.output).toMatch(/^natural end +100\.0%/m);
    expect(printed.output).toContain('▲ Token counts are estimated: max=500, natural end');
    expect(printed.output).not.toContain('never');
    expect(printed.output).toContain('npx mull report paper --out report.html');
    const records = readFileSync(join(folder, 'runs/paper/records.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((each) => JSON.parse(each));
    expect(records[0]).toMatchObject({
      setting: 'max=500',
      status: 'right',
      answer: 'Final Answer: 2',
      thinking: 'I add both, one after the other. I add both, one after the other.',
      forced: [{ kind: 'cut' }],
      verdict: { by: 'lm-evaluation-harness' },
      tokens: { thinking: 16 },
      startedAt: '2025-02-03T04:05:06.000Z',
    });
    expect(records[2].forced).toEqual([]);
  });

  test('can be compared with a run of ours that asked the same', async () => {
    await imported(['samples_sums_2025-02-03T04-05-06.789.jsonl', '--name', 'first']);
    await imported(['samples_sums_2025-02-03T05-00-00.000.jsonl', '--name', 'second']);
    const host = fakeHost({ workingDirectory: folder });
    expect(await run(['compare', 'first', 'second'], host)).toBe(0);
    expect(host.printed.output).toContain('2 questions in both: 1 gained, 0 lost');
  });

  test('counts tokens with a tokenizer that is named', async () => {
    const words = { type: 'WordLevel', vocab: { '[UNK]': 0 }, unk_token: '[UNK]' };
    const tokenizer = {
      version: '1.0',
      added_tokens: [],
      normalizer: null,
      pre_tokenizer: { type: 'WhitespaceSplit' },
      post_processor: null,
      decoder: null,
      model: words,
    };
    writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(tokenizer));
    await imported([
      'samples_sums_2025-02-03T05-00-00.000.jsonl',
      '--name',
      'counted',
      '--tokenizer',
      'tokenizer.json',
    ]);
    const [first = ''] = readFileSync(join(folder, 'runs/counted/records.jsonl'), 'utf8').split('\n');
    // Twice "I add both, one after the other." are fourteen words.
    expect(JSON.parse(first).tokens.thinking).toBe(14);
  });

  test('keeps logs of GPQA from becoming public', async () => {
    await imported(['samples_gpqa_x_2025-02-03T04-05-06.789.jsonl', '--name', 'gpqa']);
    expect(JSON.parse(readFileSync(join(folder, 'runs/gpqa/plan.json'), 'utf8')).dataset.confidential).toBe(true);
  });

  test('takes the first filter of several, says so, or the one that is named', async () => {
    const { printed } = await imported(['filters.jsonl', '--name', 'strict']);
    expect(printed.error).toContain('the answers of filter strict count; others are flexible (--filter).');
    expect(printed.output).toMatch(/^natural end +100\.0%/m);
    const named = await imported(['filters.jsonl', '--name', 'flexible', '--filter', 'flexible']);
    expect(named.printed.output).toMatch(/^natural end +0\.0%/m);
  });

  test.each([
    [['nowhere.jsonl'], 'There is no file nowhere.jsonl.'],
    [['broken.jsonl', '--name', 'b'], 'broken.jsonl: line 2 is not JSON.'],
    [['empty.jsonl', '--name', 'e'], 'empty.jsonl is empty.'],
    [['filters.jsonl', '--name', 'f', '--filter', 'loose'], 'filters.jsonl has no filter "loose".'],
    [['broken.jsonl', 'samples_sums_2025-02-03T05-00-00.000.jsonl'], 'These are logs of two tasks, broken and sums.'],
    [
      ['samples_sums_2025-02-03T05-00-00.000.jsonl', 'other/samples_sums.jsonl'],
      'Question 1 is another one in another file.',
    ],
    [[], 'The argument <files> is missing.'],
  ])('%j is refused', async (argv, message) => {
    const { printed } = await imported(argv, 2);
    expect(printed.error).toContain(message);
  });

  test('never writes over a run that is there', async () => {
    await imported(['filters.jsonl', '--name', 'twice']);
    const { printed } = await imported(['filters.jsonl', '--name', 'twice'], 2);
    expect(printed.error).toContain('E_RUN_MISMATCH  There is a run "twice" already.');
  });
});

async function imported(argv: readonly string[], exitCode = 0): Promise<FakeHost> {
  const host = fakeHost({ workingDirectory: folder });
  expect([
    await run(['runs', 'import', ...argv], host),
    exitCode === 0 ? '' : 'error',
    exitCode === 0 ? host.printed.error : '',
  ]).toEqual([exitCode, exitCode === 0 ? '' : 'error', expect.any(String)]);
  return host;
}
