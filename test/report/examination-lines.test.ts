import { describe, expect, test } from 'vitest';
import type { Examination } from '../../src/doctor/examination.ts';
import { displayWidth } from '../../src/report/display-width.ts';
import { examinationLines } from '../../src/report/examination-lines.ts';
import { plainStyle } from '../../src/report/text-style.ts';

const examination: Examination = {
  mull: '1.2.3',
  engine: 'models/some-model-with-a-long-name.gguf',
  findings: [
    { section: 'machine', what: 'Node.js', verdict: 'ok', value: '24.1.0 on linux x64' },
    {
      section: 'machine',
      what: '@huggingface/hub',
      verdict: 'ok',
      value: 'not installed; only models of the Hub would need it',
    },
    {
      section: 'engine',
      what: 'Forcing',
      verdict: 'warning',
      value: 'continued as text: tokens around a Wait may change',
      remedy: 'A server that takes token ids (llama-server, vLLM, SGLang) is exact.',
    },
    {
      section: 'run',
      what: 'Counts',
      verdict: 'failed',
      value: 'the sequence has 64 tokens, its pieces have 65 (exact)',
      remedy: 'Do not trust budgets on this engine.',
    },
    { section: 'settings', what: 'Something of a longer name', verdict: 'ok', value: 'on: it is faster' },
  ],
  probe: {
    pieces: [
      { text: 'Let me count', channel: 'thinking', forced: false },
      { text: 'Wait', channel: 'thinking', forced: true },
      { text: ' once more\u001b[2J', channel: 'thinking', forced: false },
      { text: 'Final Answer:', channel: 'answer', forced: true },
      { text: ' 8', channel: 'answer', forced: false },
    ],
    forced: true,
    cutAt: 9,
    prompt: 1,
    kept: 1,
    streamed: 1,
    appended: 1,
    encoded: 1,
    length: 1,
    counting: 'exact',
    usage: { prompt: 1, cached: 0, evaluated: 1, sampled: 1, discarded: 0 },
    seconds: 1,
  },
};

describe('mull doctor', () => {
  test('prints each finding with its verdict and what to do, by section', () => {
    expect(examinationLines(examination, plainStyle)).toEqual([
      'mull 1.2.3, examined with --engine models/some-model-with-a-long-name.gguf',
      '',
      'This machine',
      '✓ Node.js             24.1.0 on linux x64',
      '✓ @huggingface/hub    not installed; only models of the Hub would need it',
      '',
      'Engine',
      '▲ Forcing             continued as text: tokens around a Wait may change',
      '                      → A server that takes token ids (llama-server, vLLM, SGLang) is exact.',
      '',
      'Settings, and why',
      '✓ Something of a longer name',
      '                      on: it is faster',
      '',
      'A short run',
      '│ Let me count[Wait] once more\\x1b[2J [cut at 9]',
      '[Final Answer:] 8',
      '',
      '✗ Counts              the sequence has 64 tokens, its pieces have 65 (exact)',
      '                      → Do not trust budgets on this engine.',
      '',
      '✗ 1 failure, 1 warning.',
    ]);
  });

  test.each([60, 80])('fits into %i columns, aligned', (width) => {
    const lines = examinationLines(examination, { ...plainStyle, width });
    expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
    const values = lines.filter((line) => /^ {3,}\S/.test(line));
    expect(new Set(values.map((line) => line.search(/\S/)))).toEqual(new Set([22]));
  });

  test('uses ASCII where there is no more', () => {
    const lines = examinationLines(examination, { ...plainStyle, unicode: false });
    expect(lines.join('\n')).toMatch(/^[\n\x20-\x7e]*$/);
    expect(lines).toContain('x 1 failure, 1 warning.');
  });

  test('says what it comes to', () => {
    const last = (verdict: 'ok' | 'warning'): string | undefined =>
      examinationLines({ ...examination, findings: [{ ...examination.findings[0]!, verdict }] }, plainStyle).at(-1);
    expect(last('ok')).toBe('✓ Everything works.');
    expect(last('warning')).toBe('▲ It works, with 1 warning.');
  });
});
