import type { Choice } from '../adapter/llama/choose-settings.ts';
import { byteText } from '../core/byte-text.ts';
import type { Abilities } from '../engine/abilities.ts';
import type { GpuFacts } from './facts.ts';
import type { Finding } from './finding.ts';

export interface EngineKnowledge {
  readonly id: string;
  readonly abilities: Abilities;
  /** Tokens of the longest text that ends thinking; undefined where the engine cannot say. */
  readonly longestEnd: number | undefined;
  /** Undefined where llama.cpp does not run it. */
  readonly gpu: GpuFacts | undefined;
  /** Whether the engine tells its settings, of which repeating is one. */
  readonly tellsSettings: boolean;
}

/** What is to be said of what an engine can do. */
export function engineFindings({ id, abilities, longestEnd, gpu, tellsSettings }: EngineKnowledge): Finding[] {
  return [
    { section: 'engine', what: 'Engine', verdict: 'ok', value: id },
    ...(gpu === undefined ? [] : [gpuFinding(gpu)]),
    continuation(abilities),
    ...(abilities.continuation === 'none' ? [] : [suppression(abilities, longestEnd)]),
    counting(abilities),
    ...(tellsSettings ? [] : [repeatable(abilities)]),
  ];
}

const settingNames: Readonly<Record<Choice['name'], string>> = {
  threads: 'Threads',
  gpuLayers: 'Layers on the GPU',
  slots: 'Slots',
  contextSize: 'Context',
  flashAttention: 'Flash attention',
  batchSize: 'Batch',
  prefixCache: 'Prompt cache',
  reproducible: 'Repeatable',
};

/** The settings llama.cpp runs with, and why. */
export function settingFindings(choices: readonly Choice[]): Finding[] {
  return choices.map(({ name, value, why }) => ({
    section: 'settings',
    what: settingNames[name],
    verdict: 'ok',
    value: `${typeof value === 'number' ? value.toLocaleString('en-US') : value ? 'on' : 'off'}: ${why}`,
  }));
}

function gpuFinding({ kind, names, memory }: GpuFacts): Finding {
  if (kind === false) return { section: 'engine', what: 'GPU', verdict: 'ok', value: 'none: the CPU computes' };
  const what = names.length === 0 ? kind : `${[...new Set(names)].join(', ')} (${kind})`;
  const room = memory === undefined ? '' : `, ${byteText(memory.free)} of ${byteText(memory.total)} free`;
  return { section: 'engine', what: 'GPU', verdict: 'ok', value: what + room };
}

function continuation({ continuation: way, nativeMax, nativeMin, nativeEffort, hiddenThinking }: Abilities): Finding {
  const finding = { section: 'engine', what: 'Forcing' } as const;
  if (hiddenThinking) {
    return {
      ...finding,
      verdict: 'warning',
      value: `the thinking is hidden: no Waits and no minimums; maximum ${own(nativeMax)}, effort ${own(nativeEffort)}`,
      remedy: 'Waits need a server that shows the thinking and continues it: llama-server, vLLM, SGLang.',
    };
  }
  switch (way) {
    case 'tokens':
      return { ...finding, verdict: 'ok', value: 'continued by token ids: every budget can be held exactly' };
    case 'text':
      return {
        ...finding,
        verdict: 'warning',
        value: 'continued as text: tokens around a Wait may change',
        remedy: 'A server that takes token ids (llama-server, vLLM, SGLang) is exact.',
      };
    case 'chat':
      return {
        ...finding,
        verdict: 'warning',
        value: 'continued as messages: how the server puts them together is its own affair',
        remedy: 'Token ids are exact. They need a server that also tells its chat template, as llama-server does.',
      };
    case 'none':
      return {
        ...finding,
        verdict: 'warning',
        value: `cannot be continued: no Waits; maximum ${own(nativeMax)}, minimum ${own(nativeMin)}, effort ${own(nativeEffort)}`,
        remedy: 'Budgets need a server that continues what it is given: llama-server, vLLM, SGLang.',
      };
  }
}

function own(native: boolean): string {
  return native ? "by the server's own means" : 'impossible';
}

/** Only an end of a single token can be banned. */
function suppression({ ban }: Abilities, longestEnd: number | undefined): Finding {
  const finding = { section: 'engine', what: 'After a Wait' } as const;
  if (ban && longestEnd === 1) return { ...finding, verdict: 'ok', value: 'the end of thinking can be banned' };
  const why = ban && longestEnd !== undefined ? `it has ${longestEnd} tokens` : 'the engine has no means';
  return {
    ...finding,
    verdict: 'warning',
    value: `the end of thinking cannot be banned (${why}): the model may end at once again`,
    remedy: 'Give a --message that leads on; the receipt tells how many Waits were spent.',
  };
}

function counting({ counting: how }: Abilities): Finding {
  const finding = { section: 'engine', what: 'Counting' } as const;
  if (how === 'exact') return { ...finding, verdict: 'ok', value: 'exact, from token ids' };
  if (how === 'reported') return { ...finding, verdict: 'ok', value: 'as the server reports it' };
  return {
    ...finding,
    verdict: 'warning',
    value: 'estimated: the server tells no counts',
    remedy: 'Budgets are held in estimated tokens; a server with a tokenizer endpoint counts exactly.',
  };
}

function repeatable({ reproducible }: Abilities): Finding {
  const value = reproducible
    ? 'the same seed gives the same tokens, alone and beside others'
    : 'not promised: the same seed may give other tokens';
  return { section: 'engine', what: 'Repeatable', verdict: 'ok', value };
}
