import type { Abilities } from '../../../engine/abilities.ts';
import type { OpenOptions } from '../../../engine/engine.ts';
import type { ModelInfo } from '../../../engine/model-info.ts';
import type { Part, Prompt } from '../../../engine/prompt.ts';
import type { Sequence } from '../../../engine/sequence.ts';
import { closed } from '../../../lockstep/faults.ts';
import type { Choice } from '../choose-settings.ts';
import type { LlamaEngine } from '../create-llama-engine.ts';
import type { LlamaEngineOptions } from '../llama-options.ts';
import { IsolatedSequence } from './isolated-sequence.ts';
import { Link } from './link.ts';
import type { Started } from './protocol.ts';

/** @throws E_ENGINE_CRASHED where the child died while it loaded the model, and what loading throws in it */
export async function openIsolated(options: LlamaEngineOptions): Promise<LlamaEngine> {
  const { link, started } = await start(options);
  return new IsolatedEngine(options, link, started);
}

/** An engine in a process of its own. When that dies its sequences are lost, and the next one opens in a new process. */
class IsolatedEngine implements LlamaEngine {
  readonly id: string;
  readonly model: ModelInfo;
  readonly abilities: Abilities;
  readonly choices: readonly Choice[];
  readonly #options: LlamaEngineOptions;
  #link: Promise<Link>;
  #closing: Promise<void> | undefined;

  constructor(options: LlamaEngineOptions, link: Link, { id, model, abilities, choices }: Started) {
    this.id = id;
    this.model = model;
    this.abilities = abilities;
    this.choices = choices;
    this.#options = options;
    this.#link = Promise.resolve(link);
  }

  async encode(part: Part): Promise<readonly number[]> {
    return (await this.#living()).call('encode', part);
  }

  async open(prompt: Prompt, { signal, ...options }: OpenOptions): Promise<Sequence> {
    const link = await this.#living();
    return new IsolatedSequence(link, await link.call('open', { prompt, options }, signal));
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const link = await this.#link.catch(() => undefined);
    if (link === undefined) return;
    await link.shutDown();
  }

  /** The child, or a new one where it has died. */
  #living(): Promise<Link> {
    if (this.#closing !== undefined) return Promise.reject(closed('engine'));
    // One after the other: of several calls that find the child dead only the first starts a new one.
    this.#link = this.#link.then(
      (link) => (link.crash === undefined ? link : this.#restart()),
      () => this.#restart(),
    );
    return this.#link;
  }

  async #restart(): Promise<Link> {
    const { link } = await start(this.#options);
    return link;
  }
}

async function start(options: LlamaEngineOptions): Promise<{ readonly link: Link; readonly started: Started }> {
  const link = new Link();
  try {
    return { link, started: await link.call('start', options) };
  } catch (error) {
    await link.kill();
    throw error;
  }
}
