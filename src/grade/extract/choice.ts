import { announcements } from './announced.ts';
import { boxedAnswer } from './boxed-answer.ts';
import type { Extraction } from './extraction.ts';
import { sentenceLength } from './value-in.ts';

const letter = /(?<![A-Za-z\d'’\\-])\(?([A-J])(?![\p{L}\d'’-])\)?/gu;
const affirmed =
  /(?:\b(?:it'?s|it is|is|be|choose|chose|select|selected|pick|picked|option|choice|go with|therefore|thus|so|answer)|选择?|選擇?|是)\s*:?\s*["“*]{0,3}\(?([A-J])(?![\p{L}\d'’])/gu;
const denied =
  /(?:\bnot|n['’]t(?: be| choose)?|\bnever|\bneither|\bnor|\bexcluded?|\beliminated?|\brather than|\binstead of|\bcannot be|\bwrong[: ]|不是|不选|非)\s*(?:option\s+|be\s+)?(?:\(?[A-J]\)?\s*(?:,|or|and|nor)\s*)*\(?$/iu;

/** The letter of the choice that a text makes; undefined if it makes none. */
export function chosenLetter(text: string): Extraction | undefined {
  const box = boxedAnswer(text);
  if (box !== undefined) {
    const content = box.text.replace(/\\(?:text|textbf|mathrm|mathbf|textrm)\b|[{}$\\]/g, ' ').trim();
    const found = /^\(?([A-Ja-j])(?:\)|[.:)]|\s|$)/.exec(content);
    return found === null ? box : { ...box, text: (found[1] ?? '').toUpperCase() };
  }
  const bare = /^[\s*(]*([A-Ja-j])[\s*).]*$/.exec(text);
  if (bare !== null) return taken((bare[1] ?? '').toUpperCase(), bare.index, text.length);
  return announcedLetter(text) ?? openingLetter(text) ?? lastMatch(text, affirmed) ?? lastMatch(text, letter);
}

const chosen = /\b(?:choice|option)\b\s*(?:is|:)/gi;

function announcedLetter(text: string): Extraction | undefined {
  const named = [...text.matchAll(chosen)].map((match) => match.index + match[0].length);
  for (const start of [...announcements(text), ...named].sort((left, right) => right - left).slice(0, 8)) {
    const lead = /^[\s:*_]*/.exec(text.slice(start, start + 40))?.[0].length ?? 0;
    const rest = text.slice(start + lead, start + lead + 400);
    const sentence = rest.slice(0, Math.max(2, sentenceLength(rest)));
    const lower = /^["“$\\(]*([a-j])(?:\)|[.:]|$)/.exec(sentence);
    if (lower !== null) return taken((lower[1] ?? '').toUpperCase(), start + lead, start + lead + lower[0].length);
    const found = firstMatch(sentence, letter);
    if (found !== undefined) return { ...found, start: found.start + start + lead, end: found.end + start + lead };
  }
  return undefined;
}

/** `D. it can't be A or B`: a text that begins with its choice. */
function openingLetter(text: string): Extraction | undefined {
  const found = /^[\s*(]*([A-J])(?:[.):,。：、]|\*\*|\s*\n|\s+(?:is|because|since|-|–|—)(?!\p{L}))/u.exec(text);
  return found === null ? undefined : taken(found[1] ?? '', 0, found[0].length);
}

function firstMatch(text: string, pattern: RegExp): Extraction | undefined {
  for (const match of text.matchAll(pattern)) if (isChoice(text, match)) return fromMatch(match);
  return undefined;
}

function lastMatch(text: string, pattern: RegExp): Extraction | undefined {
  const matches = [...text.slice(-4_000).matchAll(pattern)];
  const offset = Math.max(0, text.length - 4_000);
  for (const match of matches.reverse()) {
    if (!isChoice(text.slice(-4_000), match)) continue;
    const found = fromMatch(match);
    return { ...found, start: found.start + offset, end: found.end + offset };
  }
  return undefined;
}

/** Not denied, and not the article: "A reaction" is no choice, "A because" is. */
function isChoice(text: string, match: RegExpExecArray): boolean {
  const start = match.index + match[0].indexOf(match[1] ?? '');
  if (denied.test(text.slice(Math.max(0, start - 60), start))) return false;
  const after = text.slice(start + 1, start + 20);
  return match[1] !== 'A' || !/^\s+(?!because|since|as|is|and|or)[a-z]/.test(after);
}

function fromMatch(match: RegExpExecArray): Extraction {
  return taken(match[1] ?? '', match.index, match.index + match[0].length);
}

function taken(text: string, start: number, end: number): Extraction {
  return { text, rule: 'choice', start, end };
}
