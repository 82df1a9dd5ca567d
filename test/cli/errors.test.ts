import { describe, expect, test } from 'vitest';
import { debugLines, errorLines, errorReport } from '../../src/cli/error-report.ts';
import { exitCodeMeanings, exitCodeOf } from '../../src/cli/exit-codes.ts';
import { jsonLine } from '../../src/cli/json-line.ts';
import { type ErrorCode, errorCodes } from '../../src/core/error-codes.ts';
import { MullError } from '../../src/core/mull-error.ts';
import { plainStyle } from '../../src/report/text-style.ts';

describe('errors', () => {
  test('have an exit code that the help explains, whatever their code', () => {
    const explained = exitCodeMeanings.map(([code]) => code);
    for (const code of Object.keys(errorCodes) as ErrorCode[]) {
      expect(explained).toContain(exitCodeOf[code]);
      expect(errorReport(new MullError(code, 'message', { hint: 'hint' }))).toEqual({
        code,
        message: 'message',
        hint: 'hint',
        exitCode: exitCodeOf[code],
      });
    }
  });

  test('that are none of mull are defects', () => {
    expect(errorReport(new TypeError('x is not a function'))).toMatchObject({ code: 'E_INTERNAL', exitCode: 1 });
    expect(errorReport('thrown text').message).toBe('Something unexpected happened: thrown text');
  });

  test('are told in lines that fit, and cannot smuggle escape sequences', () => {
    const report = errorReport(
      new MullError('E_MODEL_NOT_FOUND', 'There is no file \u001b[2J.gguf.', { hint: 'Check the path of the file.' }),
    );
    expect(errorLines(report, 'mull', { ...plainStyle, width: 40 })).toEqual([
      'E_MODEL_NOT_FOUND  There is no file',
      '\\x1b[2J.gguf.',
      '  Check the path of the file.',
      '  More: mull explain E_MODEL_NOT_FOUND',
    ]);
  });

  test('show no secrets', () => {
    const error = new Error('401 for Bearer abcdefghijklmnop');
    expect(errorReport(error).message).not.toContain('abcdefghijklmnop');
    expect(debugLines(error).join('\n')).not.toContain('abcdefghijklmnop');
  });

  test('have the stack traces of all their causes with --debug', () => {
    const cause = new RangeError('deep');
    const lines = debugLines(new MullError('E_ENGINE_FAULT', 'high', { hint: 'hint', cause }));
    expect(lines).toContain('RangeError: deep');
    expect(lines.some((line) => line.includes('high'))).toBe(true);
  });
});

describe('JSON lines', () => {
  test('hold characters that a terminal obeys as escapes', () => {
    const text = '\u001b[2J\u009b31m\u202e\u2028';
    const line = jsonLine({ text });
    expect(line).toMatch(/^[\x20-\x7e]*\n$/);
    expect(JSON.parse(line)).toEqual({ text });
  });

  test('tell regular expressions by their source', () => {
    expect(jsonLine({ thinking: /^analysis$/ })).toBe('{"thinking":"^analysis$"}\n');
  });
});
