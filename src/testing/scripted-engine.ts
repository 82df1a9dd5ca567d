import { MullError } from '../core/mull-error.ts';
import type { ThinkingFormat } from '../core/thinking-format.ts';
import type { Abilities } from '../engine/abilities.ts';
import type { Engine, OpenOptions } from '../engine/engine.ts';
import type { ModelInfo } from '../engine/model-info.ts';
import type { Part, Prompt } from '../engine/prompt.ts';
import type { Sequence } from '../engine/sequence.ts';
import { createLockstepEngine } from '../lockstep/create-lockstep-engine.ts';
import type { LockstepSequence } from '../lockstep/lockstep-sequence.ts';
import { type Clock, realClock } from './clock.ts';
import { type Fault, FaultPlan } from './fault.ts';
import { presentParts, textOfParts } from './present-parts.ts';
import { renderMessages } from './render-messages.ts';
import { compileStretches, type Script } from './script.ts';
import { ScriptReader } from './script-cursor.ts';
import type { ScriptedCall } from './scripted-call.ts';
import { ScriptedDecoder } from './scripted-decoder.ts';
import { ScriptedSequence } from './scripted-sequence.ts';
import { ScriptedVocabulary, usualControls } from './scripted-vocabulary.ts';
import { type ScriptedWorld, suffer } from './scripted-world.ts';
import { thinkFormat } from './think-format.ts';

export interface ScriptedOptions {
  readonly script: Script;
  /** After the last stretch: say it again instead of ending the turn at once. */
  readonly repeatLast?: boolean;
  /** Default 'scripted'. */
  readonly id?: string;
  /** Most tokens of a sequence, default 4,096. */
  readonly contextSize?: number;
  /** Sequences at the same time, default 4. */
  readonly slots?: number;
  /** How thinking is delimited, default `thinkFormat`. */
  readonly thinking?: ThinkingFormat;
  readonly chatTemplate?: string;
  /** Control strings besides the usual ones and those of `thinking`. */
  readonly controls?: readonly string[];
  /** Control strings that end the model's turn, default `<|im_end|>` and `<|endoftext|>`; the first is what it says. */
  readonly turnEnds?: readonly string[];
  /** Texts whose words are to be single tokens besides those of the script; needed where `script` is a function. */
  readonly words?: readonly string[];
  /** What the engine can do less than everything; it then refuses it, or does it as such an engine would. */
  readonly abilities?: Partial<Abilities>;
  readonly faults?: readonly Fault[];
  /** Milliseconds each step takes. */
  readonly tokenDelay?: number;
  /** Whose milliseconds, default real ones. */
  readonly clock?: Clock;
  /** By how much the logit of the scripted token leads; 25 by default, near 0 for a model that rambles. */
  readonly certainty?: number;
  /** As in the lock-step engine. */
  readonly prefillChunk?: number;
  readonly bufferedChunks?: number;
}

/** An engine that says what its script says, and remembers what was done with it. */
export interface ScriptedEngine extends Engine {
  /** Every call so far, in order. */
  readonly calls: readonly ScriptedCall[];
}

/**
 * An engine for tests: replays texts token by token through the same lock-step engine that runs real models, with
 * faults on demand and with as few abilities as wanted.
 *
 * @example
 * const engine = scriptedEngine({ script: ['Let me see.</think>', ' more</think>', 'The answer is 4.'] });
 */
export function scriptedEngine(options: ScriptedOptions): ScriptedEngine {
  return new ScriptedEngineOfWorld(options);
}

class ScriptedEngineOfWorld implements ScriptedEngine {
  readonly id: string;
  readonly model: ModelInfo;
  readonly abilities: Abilities;
  readonly calls: ScriptedCall[] = [];
  readonly encode?: (part: Part) => Promise<readonly number[]>;
  readonly #inner: Engine;
  readonly #world: ScriptedWorld;
  readonly #closed = new AbortController();
  #numbers = 0;

  constructor(options: ScriptedOptions) {
    const { id = 'scripted', thinking = thinkFormat, clock = realClock, contextSize = 4096 } = options;
    const turnEnds = options.turnEnds ?? ['<|im_end|>', '<|endoftext|>'];
    const vocabulary = vocabularyOf(options, thinking, turnEnds);
    const faults = new FaultPlan(options.faults ?? []);
    const decoder = new ScriptedDecoder({
      vocabulary,
      contextSize,
      slots: options.abilities?.slots ?? options.slots ?? 4,
      certainty: options.certainty ?? 25,
      tokenDelay: options.tokenDelay ?? 0,
      clock,
      faults,
    });
    this.#inner = createLockstepEngine({
      id,
      model: modelOf(options, thinking, turnEnds[0]!, contextSize),
      tokenizer: vocabulary,
      decoder,
      abilities: options.abilities,
      prefillChunk: options.prefillChunk,
      bufferedChunks: options.bufferedChunks,
    });
    this.id = id;
    this.model = this.#inner.model;
    this.abilities = this.#inner.abilities;
    if (this.abilities.tokenIds) this.encode = async (part) => this.#inner.encode!(part);
    const { script, repeatLast = false } = options;
    this.#world = {
      id,
      abilities: this.abilities,
      thinking,
      vocabulary,
      decoder,
      faults,
      clock,
      calls: this.calls,
      snapshots: new WeakMap(),
      closed: this.#closed.signal,
      readerFor: (prompt, seed) => {
        const stretches = typeof script === 'function' ? script(prompt, seed) : script;
        return new ScriptReader(compileStretches(stretches, vocabulary), vocabulary, repeatLast);
      },
      nextNumber: () => {
        this.#numbers += 1;
        return this.#numbers - 1;
      },
    };
  }

  async open(prompt: Prompt, options: OpenOptions): Promise<Sequence> {
    const world = this.#world;
    const parts = this.#partsOf(prompt);
    const fault = world.faults.strike('open', this.calls.filter((call) => call.method === 'open').length);
    if (fault !== undefined) await suffer(world, fault, [options.signal]);
    if (parts === undefined) return this.#inner.open(prompt, options);
    const shown = presentParts(world, parts);
    const inner = await this.#inner.open({ parts: shown.parts }, options);
    const text = textOfParts(world, parts);
    const number = world.nextNumber();
    this.calls.push({ method: 'open', sequence: number, text, seed: options.seed });
    return new ScriptedSequence(world, inner as LockstepSequence, world.readerFor(text, options.seed), {
      number,
      prompt: text,
      bytes: new TextEncoder().encode(text).length,
      warnings: shown.warnings,
    });
  }

  close(): Promise<void> {
    this.#closed.abort();
    this.#world.decoder.release();
    return this.#inner.close();
  }

  /** The parts of a prompt; undefined where the engine does not render messages. */
  #partsOf(prompt: Prompt): readonly Part[] | undefined {
    if ('parts' in prompt) return prompt.parts;
    const { continuation, tools } = this.abilities;
    if ((prompt.tools?.length ?? 0) > 0 && !tools) {
      throw new MullError('E_UNSUPPORTED', 'This engine cannot offer tools to its model.', {
        hint: 'Leave `tools` out.',
      });
    }
    return continuation === 'chat' || continuation === 'none' ? renderMessages(prompt.messages) : undefined;
  }
}

function vocabularyOf(
  options: ScriptedOptions,
  thinking: ThinkingFormat,
  turnEnds: readonly string[],
): ScriptedVocabulary {
  const delimiters = [thinking.open, ...thinking.ends, thinking.close, thinking.cut, ...thinking.reopens];
  const controls = delimiters.flatMap((text) => [...text.matchAll(/<[^<>\s]+>/g)].map(([control]) => control));
  const { script } = options;
  const texts = typeof script === 'function' ? [] : typeof script === 'string' ? [script] : script;
  return new ScriptedVocabulary(
    [...texts, ...delimiters, ...(options.words ?? [])],
    [...usualControls, ...controls, ...(options.controls ?? [])],
    turnEnds,
  );
}

function modelOf(options: ScriptedOptions, thinking: ThinkingFormat, eosToken: string, contextSize: number): ModelInfo {
  const { chatTemplate } = options;
  return { name: 'scripted', contextSize, thinking, eosToken, ...(chatTemplate === undefined ? {} : { chatTemplate }) };
}
