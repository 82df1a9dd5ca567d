import { defaultFinish } from '../core/budget.ts';
import type { Count, Counting } from '../core/count.ts';
import { weakestCounting } from '../core/weakest-counting.ts';
import type { Engine } from '../engine/engine.ts';
import type { Channel, GenerateOptions } from '../engine/generation.ts';
import type { Part, Prompt } from '../engine/prompt.ts';
import type { Sequence } from '../engine/sequence.ts';
import { renderPrompt } from '../template/render-prompt.ts';
import type { Probe, ProbePiece } from './probe.ts';

/** Tokens the model writes: before the Wait, behind it, and as answer; together the 20 of the report. */
export const probeTokens = { before: 8, behind: 8, answer: 4 } as const;

const wait = 'Wait';
const sampling = { temperature: 0.7 };
const seed = 1;

/**
 * Lets an engine write 20 tokens: eight of thinking, a Wait by force, eight more, a cut by force, four of answer; and
 * keeps every count it gives. Uses the engine directly, so that what is seen is the engine and nothing above it.
 *
 * @throws whatever the engine does
 */
export async function probeEngine(engine: Engine, question: string, signal: AbortSignal): Promise<Probe> {
  const sequence = await engine.open(promptOf(engine, question), { seed, signal });
  try {
    return await new Probing(engine, sequence, signal).run();
  } finally {
    await sequence.close();
  }
}

class Probing {
  readonly #engine: Engine;
  readonly #sequence: Sequence;
  readonly #signal: AbortSignal;
  readonly #pieces: ProbePiece[] = [];
  readonly #prompt: number;
  #kept = 0;
  #streamed = 0;
  #appended = 0;
  #encoded = 0;
  #milliseconds = 0;
  #cutAt = 0;
  #counting: Counting;

  constructor(engine: Engine, sequence: Sequence, signal: AbortSignal) {
    this.#engine = engine;
    this.#sequence = sequence;
    this.#signal = signal;
    this.#prompt = sequence.length.value;
    this.#counting = sequence.length.counting;
  }

  async run(): Promise<Probe> {
    const { abilities, model } = this.#engine;
    const { ends, cut } = model.thinking;
    const stop = ends.map((text) => ({ text, control: true }));
    const forced = abilities.continuation !== 'none' && !abilities.hiddenThinking;
    const { before, behind, answer } = probeTokens;
    if (forced) {
      await this.#generate('thinking', { maxTokens: before, stop });
      await this.#append({ text: wait, control: false }, 'thinking');
      await this.#generate('thinking', {
        maxTokens: behind,
        stop,
        ...(abilities.ban ? { banFirst: ['turn-end'] } : {}),
      });
      this.#cutAt = this.#kept + this.#appended;
      // A server that puts messages together itself writes the delimiters too.
      if (abilities.continuation !== 'chat') await this.#append({ text: cut, control: true }, 'answer', false);
      await this.#append({ text: defaultFinish, control: false }, 'answer');
      await this.#generate('answer', { maxTokens: answer, stop: [] });
    } else {
      await this.#generate('thinking', { maxTokens: before + behind + answer, stop: [] });
    }
    const { tokenIds } = abilities;
    return {
      pieces: this.#pieces,
      forced,
      cutAt: this.#cutAt,
      prompt: this.#prompt,
      kept: this.#kept,
      streamed: tokenIds ? this.#streamed : undefined,
      appended: this.#appended,
      encoded: this.#engine.encode ? this.#encoded : undefined,
      length: this.#sequence.length.value,
      counting: weakestCounting(this.#counting, this.#sequence.length.counting),
      usage: this.#sequence.usage,
      seconds: this.#milliseconds / 1000,
    };
  }

  async #generate(
    channel: Extract<Channel, 'thinking' | 'answer'>,
    options: Pick<GenerateOptions, 'maxTokens' | 'stop' | 'banFirst'>,
  ): Promise<void> {
    const started = performance.now();
    const generation = this.#sequence.generate({ ...options, channel, sampling, signal: this.#signal });
    let text = '';
    for await (const chunk of generation) {
      text += chunk.text;
      this.#streamed += chunk.tokens?.length ?? 0;
    }
    const { tokens } = await generation.end;
    this.#milliseconds += performance.now() - started;
    this.#kept += this.#noted(tokens);
    this.#pieces.push({ text, channel, forced: false });
  }

  async #append(part: Extract<Part, { text: string }>, channel: 'thinking' | 'answer', shown = true): Promise<void> {
    const { tokens } = await this.#sequence.append([part], { channel, signal: this.#signal });
    this.#appended += this.#noted(tokens);
    this.#encoded += (await this.#engine.encode?.(part))?.length ?? 0;
    if (shown) this.#pieces.push({ text: part.text, channel, forced: true });
  }

  #noted({ value, counting }: Count): number {
    this.#counting = weakestCounting(this.#counting, counting);
    return value;
  }
}

function promptOf({ abilities, model }: Engine, question: string): Prompt {
  const messages = [{ role: 'user', content: question }] as const;
  if (abilities.continuation === 'chat' || abilities.continuation === 'none') return { messages };
  return { parts: renderPrompt({ model, messages, thinking: 'open' }).parts };
}
