import type { ThinkEvent } from '../core/events.ts';
import type { Tool, ToolCall } from '../core/message.ts';
import type { Chunk, End } from '../engine/generation.ts';
import { ToolCallReader } from '../template/tool-call-reader.ts';
import { chunkDelta } from './chunk-delta.ts';

/** The answer of a run as it is told: its text, and the calls of tools that were found in what the model wrote. */
export class ToldAnswer {
  /** What mull put in front of it included. */
  text = '';
  /** All that the model wrote, calls of tools included. */
  sampled = '';
  readonly toolCalls: ToolCall[] = [];
  readonly #reader: ToolCallReader | undefined;

  constructor(tools: readonly Tool[]) {
    this.#reader = tools.length === 0 ? undefined : new ToolCallReader(tools);
  }

  /** What mull puts in front of it. */
  begin(text: string): ThinkEvent {
    this.text += text;
    return { type: 'answer-delta', text, forced: true };
  }

  /** A chunk that the model wrote, as text or as calls of tools. A call counts from when it is told. */
  push(chunk: Chunk): Iterable<ThinkEvent> {
    this.sampled += chunk.text;
    if (this.#reader !== undefined) return this.#read(chunk, this.#reader);
    this.text += chunk.text;
    return [chunkDelta('answer-delta', chunk)];
  }

  /** What was held back until no more could come, and the calls that the engine itself found. */
  *end(end: End): Generator<ThinkEvent, void> {
    const { text, calls } = this.#reader?.end() ?? { text: '', calls: [] };
    this.text += text;
    if (text !== '') yield { type: 'answer-delta', text, forced: false };
    yield* this.#tell([...calls, ...(end.toolCalls ?? [])]);
  }

  *#read(chunk: Chunk, reader: ToolCallReader): Generator<ThinkEvent, void> {
    const { text, calls } = reader.push(chunk.text);
    this.text += text;
    // Ids are told only of a text that is theirs: what looked like a call for a while is told behind its tokens.
    if (text !== '')
      yield text === chunk.text ? chunkDelta('answer-delta', chunk) : { type: 'answer-delta', text, forced: false };
    yield* this.#tell(calls);
  }

  *#tell(calls: readonly ToolCall[]): Generator<ThinkEvent, void> {
    for (const call of calls) {
      this.toolCalls.push(call);
      yield { type: 'tool-call', call };
    }
  }
}
