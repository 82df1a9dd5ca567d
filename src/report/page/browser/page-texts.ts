import { decompress } from '../compress.ts';
import { chunkId, type PageText, samplesPerChunk } from '../page-data.ts';

/** The texts of samples, unpacked when they are asked for. */
export interface PageTexts {
  read(run: number, sample: number): Promise<PageText | undefined>;
  /** Calls back with every sample whose thinking or answer holds the words, until the signal says stop. */
  search(run: number, words: string, onFound: (sample: number) => void, signal: AbortSignal): Promise<void>;
}

/** Unpacked pieces that are kept: reading back and forth should not unpack anew, and memory has to end somewhere. */
const mostKept = 256;

export function pageTexts(document: Document): PageTexts {
  const kept = new Map<string, Promise<readonly PageText[]>>();
  const chunk = (run: number, number: number): Promise<readonly PageText[]> | undefined => {
    const id = chunkId(run, number);
    const known = kept.get(id);
    if (known) return known;
    const packed = document.getElementById(id)?.textContent;
    if (packed === undefined || packed === null) return undefined;
    const unpacked = decompress(packed) as Promise<readonly PageText[]>;
    const [oldest] = kept.keys();
    if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
    kept.set(id, unpacked);
    return unpacked;
  };
  return {
    async read(run, sample) {
      return (await chunk(run, Math.floor(sample / samplesPerChunk)))?.[sample % samplesPerChunk];
    },
    async search(run, words, onFound, signal) {
      const wanted = words.toLowerCase();
      for (let number = 0; !signal.aborted; number += 1) {
        const texts = await chunk(run, number);
        if (texts === undefined || signal.aborted) return;
        for (const [i, { thinking, answer }] of texts.entries()) {
          if (thinking.toLowerCase().includes(wanted) || answer.toLowerCase().includes(wanted)) {
            onFound(number * samplesPerChunk + i);
          }
        }
      }
    },
  };
}

/** Samples whose question or extracted answer holds the words: what is known without unpacking anything. */
export function searchIndex(
  run: {
    readonly questions: readonly { readonly id: string; readonly text: string; readonly gold: string }[];
    readonly samples: { readonly question: readonly number[]; readonly extracted: readonly string[] };
  },
  words: string,
): Set<number> {
  const wanted = words.toLowerCase();
  const holds = (text: string): boolean => text.toLowerCase().includes(wanted);
  const questions = run.questions.map(({ id, text, gold }) => holds(id) || holds(text) || holds(gold));
  const found = new Set<number>();
  for (const [i, question] of run.samples.question.entries()) {
    if (questions[question] || holds(run.samples.extracted[i] ?? '')) found.add(i);
  }
  return found;
}
