import type { Extraction } from './extraction.ts';
import { valueIn } from './value-in.ts';

/** Announcements that outrank a box before them. */
const final = /\bfinal\s+(?:answer|result)\b[\s*_]*(?::|is\b|=|\*\*)?/giu;

/** `Answer: ...`, `the answer is ...`, and the same in other languages. */
const plain =
  /\b(?:answer|solution|result)\b(?:\s+to\s+[^.\n]{0,80}?)?[\s*_]*(?:(?:is|are|would be|must be|should be)\b|[:=]|(?=\s*(?:\$|\\\(|\\\[)))|(?<!\p{L})(?:r[ée]ponse|respuesta|resposta|risposta|antwort|l[öo]sung|ответ|cevap|odpowied[źz]|đáp án|svar|antwoord|उत्तर|الإجابة|الجواب|정답|답)(?!\p{L})\s*(?:est|es|é|è|ist|:|：|은|는|هو|هي)?|(?:答案|答え|答)\s*(?:是|为|為|は|:|：)/giu;

/** What a text says its answer is; the last announcement that a value follows. */
export function announcedAnswer(text: string, from = 0): Extraction | undefined {
  return find(text, final, 'final-answer', from) ?? find(text, plain, 'announced', 0);
}

/** Only what is called the final answer, behind `from`. */
export function finalAnswer(text: string, from: number): Extraction | undefined {
  return find(text, final, 'final-answer', from);
}

/** Where the statements behind announcements begin, the last first. */
export function announcements(text: string): readonly number[] {
  const ends: number[] = [];
  for (const pattern of [final, plain]) {
    for (const match of text.matchAll(pattern)) ends.push(match.index + match[0].length);
  }
  return ends.sort((left, right) => right - left);
}

function find(text: string, pattern: RegExp, rule: 'final-answer' | 'announced', from: number): Extraction | undefined {
  const matches = [...text.matchAll(pattern)].filter((match) => match.index >= from);
  // A few tries: texts that say "answer" a thousand times are not searched a thousand times.
  for (const match of matches.slice(-8).reverse()) {
    const start = match.index + match[0].length;
    const statement = text.slice(start, start + 2_000);
    // Text behind "answer is" that denies it announces nothing.
    if (/^[\s*_]*(?:not|wrong|incorrect|correct|right|given|in the form)\b/i.test(statement)) continue;
    const piece = valueIn(statement);
    if (piece === undefined) continue;
    if (piece.kind === 'sentence' && !/[\d\\]|[A-Za-z]/.test(piece.text)) continue;
    return { text: piece.text, rule, start: start + piece.start, end: start + piece.end };
  }
  return undefined;
}
