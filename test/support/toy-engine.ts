import type { Engine } from '../../src/engine/engine.ts';
import type { Chunk, End, GenerateOptions } from '../../src/engine/generation.ts';
import type { Prompt } from '../../src/engine/prompt.ts';
import type { Sequence } from '../../src/engine/sequence.ts';
import { createLockstepEngine, type LockstepOptions } from '../../src/lockstep/create-lockstep-engine.ts';
import { ToyDecoder, type ToyOptions, toyModel, toyToken, toyTokenizer } from './toy-model.ts';

/** A lock-step engine around a toy model, and the model itself to look into. */
export function toyEngine(
  toy: ToyOptions = {},
  options: Partial<LockstepOptions> = {},
): { engine: Engine; decoder: ToyDecoder } {
  const decoder = new ToyDecoder(toy);
  const engine = createLockstepEngine({ id: 'toy', model: toyModel, tokenizer: toyTokenizer, decoder, ...options });
  return { engine, decoder };
}

/** A model that says a text behind a prompt of `start` tokens; control strings in it are control tokens. */
export function saying(text: string, start = 3): ToyOptions {
  return sayingTokens(toyTokenizer.encode(text, true), start);
}

/** A model that says these tokens behind a prompt of `start` tokens, and then ends its turn. */
export function sayingTokens(tokens: readonly number[], start = 3): ToyOptions {
  return { says: (history) => tokens[history.length - start] ?? toyToken('<|end|>') };
}

/** A prompt of three tokens. */
export const question: Prompt = text('q? ');

export function text(content: string): Prompt {
  return { parts: [{ text: content, control: false }] };
}

export function greedy(options: Partial<GenerateOptions> = {}): GenerateOptions {
  return { channel: 'answer', maxTokens: 40, stop: [], sampling: { temperature: 0 }, ...options };
}

export async function say(
  sequence: Sequence,
  options: Partial<GenerateOptions> = {},
): Promise<{ text: string; chunks: Chunk[]; end: End }> {
  const generation = sequence.generate(greedy(options));
  const chunks: Chunk[] = [];
  for await (const chunk of generation) chunks.push(chunk);
  return { text: chunks.map((chunk) => chunk.text).join(''), chunks, end: await generation.end };
}

/** Lets everything that waits for nothing but its turn happen. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A promise that is settled from outside. */
export function gate(): { readonly passed: Promise<void>; open(): void } {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}
