import type { LanguageModelV4 } from '@ai-sdk/provider';
import { HttpSequence } from '../../adapter/http/http-sequence.ts';
import type { ThinkingFormat } from '../../core/thinking-format.ts';
import type { Abilities } from '../../engine/abilities.ts';
import type { Engine } from '../../engine/engine.ts';
import { SlotPool } from '../../lockstep/slot-pool.ts';
import { type ModelPlace, ModelWay, type ModelWayOptions } from './model-way.ts';

/** The host writes the delimiters, and reads them. */
const format: ThinkingFormat = {
  name: 'ai-sdk',
  open: '',
  ends: [],
  close: '',
  cut: '',
  reopens: [],
  foundBy: 'template',
};

/** Nobody says how large the window of a model of the AI SDK is; the host refuses what does not fit. */
const unknownContext: number = 2 ** 31;

/** An engine for one call of a model of the AI SDK; closing it stops whatever runs at the host. */
export function modelEngine(options: ModelWayOptions): Engine {
  const { model, continuation, maximum } = options;
  const way = new ModelWay(options);
  const abilities: Abilities = {
    tokenIds: false,
    continuation: continuation === undefined ? 'none' : 'chat',
    literalText: false,
    ban: false,
    rewind: false,
    fork: 'none',
    read: false,
    logprobs: 0,
    media: true,
    tools: true,
    grammar: true,
    penalties: false,
    bias: false,
    slots: 1,
    counting: 'estimated',
    reproducible: false,
    hiddenThinking: false,
    nativeMax: maximum !== undefined,
    nativeMin: false,
    nativeEffort: false,
  };
  const pool = new SlotPool(1);
  const sequences = new Set<HttpSequence<ModelPlace>>();
  return {
    id: nameOf(model),
    model: { name: model.modelId, contextSize: unknownContext, thinking: format },
    abilities,
    open: async (_prompt, { seed, signal }) => {
      const family = await pool.acquire(1, [], signal);
      const place = await way.open();
      return new HttpSequence({ way, abilities, sequences }, { place, seed, family, slot: family.first });
    },
    close: async () => {
      way.close();
      await Promise.all([...sequences].map((sequence) => sequence.close()));
    },
  };
}

/** `vllm.chat:qwen3-8b` */
export function nameOf(model: LanguageModelV4): string {
  return `${model.provider}:${model.modelId}`;
}
