import type { RecordedQuestion } from '../core/run-record.ts';
import { sha256 } from '../core/sha256.ts';

/** By which a question is known again whatever it is called: 16 digits that stand for its text and its answer. */
export async function questionHash({ text, gold }: Pick<RecordedQuestion, 'text' | 'gold'>): Promise<string> {
  return (await sha256(JSON.stringify([text, gold]))).slice(0, 16);
}
