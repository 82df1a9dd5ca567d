import { MullError } from '../../core/mull-error.ts';
import type { Abilities } from '../../engine/abilities.ts';
import type { Engine, OpenOptions } from '../../engine/engine.ts';
import type { Chunk, End, GenerateOptions } from '../../engine/generation.ts';
import type { Prompt } from '../../engine/prompt.ts';
import type { TokenLogprob } from '../../engine/sampling.ts';
import type { Sequence } from '../../engine/sequence.ts';
import type { EngineContractOptions } from './engine-contract.ts';
import type { TestKit } from './test-kit.ts';

/** What one generation said. */
export interface Said {
  readonly text: string;
  readonly tokens: readonly number[];
  readonly logprobs: readonly TokenLogprob[];
  readonly chunks: readonly Chunk[];
  readonly end: End;
}

/** How a sequence is opened in a contract: with the prompt of the contract unless another is given. */
export type Open = (options?: Partial<OpenOptions> & { readonly prompt?: Prompt }) => Promise<Sequence>;

/** What the parts of the engine contract share. */
export class ContractContext {
  readonly kit: TestKit;
  readonly options: EngineContractOptions;
  readonly engine: Engine;

  constructor(options: EngineContractOptions, engine: Engine) {
    this.kit = options.kit;
    this.options = options;
    this.engine = engine;
  }

  get abilities(): Abilities {
    return this.engine.abilities;
  }

  /** Registers a test that opens sequences; whatever happens, they are closed behind it. */
  test(name: string, body: (open: Open) => Promise<void>): void {
    this.kit.test(name, async () => {
      const opened: Sequence[] = [];
      try {
        await body(async ({ prompt = this.options.prompt, seed = 1, ...rest } = {}) => {
          const sequence = await this.engine.open(prompt, { seed, ...rest });
          opened.push(sequence);
          return sequence;
        });
      } finally {
        await Promise.all(opened.map((sequence) => sequence.close()));
      }
    });
  }

  /** Whether a sequence with a fork can be opened. */
  get forks(): boolean {
    return this.abilities.fork !== 'none' && this.abilities.slots > 1;
  }

  /** What the model says to the prompt, in a sequence that is closed at once. */
  async alone(options: Partial<GenerateOptions> = {}): Promise<Said> {
    const sequence = await this.engine.open(this.options.prompt, { seed: 1 });
    try {
      return await this.say(sequence, options);
    } finally {
      await sequence.close();
    }
  }

  /** Options of a generation: greedy, up to 24 tokens. */
  generation(options: Partial<GenerateOptions> = {}): GenerateOptions {
    return { channel: 'answer', maxTokens: 24, stop: [], sampling: { temperature: 0 }, ...options };
  }

  async say(sequence: Sequence, options: Partial<GenerateOptions> = {}): Promise<Said> {
    // Alternatives show how close a decision was, where two ways of computing it may differ.
    const logprobs = this.abilities.reproducible || this.abilities.logprobs < 2 ? undefined : 2;
    const generation = sequence.generate(this.generation({ ...(logprobs && { logprobs }), ...options }));
    const chunks: Chunk[] = [];
    for await (const chunk of generation) chunks.push(chunk);
    return said(chunks, await generation.end);
  }

  /**
   * Two ways to the same text must give the same; where the engine does not claim to be reproducible, the first
   * difference may be one between two tokens of nearly the same probability.
   */
  same(actual: Said, expected: Said): void {
    const difference = expected.tokens.findIndex((token, index) => actual.tokens[index] !== token);
    const top = expected.logprobs[difference]?.top;
    const gap = top === undefined ? Number.POSITIVE_INFINITY : top[0]!.logprob - (top[1]?.logprob ?? 0);
    if (!this.abilities.reproducible && difference !== -1 && gap < 0.05) return;
    this.kit.expect(actual.text).toBe(expected.text);
    this.kit.expect(actual.tokens).toEqual(expected.tokens);
  }

  /** The call must be refused with this code, and say what to do. */
  async refuses(code: string, call: () => Promise<unknown>): Promise<void> {
    const error = await failureOf(call);
    this.kit.expect(MullError.isMullError(error) ? error.code : error).toBe(code);
    this.kit.expect(MullError.isMullError(error) && error.hint.length > 0).toBe(true);
  }
}

export function said(chunks: readonly Chunk[], end: End): Said {
  return {
    text: chunks.map((chunk) => chunk.text).join(''),
    tokens: chunks.flatMap((chunk) => chunk.tokens ?? []),
    logprobs: chunks.flatMap((chunk) => chunk.logprobs ?? []),
    chunks,
    end,
  };
}

async function failureOf(call: () => Promise<unknown>): Promise<unknown> {
  try {
    await call();
  } catch (error) {
    return error;
  }
  return 'no error';
}
