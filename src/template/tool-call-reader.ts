import { longestBeginning } from '../core/longest-beginning.ts';
import type { Tool, ToolCall } from '../core/message.ts';
import { newCallId } from '../core/new-call-id.ts';

/** What a piece of an answer turned out to be. */
export interface ReadPiece {
  readonly text: string;
  readonly calls: readonly ToolCall[];
}

const tags = { open: '<tool_call>', close: '</tool_call>' } as const;
/** Mistral: everything behind it is calls. */
const mistral = '[TOOL_CALLS]';

/**
 * Finds the calls of tools in an answer while it is written, in the forms models write them:
 *
 * - `<tool_call>{"name": ..., "arguments": {...}}</tool_call>` (Qwen, Hermes and many that learned from them)
 * - `<tool_call><function=name><parameter=key>value</parameter></function></tool_call>` (Qwen3-Coder)
 * - `[TOOL_CALLS][{"name": ..., "arguments": {...}}]`, or `[TOOL_CALLS]name[ARGS]{...}` (Mistral)
 * - an answer that is nothing but `{"name": ..., "parameters": {...}}` of a tool there is (Llama 3)
 *
 * What looks like a call and is none stays text, so nothing a model says gets lost.
 */
export class ToolCallReader {
  readonly #tools: readonly Tool[];
  #held = '';
  #inside: 'nothing' | 'tags' | 'mistral' | 'object' = 'nothing';
  #said = false;

  constructor(tools: readonly Tool[]) {
    this.#tools = tools;
  }

  push(text: string): ReadPiece {
    this.#held += text;
    const calls: ToolCall[] = [];
    let shown = '';
    for (;;) {
      if (this.#inside === 'mistral' || this.#inside === 'object') break;
      if (this.#inside === 'tags') {
        const end = this.#held.indexOf(tags.close);
        if (end < 0) break;
        const body = this.#held.slice(tags.open.length, end);
        const call = this.#callIn(body);
        if (call === undefined) shown += this.#held.slice(0, end + tags.close.length);
        else calls.push(call);
        this.#held = this.#held.slice(end + tags.close.length);
        this.#inside = 'nothing';
        continue;
      }
      const found = firstOf(this.#held, [tags.open, mistral]);
      if (found !== undefined) {
        shown += this.#held.slice(0, found.at);
        this.#held = this.#held.slice(found.at);
        this.#inside = found.mark === mistral ? 'mistral' : 'tags';
        continue;
      }
      if (!this.#said && shown === '' && /^\s*\{/.test(this.#held)) {
        this.#inside = 'object';
        break;
      }
      const kept = this.#held.length - longestBeginning(this.#held, [tags.open, mistral]);
      shown += this.#held.slice(0, kept);
      this.#held = this.#held.slice(kept);
      break;
    }
    this.#said ||= shown.trim() !== '';
    return { text: shown, calls };
  }

  /** What is left when the answer is over. */
  end(): ReadPiece {
    const held = this.#held;
    this.#held = '';
    if (this.#inside === 'mistral') {
      const calls = this.#mistralCalls(held.slice(mistral.length).trim());
      return calls.length > 0 ? { text: '', calls } : { text: held, calls: [] };
    }
    // Some models end their turn without closing the last call.
    const body = this.#inside === 'tags' ? held.slice(tags.open.length) : held;
    const call = this.#inside === 'nothing' ? undefined : this.#callIn(body);
    return call === undefined ? { text: held, calls: [] } : { text: '', calls: [call] };
  }

  #mistralCalls(text: string): ToolCall[] {
    const named = /^([\w.-]+)\s*(?:\[ARGS\])?\s*(\{[\s\S]*\})$/.exec(text);
    if (named) return this.#made(named[1], json(named[2] ?? ''));
    const list = json(text);
    return (Array.isArray(list) ? list : [list]).flatMap((each) => this.#fromObject(each));
  }

  #callIn(body: string): ToolCall | undefined {
    const named = /<function=([^>\n]+)>([\s\S]*?)(?:<\/function>|$)/.exec(body);
    if (named === null) return this.#fromObject(json(body))[0];
    const given = [...(named[2] ?? '').matchAll(/<parameter=([^>\n]+)>\n?([\s\S]*?)\n?<\/parameter>/g)];
    // Values are texts there; what is JSON is meant as JSON, as a number would otherwise be none.
    return this.#made(
      named[1]?.trim(),
      Object.fromEntries(given.map(([, key = '', value = '']) => [key, json(value) ?? value])),
    )[0];
  }

  #fromObject(value: unknown): ToolCall[] {
    if (typeof value !== 'object' || value === null) return [];
    const { name, arguments: given, parameters } = value as Readonly<Record<string, unknown>>;
    return this.#made(name, given ?? parameters ?? {});
  }

  #made(name: unknown, given: unknown): ToolCall[] {
    if (typeof name !== 'string' || !this.#tools.some((tool) => tool.name === name)) return [];
    if (given === undefined) return [];
    const text = typeof given === 'string' ? given : JSON.stringify(given);
    return [{ id: newCallId(), name, arguments: text }];
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function firstOf(text: string, marks: readonly string[]): { readonly at: number; readonly mark: string } | undefined {
  return marks
    .map((mark) => ({ at: text.indexOf(mark), mark }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)[0];
}
