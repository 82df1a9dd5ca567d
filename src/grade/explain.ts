import type { Extraction, ExtractionRule } from './extract/extraction.ts';
import type { Verdict } from './verdict.ts';

const why: Readonly<Record<ExtractionRule, string>> = {
  whole: 'all of the text',
  boxed: 'the last box',
  'boxed-several': 'the last boxes, which stand together',
  'boxed-unclosed': 'the last box, whose braces never close',
  tagged: 'the last <answer> or ####',
  'final-answer': 'what is called the final answer',
  announced: 'what is announced as the answer',
  formula: 'the last formula',
  number: 'the last number',
  choice: 'the choice that is made',
  words: 'the words behind the last verb',
  none: 'nothing to take',
};

/** A verdict in lines: what was taken from where and why, and how it was compared. */
export function explainVerdict(verdict: Verdict): readonly string[] {
  const lines = [verdict.reason, `gold    ${taken(verdict.gold)}`, `answer  ${taken(verdict.answer)}`];
  if (verdict.rules.length > 0) lines.push(`rules   ${verdict.rules.join(', ')}`);
  lines.push(`by      ${verdict.by === 'judge' ? 'a language model' : 'rules'}`);
  return lines;
}

function taken(extraction: Extraction): string {
  if (extraction.rule === 'none') return why.none;
  const text = extraction.text.replace(/\s+/g, ' ');
  const shown = text.length <= 60 ? text : `${text.slice(0, 57)}...`;
  return `${shown}  (${why[extraction.rule]}, characters ${extraction.start} to ${extraction.end})`;
}
