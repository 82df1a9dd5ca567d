import { expect, test } from 'vitest';
import { codePage, errorCodes, warningCodes } from '../../src/core/error-codes.ts';
import { codePageLines } from '../../src/report/code-page-lines.ts';
import { errorReference } from '../../src/report/error-reference.ts';
import { plainStyle } from '../../src/report/text-style.ts';

test('the page of a code says when it is given and what to do', () => {
  expect(codePageLines('E_SLOTS', codePage('E_SLOTS')!, { ...plainStyle, width: 50 })).toEqual([
    'E_SLOTS',
    'No slot left for a fork',
    '',
    'When',
    '  More forks were asked for than were reserved',
    '  when the sequence was opened.',
    '',
    'What to do',
    '  Open with a larger `forks`, or close some forks',
    '  first.',
  ]);
});

test('the reference has an entry for every code, with exit codes for errors', () => {
  const page = errorReference({ E_SLOTS: 5 });
  for (const code of [...Object.keys(errorCodes), ...Object.keys(warningCodes)])
    expect(page).toContain(`\n### ${code}\n`);
  expect(page).toMatch(/### E_SLOTS\n[^#]*- Exit code: 5\n/);
});

test('control tokens in a page are not taken for HTML', () => {
  expect(errorReference({})).toContain('&lt;|im_end|>');
});
