import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { type FakeHost, type FakeHostOptions, fakeHost } from './fake-host.ts';

const folder = mkdtempSync(join(tmpdir(), 'mull-grade-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('mull grade of a pair', () => {
  test('says whether both are the same, why, and by its exit code', async () => {
    expect((await grade(['--gold', '3/4', '--answer', 'The answer is 0.75.'], 0)).printed.output).toBe(
      '✓ equal (exact rational)\n',
    );
    expect((await grade(['--gold', '3/4', '--answer', '0.74'], 7)).printed.output).toBe('✗ different (3/4 vs 0.74)\n');
  });

  test('reads the answer from standard input where none is given', async () => {
    const { printed } = await grade(['--gold', '3'], 0, { input: 'So it is \\boxed{3}.\n' });
    expect(printed.output).toContain('equal');
  });

  test('explains what it took from where and by which rules', async () => {
    const { printed } = await grade(['--gold', '12', '--answer', 'x = 12 cm', '--explain'], 0);
    expect(printed.output).toContain('answer  x = 12 cm  (all of the text');
    expect(printed.output).toContain('rules   unit-dropped, name-dropped');
  });

  test('gives JSON, and with --explain all of the verdict', async () => {
    const { printed } = await grade(['--gold', '2', '--answer', '3', '--json'], 7);
    expect(JSON.parse(printed.output)).toEqual({ equal: false, reason: 'different (2 vs 3)' });
    const explained = await grade(['--gold', '2', '--answer', '2', '--json', '--explain'], 0);
    expect(JSON.parse(explained.printed.output)).toMatchObject({ equal: true, by: 'rules', gold: { text: '2' } });
  });

  test.each([
    [['--gold', '0.28', '--answer', '28', '--percent', 'any'], 0],
    [['--gold', '0.28', '--answer', '28'], 7],
    [['--gold', '10', '--answer', '10.04', '--tolerance', '0.05'], 0],
    [['--gold', '(1, 2)', '--answer', '\\{1, 2\\}'], 0],
    [['--gold', '5 m', '--answer', '5 s', '--units', 'ignored'], 0],
    [['--gold', '5 m', '--answer', '5 s'], 7],
    [['--gold', '1/3', '--answer', '0.33', '--decimals', '2'], 0],
  ])('goes by the conventions asked for: %j', async (argv, exitCode) => {
    await grade(argv, exitCode);
  });

  test('shows control characters and does not obey them', async () => {
    const { printed } = await grade(['--gold', 'a\u001b[2J', '--answer', 'b\u001b[2J', '--explain'], 7);
    expect(printed.output).not.toContain('\u001b');
  });

  test.each([
    [[], 'There is nothing to grade.'],
    [['--answer', '3'], 'There is nothing to grade.'],
    [['pairs.jsonl', '--gold', '3'], 'A file and a pair cannot be graded together.'],
    [['--gold', '3', '--units', 'lenent'], '--units must be one of lenient, ignored, required, got "lenent".'],
    [['--gold', '3', '--decimals', '-1'], '--decimals must be one of rounded, exact, got "-1".'],
    [['nowhere.jsonl'], 'There is no file nowhere.jsonl.'],
  ])('%j is refused', async (argv, message) => {
    const { printed } = await grade(argv, 2);
    expect(printed.error).toContain(`E_OPTION_INVALID  ${message}`);
  });

  test('asks nobody for the answer at a terminal', async () => {
    const { printed } = await grade(['--gold', '3'], 2, { inputIsTerminal: true });
    expect(printed.error).toContain('--answer is missing.');
  });
});

describe('mull grade of a file', () => {
  test('grades every line and sums up', async () => {
    file(
      '{"gold": "3/4", "answer": "0.75"}\n\n{"gold": 2, "pred": "3"}\r\n{"gold": "2", "prediction": "2", "expected": true}',
    );
    const { printed } = await grade(['pairs.jsonl'], 0);
    expect(printed.output).toMatch(/^ {4}1 ✓ equal \(exact rational\)\n {4}3 ✗ different \(2 vs 3\)\n {4}4 ✓ equal/);
    expect(printed.output).toContain('2 of 3 equal · 66.7% · 95% interval 20.8%–93.9% · 1 of 1 as expected\n');
  });

  test('names every line that it cannot read by its number, and loses no other', async () => {
    const bad = Buffer.from([0x22, 0xff, 0x22, 0x0a]);
    file(
      Buffer.concat([
        Buffer.from('{"gold": 1, "answer": 1}\nnot json\n[]\n{"gold": 1}\n'),
        bad,
        Buffer.from('{"gold": 5, "answer": 5}\n'),
      ]),
    );
    const { printed } = await grade(['pairs.jsonl'], 2);
    for (const text of [
      '2 ▲ Line 2 is not JSON.',
      '3 ▲ Line 3 is not an object.',
      '4 ▲ Line 4 has no text in "answer", "pred" or "prediction".',
      '5 ▲ Line 5 is not UTF-8 text.',
      '6 ✓ equal',
      '2 of 2 equal',
      '4 lines could not be read; the figures are without them.',
    ]) {
      expect(printed.output).toContain(text);
    }
    const lines = (await grade(['pairs.jsonl', '--json'], 2)).printed.output.trim().split('\n').map(parsed);
    expect(lines.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, undefined]);
    expect(lines[1]).toMatchObject({ error: { code: 'E_PAIRS_INVALID', message: 'Line 2 is not JSON.' } });
    expect(lines.at(-1)).toEqual({
      summary: { graded: 2, equal: 2, unread: 4, expecting: 0, asExpected: 0 },
    });
  });

  test('passes ids on and tells where the verdict is not the expected one', async () => {
    const input = '{"id": "q7", "gold": "1", "answer": "2", "expected": true}\n';
    expect((await grade(['-'], 0, { input })).printed.output).toContain('different (1 vs 2)  but equal was expected');
    const [line] = (await grade(['-', '--json'], 0, { input })).printed.output.split('\n').map(parsed);
    expect(line).toMatchObject({ line: 1, id: 'q7', equal: false, expected: true });
  });

  test('of no lines says so', async () => {
    expect((await grade(['-'], 0, { input: '' })).printed.output).toContain('0 of 0 equal');
  });

  test('reads lines that come in pieces', async () => {
    const long = 'x'.repeat(200_000);
    const input = `{"gold": "1", "answer": "${long} The answer is 1."}\n{"gold": "2", "answer": "2"}`;
    expect((await grade(['-'], 0, { input })).printed.output).toContain('2 of 2 equal');
  });
});

function file(content: string | Uint8Array): void {
  writeFileSync(join(folder, 'pairs.jsonl'), content);
}

function parsed(text: string): Record<string, unknown> {
  return text === '' ? {} : JSON.parse(text);
}

async function grade(argv: readonly string[], exitCode: number, options: FakeHostOptions = {}): Promise<FakeHost> {
  const host = fakeHost({ workingDirectory: folder, ...options });
  const code = await run(['grade', ...argv], host);
  expect([code, host.printed.error]).toEqual([exitCode, exitCode === 2 ? host.printed.error : '']);
  return host;
}
