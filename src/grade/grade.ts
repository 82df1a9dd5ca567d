import { equate } from './compare/equate.ts';
import { extract } from './extract/extract.ts';
import type { Extraction, Wanted } from './extract/extraction.ts';
import type { GradeOptions } from './options.ts';
import { type Reading, rememberReadings } from './read/read-answer.ts';
import type { Verdict } from './verdict.ts';

/**
 * Whether a text gives the right answer. Never throws, and ends within the limits of `limits.ts` for any input.
 *
 * @param gold - the right answer, bare or in a worked solution
 * @param answer - what a model wrote: a bare answer, or any text that leads to one
 */
export function grade(gold: string, answer: string, options: GradeOptions = {}): Verdict {
  const read = rememberReadings();
  const expected = extractGold(gold, read);
  if (expected.rule === 'none') return noAnswer('no gold', expected, extract(answer, 'any', read));
  const given = extract(answer, wantedFor(expected.text, read), read);
  if (given.rule === 'none') return noAnswer('no answer', expected, given);
  const { equal, reason, rules } = equate(expected.text, given.text, options, read);
  return { equal, reason, by: 'rules', rules, gold: expected, answer: given };
}

type Read = (source: string) => Reading;

function noAnswer(reason: string, gold: Extraction, answer: Extraction): Verdict {
  return { equal: false, reason, by: 'rules', rules: [], gold, answer };
}

/** A gold answer that is a letter is looked for as `(A)`; in other texts a letter is a letter. */
function extractGold(gold: string, read: Read): Extraction {
  const found = extract(gold, 'any', read);
  if (found.rule !== 'number' && found.rule !== 'formula') return found;
  // A choice with its text, like `(D) 12 apples are left`, is taken whole.
  const trimmed = gold.trim();
  const start = gold.indexOf(trimmed);
  return read(trimmed).trees[0]?.kind === 'choice'
    ? { text: trimmed, rule: 'whole', start, end: start + trimmed.length }
    : found;
}

function wantedFor(gold: string, read: Read): Wanted {
  if (/^[\s({$\\]*(?:(?:text|textbf|mathrm|mathbf)\s*\{)?\s*\(?[A-J]\)?[\s)}.$]*$/.test(gold)) return 'choice';
  if (!/[A-Za-z]{2}/.test(gold)) return 'any';
  const [tree] = read(gold).trees;
  if (tree?.kind === 'choice') return 'choice';
  if (tree?.kind === 'known-set' && !gold.includes('\\mathbb') && !/^\$?\\[a-z]+\$?$/.test(gold.trim())) return 'words';
  return tree?.kind === 'text' || (tree?.kind === 'list' && tree.items.every((item) => item.kind === 'text'))
    ? 'words'
    : 'any';
}
