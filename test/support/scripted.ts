import type { Chunk, End, GenerateOptions } from '../../src/engine/generation.ts';
import type { Prompt } from '../../src/engine/prompt.ts';
import type { Sequence } from '../../src/engine/sequence.ts';
import { type ScriptedEngine, type ScriptedOptions, scriptedEngine } from '../../src/testing.ts';

/** The end of thinking as a stop. */
export const endOfThinking = { text: '</think>', control: true };

export const askedText: Prompt = { parts: [{ text: 'A question', control: false }] };
export const askedMessages: Prompt = { messages: [{ role: 'user', content: 'A question' }] };

/** A scripted engine with one open sequence. */
export async function scripted(
  options: ScriptedOptions,
  prompt: Prompt = askedText,
): Promise<{ engine: ScriptedEngine; sequence: Sequence }> {
  const engine = scriptedEngine(options);
  return { engine, sequence: await engine.open(prompt, { seed: 1 }) };
}

export interface Heard {
  readonly text: string;
  readonly reason: End['reason'];
  readonly end: End;
  readonly chunks: readonly Chunk[];
}

/** Lets a sequence speak, as thinking, greedily and up to 40 tokens unless told otherwise. */
export async function hear(sequence: Sequence, options: Partial<GenerateOptions> = {}): Promise<Heard> {
  const generation = sequence.generate({
    channel: 'thinking',
    maxTokens: 40,
    stop: [],
    sampling: { temperature: 0 },
    ...options,
  });
  const chunks: Chunk[] = [];
  for await (const chunk of generation) chunks.push(chunk);
  const end = await generation.end;
  return { text: chunks.map((chunk) => chunk.text).join(''), reason: end.reason, end, chunks };
}

export function append(sequence: Sequence, text: string, control = false): Promise<unknown> {
  return sequence.append([{ text, control }]);
}
