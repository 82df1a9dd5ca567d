import type { LanguageModelV4StreamPart, SharedV4Warning } from '@ai-sdk/provider';
import type { ThinkEvent, ThinkResult } from '../core/events.ts';
import type { ToolCall } from '../core/message.ts';
import { TrimmedStream } from '../forcing/trimmed-stream.ts';
import { writeFinishReason } from './write-finish-reason.ts';
import { writeMetadata } from './write-metadata.ts';
import { writeUsage } from './write-usage.ts';

export interface PartWriterOptions {
  readonly warnings: readonly SharedV4Warning[];
  readonly modelId: string;
  /** Tell every event of mull as a raw part, too. */
  readonly raw: boolean;
}

/**
 * Turns the events of a run into parts of an AI SDK stream.
 *
 * White space around the answer is left out, as it is in the result of `think()`.
 */
export class PartWriter {
  readonly #options: PartWriterOptions;
  #block: { readonly type: 'reasoning' | 'text'; readonly id: string } | undefined;
  #blocks = 0;
  readonly #answered = new TrimmedStream();
  /** Why the next text of the thinking stands there, where mull appended it. */
  #forced: Extract<ThinkEvent, { type: 'forced' }>['kind'] | undefined;

  constructor(options: PartWriterOptions) {
    this.#options = options;
  }

  /** The parts that one event makes. */
  *write(event: ThinkEvent): Generator<LanguageModelV4StreamPart, void> {
    if (event.type === 'prompt') {
      yield { type: 'stream-start', warnings: [...this.#options.warnings] };
      yield { type: 'response-metadata', modelId: this.#options.modelId, timestamp: new Date() };
    }
    if (this.#options.raw) yield { type: 'raw', rawValue: event };
    switch (event.type) {
      case 'thinking-start':
        yield* this.#end();
        yield* this.#begin('reasoning');
        break;
      case 'forced':
        this.#forced = event.kind;
        break;
      case 'thinking-delta':
        yield {
          type: 'reasoning-delta',
          id: this.#block!.id,
          delta: event.text,
          ...(event.forced ? { providerMetadata: { mull: { forced: this.#forced ?? 'wait' } } } : {}),
        };
        break;
      case 'thinking-end':
        yield* this.#end({ mull: { endedBy: event.endedBy } });
        break;
      case 'answer-delta':
        yield* this.#answer(event.text);
        break;
      case 'tool-call':
        yield* this.#call(event.call);
        break;
      case 'finish':
        yield* this.#end();
        yield* this.#finish(event.result);
        break;
    }
  }

  *#answer(text: string): Generator<LanguageModelV4StreamPart, void> {
    const shown = this.#answered.push(text);
    if (shown === '') return;
    if (this.#block?.type !== 'text') yield* this.#begin('text');
    yield { type: 'text-delta', id: this.#block!.id, delta: shown };
  }

  *#call({ id, name, arguments: input }: ToolCall): Generator<LanguageModelV4StreamPart, void> {
    yield* this.#end();
    yield { type: 'tool-input-start', id, toolName: name };
    yield { type: 'tool-input-delta', id, delta: input };
    yield { type: 'tool-input-end', id };
    yield { type: 'tool-call', toolCallId: id, toolName: name, input };
  }

  *#finish(result: ThinkResult): Generator<LanguageModelV4StreamPart, void> {
    yield {
      type: 'finish',
      finishReason: writeFinishReason(result),
      usage: writeUsage(result.receipt),
      providerMetadata: writeMetadata(result.receipt),
    };
  }

  *#begin(type: 'reasoning' | 'text'): Generator<LanguageModelV4StreamPart, void> {
    this.#blocks += 1;
    this.#block = { type, id: `${type}-${this.#blocks}` };
    yield { type: `${type}-start`, id: this.#block.id };
  }

  *#end(providerMetadata?: { mull: { endedBy: string } }): Generator<LanguageModelV4StreamPart, void> {
    if (this.#block === undefined) return;
    yield { type: `${this.#block.type}-end`, id: this.#block.id, ...(providerMetadata ? { providerMetadata } : {}) };
    this.#block = undefined;
  }
}
