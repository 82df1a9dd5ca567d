import type { Message } from '../core/message.ts';
import { MullError } from '../core/mull-error.ts';
import type { Engine } from '../engine/engine.ts';
import type { Sampling } from '../engine/sampling.ts';
import type { ThinkOptions } from './think.ts';

/** The options of `think()` with defaults, checked. */
export interface ReadOptions {
  readonly engine: Engine;
  readonly messages: readonly Message[];
  readonly sampling: Sampling;
  readonly seed: number;
  readonly stop: readonly string[];
}

/** @throws E_OPTION_INVALID naming the option, the form it expects and the value it got */
export function readOptions(options: ThinkOptions): ReadOptions {
  const { engine, prompt, seed = 0, stop = [] } = options;
  if (typeof engine?.open !== 'function') throw invalid('engine', 'an engine', engine);
  if (!Number.isSafeInteger(seed) || seed < 0) throw invalid('seed', 'a whole number of at least 0', seed);
  const { logprobs } = options;
  if (logprobs !== undefined && (!Number.isSafeInteger(logprobs) || logprobs < 1))
    throw invalid('logprobs', 'a whole number of at least 1', logprobs);
  if (!Array.isArray(stop) || stop.some((text) => typeof text !== 'string' || text === ''))
    throw invalid('stop', 'a list of texts that are not empty', stop);
  return {
    engine,
    messages: readMessages(prompt, options.messages),
    sampling: readSampling(options.sampling),
    seed,
    stop,
  };
}

function readMessages(prompt: string | undefined, messages: readonly Message[] | undefined): readonly Message[] {
  if ((prompt === undefined) === (messages === undefined)) {
    throw new MullError(
      'E_OPTION_INVALID',
      `think() needs exactly one of prompt and messages, got ${prompt === undefined ? 'neither' : 'both'}.`,
      {
        hint: "Give prompt: 'a question', or messages: [{ role: 'user', content: 'a question' }].",
      },
    );
  }
  if (messages !== undefined) {
    if (!Array.isArray(messages) || messages.length === 0)
      throw invalid('messages', 'a list of at least one message', messages);
    return messages;
  }
  if (typeof prompt !== 'string') throw invalid('prompt', 'a text', prompt);
  if (prompt.trim() === '')
    throw new MullError('E_OPTION_INVALID', 'The question is empty.', {
      hint: 'Give a question with at least one character.',
    });
  return [{ role: 'user', content: prompt }];
}

function readSampling(sampling: Partial<Sampling> = {}): Sampling {
  const { temperature = 0, topK, topP, minP, logitBias } = sampling;
  if (!Number.isFinite(temperature) || temperature < 0)
    throw invalid('sampling.temperature', 'a number of at least 0', temperature);
  if (topK !== undefined && (!Number.isSafeInteger(topK) || topK < 1))
    throw invalid('sampling.topK', 'a whole number of at least 1', topK);
  if (topP !== undefined && !(topP > 0 && topP <= 1))
    throw invalid('sampling.topP', 'a number above 0 and at most 1', topP);
  if (minP !== undefined && !(minP >= 0 && minP <= 1)) throw invalid('sampling.minP', 'a number from 0 to 1', minP);
  for (const name of ['frequencyPenalty', 'presencePenalty'] as const) {
    const value = sampling[name];
    if (value !== undefined && !(Math.abs(value) <= 2))
      throw invalid(`sampling.${name}`, 'a number from -2 to 2', value);
  }
  if (logitBias !== undefined) checkBias(logitBias);
  return {
    temperature,
    ...(topK === undefined ? {} : { topK }),
    ...(topP === undefined ? {} : { topP }),
    ...(minP === undefined ? {} : { minP }),
    ...penaltiesOf(sampling),
    ...(logitBias === undefined || Object.keys(logitBias).length === 0 ? {} : { logitBias }),
  };
}

/** A penalty of 0 is none, which every engine can do. */
function penaltiesOf({ frequencyPenalty = 0, presencePenalty = 0 }: Partial<Sampling>): Partial<Sampling> {
  return {
    ...(frequencyPenalty === 0 ? {} : { frequencyPenalty }),
    ...(presencePenalty === 0 ? {} : { presencePenalty }),
  };
}

function checkBias(bias: NonNullable<Sampling['logitBias']>): void {
  if (typeof bias !== 'object' || bias === null || Array.isArray(bias)) {
    throw invalid('sampling.logitBias', 'an object of token ids and numbers', bias);
  }
  for (const [token, value] of Object.entries(bias)) {
    if (!/^\d+$/.test(token)) throw invalid('A key of sampling.logitBias', 'a token id', token);
    if (!(Math.abs(value) <= 100)) throw invalid(`sampling.logitBias.${token}`, 'a number from -100 to 100', value);
  }
}

function invalid(option: string, form: string, value: unknown): MullError {
  const got =
    typeof value === 'object' && value !== null
      ? Array.isArray(value)
        ? 'a list'
        : 'an object'
      : JSON.stringify(value);
  return new MullError(
    'E_OPTION_INVALID',
    `${option} must be ${form}, got ${typeof value === 'number' ? value : got}.`,
    {
      hint: `Give ${option} as ${form}.`,
    },
  );
}
