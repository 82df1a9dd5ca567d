import type { Tool, ToolCall } from '../core/message.ts';
import { DataText, JoinedTexts, type Variable } from './data-text.ts';
import { dataVariable, schemaVariable } from './schema-variable.ts';
import type { TemplateTraits } from './template-traits.ts';
import type { ThinkingPlace } from './thinking-place.ts';
import { controlText, type Turn } from './turn.ts';

/** How messages are put into a template's variables. */
export interface InputOptions {
  readonly traits: TemplateTraits;
  /** Where earlier thinking goes; absent when it is not sent again. */
  readonly thinking?: ThinkingPlace;
  /** Replaces the ids of tool calls by nine letters and digits, which some templates insist on. */
  readonly shortIds: boolean;
}

/** Messages as templates know them, with every text in them still marked as data. */
export function messageVariables(turns: readonly Turn[], options: InputOptions): Variable[] {
  const calls = new Map<string, { readonly id: string; readonly name: string }>();
  for (const call of turns.flatMap((turn) => turn.toolCalls ?? [])) {
    calls.set(call.id, { id: `call${String(calls.size).padStart(5, '0')}`, name: call.name });
  }
  const id = (given: string): Variable => {
    const short = calls.get(given)?.id;
    return options.shortIds && short !== undefined ? short : DataText.data(given);
  };
  return turns.map((turn) => {
    const variable: Record<string, Variable> = { role: turn.role, content: contentOf(turn, options) };
    const place = options.thinking;
    if (place && 'field' in place && turn.thinking) variable[place.field] = DataText.message(turn.thinking);
    if (turn.toolCalls?.length) {
      variable.tool_calls = turn.toolCalls.map((call) => ({
        id: id(call.id),
        type: 'function',
        function: { name: DataText.data(call.name), arguments: argumentsOf(call, options.traits) },
      }));
    }
    if (turn.role === 'tool') {
      const called = turn.toolCallId === undefined ? undefined : calls.get(turn.toolCallId);
      if (turn.toolCallId !== undefined) variable.tool_call_id = id(turn.toolCallId);
      if (called) variable.name = DataText.data(called.name);
    }
    return variable;
  });
}

/** Tools as templates know them, in the form that OpenAI's interface has made common. */
export function toolVariables(tools: readonly Tool[]): Variable[] {
  return tools.map((tool) => ({
    type: 'function',
    function: {
      name: DataText.data(tool.name),
      description: DataText.data(tool.description ?? ''),
      parameters: schemaVariable(tool.parameters ?? { type: 'object', properties: {} }),
    },
  }));
}

function contentOf(turn: Turn, { traits, thinking }: InputOptions): Variable {
  let items = turn.texts;
  if (thinking && turn.thinking) {
    const thought = DataText.message(turn.thinking);
    if ('open' in thinking) {
      items = [controlText(thinking.open, thinking.instead), thought, controlText(thinking.close), ...items];
    }
    if ('part' in thinking) return [{ type: thinking.type, [thinking.part]: thought }, ...asParts(items)];
  }
  if (items.length === 0) return turn.toolCalls ? traits.emptyContent : '';
  if (traits.contentAs === 'parts' && turn.role === 'user') return asParts(items);
  return items.length === 1 ? items[0] : new JoinedTexts(items);
}

function asParts(items: readonly DataText[]): Variable[] {
  return items.map((text) => ({ type: 'text', text }));
}

/** Most templates take a call's arguments as an object; models write JSON, but not always a valid one. */
function argumentsOf(call: ToolCall, traits: TemplateTraits): Variable {
  if (traits.argumentsAs === 'text') return DataText.data(call.arguments);
  try {
    const value: unknown = JSON.parse(call.arguments);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return dataVariable(value);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return DataText.data(call.arguments);
}
