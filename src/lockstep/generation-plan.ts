import type { Abilities } from '../engine/abilities.ts';
import type { GenerateOptions, Stop } from '../engine/generation.ts';
import type { Sampling } from '../engine/sampling.ts';
import { bannedTokens } from './banned-tokens.ts';
import { invalid, unsupported } from './faults.ts';
import type { Tokenizer } from './tokenizer.ts';

/** The options of a generation, checked and in terms of tokens. */
export interface GenerationPlan {
  /** Stops of a single control token. */
  readonly stopTokens: ReadonlyMap<number, Stop>;
  /** Stops that are looked for in the text. */
  readonly stopTexts: readonly Stop[];
  readonly banFirst: readonly number[];
}

/** @throws E_OPTION_INVALID or E_UNSUPPORTED, before anything is evaluated */
export function planGeneration(options: GenerateOptions, tokenizer: Tokenizer, abilities: Abilities): GenerationPlan {
  checkGenerateOptions(options, abilities);
  if (options.grammar !== undefined) {
    throw unsupported('This engine cannot hold a text to a grammar.', 'Leave `grammar` out.');
  }
  const stopTokens = new Map<number, Stop>();
  const stopTexts: Stop[] = [];
  for (const stop of options.stop) {
    if (stop.text === '') throw invalid('A stop is an empty text.', 'Give a stop at least one character.');
    const token = singleToken(stop, tokenizer);
    if (stop.control && token !== undefined) stopTokens.set(token, stop);
    else stopTexts.push(stop);
  }
  const tokenOf = (stop: Stop): number | undefined => singleToken(stop, tokenizer);
  const { turnEnds } = tokenizer;
  return { stopTokens, stopTexts, banFirst: bannedTokens(options, abilities, { turnEnds, tokenOf }) };
}

function singleToken(stop: Stop, tokenizer: Tokenizer): number | undefined {
  const tokens = tokenizer.encode(stop.text, stop.control);
  return tokens.length === 1 ? tokens[0] : undefined;
}

/** @throws E_OPTION_INVALID, E_UNSUPPORTED */
export function checkGenerateOptions(options: GenerateOptions, abilities: Abilities): void {
  const { maxTokens, minTokens = 0, logprobs, sampling } = options;
  if (!Number.isInteger(maxTokens) || maxTokens < 1) {
    throw invalid(`maxTokens must be a whole number of at least 1, got ${maxTokens}.`, 'Give maxTokens as 1 or more.');
  }
  if (!Number.isInteger(minTokens) || minTokens < 0 || minTokens > maxTokens) {
    throw invalid(
      `minTokens must be a whole number from 0 to maxTokens (${maxTokens}), got ${minTokens}.`,
      'Give minTokens as at most maxTokens.',
    );
  }
  if (minTokens > 0 && !abilities.nativeMin) {
    throw unsupported('This engine has no minimum of its own.', 'Leave `minTokens` out, and ban what ends too early.');
  }
  if (logprobs !== undefined) {
    if (!Number.isInteger(logprobs) || logprobs < 0) {
      throw invalid(`logprobs must be a whole number of at least 0, got ${logprobs}.`, 'Give logprobs as 0 or more.');
    }
    if (abilities.logprobs === 0 || logprobs > abilities.logprobs) {
      throw unsupported(
        `${logprobs} alternatives per token were asked for, and this engine reports ${abilities.logprobs}.`,
        abilities.logprobs === 0 ? 'Leave `logprobs` out.' : `Ask for ${abilities.logprobs} at most.`,
      );
    }
  }
  checkSampling('temperature', sampling.temperature, 0, Number.MAX_VALUE);
  checkSampling('topK', sampling.topK ?? 0, 0, Number.MAX_SAFE_INTEGER);
  checkSampling('topP', sampling.topP ?? 1, 0, 1);
  checkSampling('minP', sampling.minP ?? 0, 0, 1);
  checkSteering(sampling, abilities);
}

function checkSteering({ frequencyPenalty, presencePenalty, logitBias }: Sampling, abilities: Abilities): void {
  if ((frequencyPenalty !== undefined || presencePenalty !== undefined) && !abilities.penalties) {
    throw unsupported('This engine takes no penalties.', 'Leave `frequencyPenalty` and `presencePenalty` out.');
  }
  if (logitBias !== undefined && !abilities.bias) {
    throw unsupported('This engine takes no bias for tokens.', 'Leave `logitBias` out.');
  }
}

function checkSampling(name: string, value: number, least: number, most: number): void {
  if (value >= least && value <= most && (name !== 'topK' || Number.isInteger(value))) return;
  const form = most === 1 ? 'a number from 0 to 1' : `a ${name === 'topK' ? 'whole ' : ''}number of at least 0`;
  throw invalid(`sampling.${name} must be ${form}, got ${value}.`, `Give sampling.${name} as ${form}.`);
}
