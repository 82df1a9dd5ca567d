import { limits } from '../limits.ts';
import { repairEscapes } from '../read/clean.ts';
import { type Reading, readAnswer } from '../read/read-answer.ts';
import { readDate } from '../read/read-date.ts';
import { announcedAnswer, announcements, finalAnswer } from './announced.ts';
import { answerPart } from './answer-part.ts';
import { boxedAnswer } from './boxed-answer.ts';
import { chosenLetter } from './choice.ts';
import type { Extraction, Wanted } from './extraction.ts';
import { lastValue, sentenceLength } from './value-in.ts';
import { isProse } from './words.ts';

type Read = (source: string) => Reading;

/** Characters at the end of a text in which a last formula or number is looked for. */
const tail = 4_000;

/**
 * Takes the answer out of a text. In this order: the last box, unless something later is called the final answer;
 * an announcement; all of the text if it is no prose; its last formula or number.
 *
 * Where escapes were repaired or annotations removed first, offsets count in the text after that.
 *
 * @param wanted - `choice` and `words` look for a letter or for words, as the gold answer is one
 * @param read - reads a candidate; given where readings are kept for the comparison that follows
 */
export function extract(text: string, wanted: Wanted = 'any', read: Read = readAnswer): Extraction {
  const repaired = repair(text);
  const part = answerPart(repaired);
  const all = part.start === 0 && part.end === repaired.length;
  const searched = all ? repaired : repaired.slice(part.start, part.end);
  const found = tagged(searched, read) ?? find(searched, wanted, read);
  if (found === undefined) return { text: '', rule: 'none', start: part.end, end: part.end };
  return { ...found, start: found.start + part.start, end: found.end + part.start };
}

/** Commands that JSON broke, and the calculator annotations of GSM8K: `16 - 7 = <<16-7=9>>9`. */
function repair(text: string): string {
  const commands = repairEscapes(text);
  return commands.includes('<<') ? commands.replace(annotation, '') : commands;
}

const annotation = /<<[-\d+*/=.() ]{3,80}>>/g;

function find(text: string, wanted: Wanted, read: Read): Extraction | undefined {
  if (!/\S/.test(text)) return undefined;
  if (wanted === 'choice' && mayChoose(text, read)) {
    const letter = chosenLetter(text);
    if (letter !== undefined) return letter;
  }
  const box = boxedAnswer(text);
  if (box !== undefined) return finalAnswer(text, box.end) ?? box;
  if (readDate(text.trim()) !== undefined) return whole(text);
  const short = text.length <= limits.characters;
  const prose = isProse(text);
  // What is neither prose nor readable is searched only if it has parts.
  if (!prose && (!short || read(text).trees.length > 0 || text.length > tail || !/\s/.test(text.trim()))) {
    return whole(text);
  }
  if (wanted === 'words') return announcedWords(text) ?? whole(text);
  const announced = announcedAnswer(text);
  if (announced !== undefined) return announced;
  const offset = Math.max(0, text.length - tail);
  const value = lastValue(offset === 0 ? text : text.slice(offset));
  if (value === undefined) return whole(text);
  const rule = value.kind === 'number' ? 'number' : 'formula';
  return { text: value.text, rule, start: value.start + offset, end: value.end + offset };
}

/** A formula in which a letter stands, like `2E`, makes no choice. */
function mayChoose(text: string, read: Read): boolean {
  if (text.includes('boxed') || isProse(text) || /(?![A-Za-z])\p{L}/u.test(text)) return true;
  const [tree] = read(text).trees;
  return tree === undefined || tree.kind === 'name' || tree.kind === 'choice' || tree.kind === 'text';
}

function whole(text: string): Extraction {
  const start = /^\s*/.exec(text)?.[0].length ?? 0;
  const trimmed = text.trim();
  return { text: trimmed, rule: 'whole', start, end: start + trimmed.length };
}

/** `<answer>...</answer>`, and `#### 5` as the solutions of GSM8K end; the last one. */
function tagged(text: string, read: Read): Extraction | undefined {
  const hashes = text.includes('#### ') ? /(?:^|\n)#### +([^\n]*\d[^\n]*)\s*$/.exec(text.slice(-500)) : null;
  if (hashes !== null) {
    const value = (hashes[1] ?? '').trim();
    const start = text.lastIndexOf(value);
    return { text: value, rule: 'tagged', start, end: start + value.length };
  }
  const close = text.lastIndexOf('</answer>');
  const open = close < 0 ? -1 : text.lastIndexOf('<answer>', close);
  if (open < 0) return undefined;
  const start = open + '<answer>'.length;
  const inner = find(text.slice(start, close), 'any', read);
  return inner && { ...inner, rule: 'tagged', start: inner.start + start, end: inner.end + start };
}

/** Words behind an announcement or the last verb: `the answer is Monday`, `so it is Navin.` */
function announcedWords(text: string): Extraction | undefined {
  const offset = Math.max(0, text.length - tail);
  const near = text.slice(offset);
  const starts = announcements(near);
  const verbs = [...near.matchAll(/\b(?:is|are|was|equals)\s+(?!not\b)/g)].map(
    (match) => match.index + match[0].length,
  );
  const yes = /^\s*(yes|no|true|false)\b(?=\s*(?:[,.;:!]|$))/i.exec(text);
  for (const start of [...starts.slice(0, 4), ...(yes === null ? verbs.reverse().slice(0, 1) : [])]) {
    const lead = /^[\s:*_"'“”]*/.exec(near.slice(start))?.[0].length ?? 0;
    const rest = near.slice(start + lead);
    const words = rest.slice(0, sentenceLength(rest)).replace(/[\s*_"'”,;]+$/, '');
    const begins = /^(?:yes|no|true|false)\b(?=[,;])/i.exec(words)?.[0];
    if (words === '') continue;
    const taken = begins ?? words;
    return { text: taken, rule: 'words', start: start + lead + offset, end: start + lead + offset + taken.length };
  }
  return yes === null ? undefined : { text: yes[1] ?? '', rule: 'words', start: 0, end: yes[0].length };
}
