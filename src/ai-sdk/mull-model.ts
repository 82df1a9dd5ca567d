import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamResult,
} from '@ai-sdk/provider';
import type { Budget } from '../core/budget.ts';
import type { Engine } from '../engine/engine.ts';
import { think } from '../forcing/think.ts';
import { collectParts } from './collect-parts.ts';
import { PartWriter } from './part-writer.ts';
import { readCall } from './read-call.ts';
import { streamRun } from './stream-run.ts';

/** What a model is made with. */
export interface MullModelOptions {
  readonly modelId: string;
  readonly budget?: Budget;
  readonly keepThinking?: boolean;
  /** Asked at each call; the engine is opened by the first one. */
  readonly engine: () => Promise<Engine>;
}

/** An engine of mull as a language model of the AI SDK. */
export class MullModel implements LanguageModelV4 {
  readonly specificationVersion = 'v4' as const;
  readonly provider = 'mull' as const;
  readonly modelId: string;
  /** The AI SDK fetches what lies behind URLs. */
  readonly supportedUrls: Record<string, RegExp[]> = {};
  readonly #options: MullModelOptions;

  constructor(options: MullModelOptions) {
    this.modelId = options.modelId;
    this.#options = options;
  }

  async doGenerate(call: LanguageModelV4CallOptions): Promise<LanguageModelV4GenerateResult> {
    const { stream } = await this.doStream({ ...call, includeRawChunks: false });
    return collectParts(stream);
  }

  async doStream(call: LanguageModelV4CallOptions): Promise<LanguageModelV4StreamResult> {
    call.abortSignal?.throwIfAborted();
    const engine = await this.#options.engine();
    const { options, warnings } = readCall(call, engine, this.#options);
    const writer = new PartWriter({ warnings, modelId: this.modelId, raw: call.includeRawChunks ?? false });
    return { stream: await streamRun(think(options), writer, call.abortSignal) };
  }
}
