import type { Count } from '../../core/count.ts';
import { MullError } from '../../core/mull-error.ts';
import type { Abilities } from '../../engine/abilities.ts';
import type { Engine, OpenOptions } from '../../engine/engine.ts';
import type { ModelInfo } from '../../engine/model-info.ts';
import type { Part, Prompt } from '../../engine/prompt.ts';
import type { Sequence } from '../../engine/sequence.ts';
import { checkEffort } from '../../lockstep/check-effort.ts';
import { aborted, closed, faultOf, invalid, unsupported } from '../../lockstep/faults.ts';
import { checkSeed } from '../../lockstep/lockstep-sequence.ts';
import { SlotPool } from '../../lockstep/slot-pool.ts';
import type { HttpClient } from './http-client.ts';
import { HttpSequence, type SequenceWorld } from './http-sequence.ts';
import type { ServerFacts } from './server-facts.ts';
import type { Place, Way } from './way.ts';

/** An engine behind HTTP, and what was found out about its server. */
export interface HttpEngine extends Engine {
  readonly facts: ServerFacts;
  /** The connection to its server, for requests that no sequence makes. */
  readonly client: HttpClient;
}

export interface HttpEngineParts<State extends Place> {
  readonly id: string;
  readonly model: ModelInfo;
  readonly abilities: Abilities;
  readonly facts: ServerFacts;
  readonly client: HttpClient;
  readonly way: Way<State>;
  readonly encode?: (part: Part) => Promise<readonly number[]>;
  readonly count?: (text: string) => Promise<Count>;
}

/** Sequences of one way of use, as many at a time as there are slots. */
export class HttpEngineOfWay<State extends Place> implements HttpEngine {
  readonly id: string;
  readonly model: ModelInfo;
  readonly abilities: Abilities;
  readonly facts: ServerFacts;
  readonly client: HttpClient;
  readonly encode?: (part: Part) => Promise<readonly number[]>;
  readonly count?: (text: string) => Promise<Count>;
  readonly #world: SequenceWorld<State>;
  readonly #pool: SlotPool;
  readonly #closed = new AbortController();
  /** Settles when the last caller of `open` stands in the line for a slot. */
  #line: Promise<unknown> = Promise.resolve();

  constructor({ id, model, abilities, facts, client, way, encode, count }: HttpEngineParts<State>) {
    this.id = id;
    this.model = model;
    this.abilities = abilities;
    this.facts = facts;
    this.client = client;
    this.#pool = new SlotPool(abilities.slots);
    this.#world = { way, abilities, sequences: new Set() };
    if (encode !== undefined) {
      this.encode = async (part) => {
        if (this.#closed.signal.aborted) throw closed('engine');
        return encode(part);
      };
    }
    if (count !== undefined) {
      this.count = async (text) => {
        if (this.#closed.signal.aborted) throw closed('engine');
        return count(text);
      };
    }
  }

  async open(prompt: Prompt, { seed, forks = 0, effort, signal }: OpenOptions): Promise<Sequence> {
    if (this.#closed.signal.aborted) throw closed('engine');
    checkSeed(seed);
    checkEffort(effort, this.abilities);
    this.#checkForks(forks);
    this.#checkTools(prompt);
    this.#checkMedia(prompt);
    if (signal?.aborted) throw aborted('Opening a sequence', signal);
    const ending = signal === undefined ? this.#closed.signal : AbortSignal.any([signal, this.#closed.signal]);
    const { way } = this.#world;
    // Who came first is served first, however long the tokens of a prompt take.
    const before = this.#line;
    const opening = way.open(prompt, ending, effort);
    this.#line = Promise.allSettled([before, opening]);
    try {
      const [, place] = await Promise.all([before, opening]);
      if (this.#closed.signal.aborted) throw closed('engine');
      if (signal?.aborted) throw aborted('Opening a sequence', signal);
      const family = await this.#pool.acquire(1 + forks, way.cacheKey(place), signal);
      const sequence = new HttpSequence(this.#world, { place, seed, family, slot: family.first });
      if (!this.#closed.signal.aborted) return sequence;
      await sequence.close();
      throw closed('engine');
    } catch (error) {
      throw this.#closed.signal.aborted
        ? closed('engine')
        : signal?.aborted
          ? aborted('Opening a sequence', signal)
          : faultOf(error);
    }
  }

  async close(): Promise<void> {
    this.#closed.abort();
    this.#pool.close();
    await Promise.all([...this.#world.sequences].map((sequence) => sequence.close()));
  }

  #checkForks(forks: number): void {
    if (!Number.isInteger(forks) || forks < 0) {
      throw invalid(`forks must be a whole number of at least 0, got ${forks}.`, 'Give forks as 0 or more.');
    }
    if (forks > 0 && this.abilities.fork === 'none') {
      throw unsupported('This engine cannot fork.', 'Open several sequences instead.');
    }
    const { slots } = this.abilities;
    if (1 + forks > slots) {
      throw new MullError('E_SLOTS', `A sequence and ${forks} forks need ${1 + forks} slots; there are ${slots}.`, {
        hint: `Reserve ${slots - 1} forks at most, or give the engine more slots.`,
      });
    }
  }

  #checkMedia(prompt: Prompt): void {
    if (this.abilities.media) return;
    const found =
      'parts' in prompt
        ? prompt.parts.some((part) => 'media' in part)
        : prompt.messages.some(
            ({ content }) => typeof content !== 'string' && content.some(({ type }) => type === 'media'),
          );
    if (!found) return;
    throw unsupported(
      'This engine reads texts only, and the prompt holds an image or sound.',
      'Where the server takes messages with images, use `way: "chat"` or "own"; `mull doctor` shows which it has.',
    );
  }

  #checkTools(prompt: Prompt): void {
    if ('messages' in prompt && (prompt.tools?.length ?? 0) > 0 && !this.abilities.tools) {
      throw unsupported('This engine cannot offer tools to its model.', 'Leave `tools` out.');
    }
  }
}
