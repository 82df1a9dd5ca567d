import { MullError } from '../core/mull-error.ts';
import type { Abilities } from '../engine/abilities.ts';
import type { Engine, OpenOptions } from '../engine/engine.ts';
import type { ModelInfo } from '../engine/model-info.ts';
import type { Part, Prompt } from '../engine/prompt.ts';
import type { Sequence } from '../engine/sequence.ts';
import { checkEffort } from './check-effort.ts';
import { commonPrefix } from './common-prefix.ts';
import { copyPrefix } from './copy-forks.ts';
import type { Decoder } from './decoder.ts';
import { encodeParts } from './encode-parts.ts';
import { aborted, closed, faultOf, invalid, overflow, unsupported } from './faults.ts';
import type { LockstepModel } from './lockstep-model.ts';
import { checkSeed, LockstepSequence } from './lockstep-sequence.ts';
import { Scheduler } from './scheduler.ts';
import { SequenceState } from './sequence-state.ts';
import type { Slot } from './slot.ts';
import { SlotPool } from './slot-pool.ts';
import { TokenTexts } from './token-texts.ts';
import type { Tokenizer } from './tokenizer.ts';

export interface LockstepOptions {
  readonly id: string;
  /** `contextSize` may be larger than the decoder's; the smaller one holds. */
  readonly model: ModelInfo;
  readonly tokenizer: Tokenizer;
  readonly decoder: Decoder;
  /** What differs from a token-level engine that can do everything; what is taken away is refused. */
  readonly abilities?: Partial<Abilities>;
  /** Most tokens that the longer rows of one step have together, default 128. An abort waits no longer than that. */
  readonly prefillChunk?: number;
  /** Chunks that may wait for their reader before a sequence is parked, default 64. */
  readonly bufferedChunks?: number;
  /** Whether a prompt may reuse what an earlier sequence left in a slot, default true. */
  readonly prefixCache?: boolean;
}

/** A copy of a cache from another slot must spare at least so many tokens. */
const worthCopying = 8;

/** An engine for a model that works on tokens; all its sequences advance in one batch per step. */
export function createLockstepEngine(options: LockstepOptions): Engine {
  return new LockstepEngine(options);
}

class LockstepEngine implements Engine {
  readonly id: string;
  readonly model: ModelInfo;
  readonly abilities: Abilities;
  readonly #shared: LockstepModel;
  readonly #pool: SlotPool;
  readonly #prefixCache: boolean;
  readonly #sequences = new Set<LockstepSequence>();
  #closing: Promise<void> | undefined;

  constructor(options: LockstepOptions) {
    const { decoder, tokenizer, prefillChunk = 128, bufferedChunks = 64 } = options;
    checkPositive('prefillChunk', prefillChunk);
    checkPositive('bufferedChunks', bufferedChunks);
    const { vocabularySize } = decoder;
    const contextSize = Math.min(options.model.contextSize, decoder.contextSize);
    this.id = options.id;
    this.model = { ...options.model, contextSize, vocabularySize };
    this.abilities = { ...everything(decoder), ...options.abilities };
    this.#prefixCache = options.prefixCache ?? true;
    const scheduler = new Scheduler(decoder, prefillChunk);
    this.#pool = new SlotPool(decoder.slots, (slot) => scheduler.expect(slot));
    this.#shared = {
      tokenizer,
      decoder,
      texts: new TokenTexts(tokenizer),
      scheduler,
      abilities: this.abilities,
      vocabularySize,
      contextSize,
      bufferedChunks,
    };
  }

  async encode(part: Part): Promise<readonly number[]> {
    if (this.#closing !== undefined) throw closed('engine');
    return encodeParts([part], this.#shared.tokenizer, this.#shared.vocabularySize)[0] ?? [];
  }

  async open(prompt: Prompt, { seed, forks = 0, effort, signal }: OpenOptions): Promise<Sequence> {
    if (this.#closing !== undefined) throw closed('engine');
    checkSeed(seed);
    checkEffort(effort, this.abilities);
    this.#checkForks(forks);
    const tokens = this.#encodePrompt(prompt);
    if (signal?.aborted) throw aborted('Opening a sequence', signal);
    const acquired = this.#pool.acquire(1 + forks, this.#prefixCache ? tokens : [], signal);
    const family = acquired instanceof Promise ? await acquired : acquired;
    const slot = family.first;
    // The last token is always evaluated: its logits say what follows.
    const cached = this.#prefixCache ? commonPrefix(slot.held, tokens.slice(0, -1)) : 0;
    const state = new SequenceState(slot, seed, tokens, cached);
    const sequence = new LockstepSequence(this.#shared, family, state, this.#sequences);
    try {
      if (this.#prefixCache) await this.#copyLongerPrefix(state);
      if (this.#closing !== undefined) throw closed('engine');
      if (signal?.aborted) throw aborted('Opening a sequence', signal);
    } catch (error) {
      await sequence.close();
      throw faultOf(error);
    }
    return sequence;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#pool.close();
    await Promise.all([...this.#sequences].map((sequence) => sequence.close()));
    await this.#shared.scheduler.exclusive(() => this.#shared.decoder.close());
  }

  #encodePrompt(prompt: Prompt): number[] {
    if ('messages' in prompt) {
      throw unsupported(
        'This engine continues texts; it does not render messages.',
        'Render the messages with the chat template of the model and open with `parts`.',
      );
    }
    const tokens = encodeParts(prompt.parts, this.#shared.tokenizer, this.#shared.vocabularySize).flat();
    if (tokens.length > this.model.contextSize) throw overflow('The prompt', 0, tokens.length, this.model.contextSize);
    return tokens;
  }

  #checkForks(forks: number): void {
    if (!Number.isInteger(forks) || forks < 0) {
      throw invalid(`forks must be a whole number of at least 0, got ${forks}.`, 'Give forks as 0 or more.');
    }
    const slots = this.#pool.slots.length;
    if (1 + forks > slots) {
      throw new MullError('E_SLOTS', `A sequence and ${forks} forks need ${1 + forks} slots; there are ${slots}.`, {
        hint: `Reserve ${slots - 1} forks at most, or give the engine more slots.`,
      });
    }
    if (forks > 0 && this.abilities.fork === 'none') {
      throw unsupported('This engine cannot fork.', 'Open several sequences instead.');
    }
  }

  /** Copies what another slot holds of the prompt where that spares more than the own slot does. */
  async #copyLongerPrefix(state: SequenceState): Promise<void> {
    const wanted = state.tokens.slice(0, -1);
    if (this.#longest(state.slot, wanted).length < state.valid + worthCopying) return;
    await this.#shared.scheduler.exclusive(async () => {
      const { slot, length } = this.#longest(state.slot, wanted);
      if (slot === undefined || length <= state.valid) return;
      await copyPrefix(this.#shared, slot, state.slot, wanted.slice(0, length));
      state.reuse(length);
    });
  }

  #longest(own: Slot, wanted: readonly number[]): { slot: Slot | undefined; length: number } {
    let best: { slot: Slot | undefined; length: number } = { slot: undefined, length: 0 };
    for (const slot of this.#pool.slots) {
      if (slot === own) continue;
      const length = commonPrefix(slot.held, wanted);
      if (length > best.length) best = { slot, length };
    }
    return best;
  }
}

function everything(decoder: Decoder): Abilities {
  return {
    tokenIds: true,
    continuation: 'tokens',
    literalText: true,
    ban: true,
    rewind: true,
    fork: 'copy',
    read: true,
    logprobs: Math.min(128, decoder.vocabularySize),
    media: false,
    tools: false,
    grammar: false,
    penalties: true,
    bias: true,
    slots: decoder.slots,
    counting: 'exact',
    reproducible: true,
    hiddenThinking: false,
    nativeMax: false,
    nativeMin: false,
    nativeEffort: false,
  };
}

function checkPositive(name: string, value: number): void {
  if (Number.isInteger(value) && value > 0) return;
  throw invalid(`${name} must be a whole number of at least 1, got ${value}.`, `Give ${name} as 1 or more.`);
}
