import type { Tool } from '../../core/message.ts';
import type { Warning } from '../../core/warning.ts';
import { valueAt } from './value-at.ts';

/** The tools a model is told of: none, all, or the one that `tool_choice` names. */
export function chosenTools(tools: readonly Tool[], choice: unknown): readonly Tool[] {
  if (choice === 'none' || valueAt(choice, 'type') === 'none') return [];
  const name = namedTool(choice);
  return name === undefined ? tools : tools.filter((tool) => tool.name === name);
}

/** A call cannot be forced on a model: it may answer in words all the same. */
export function choiceWarnings(choice: unknown): Warning[] {
  const type = typeof choice === 'string' ? choice : valueAt(choice, 'type');
  const forced = type === 'required' || type === 'any' || namedTool(choice) !== undefined;
  if (!forced) return [];
  return [
    { code: 'W_FIELD_IGNORED', message: 'tool_choice was not enforced: the model is told of the tools and decides.' },
  ];
}

/** OpenAI's Chat Completions name it in `function.name`, Responses and Anthropic in `name`. */
function namedTool(choice: unknown): string | undefined {
  const name = valueAt(choice, 'function.name') ?? valueAt(choice, 'name');
  return typeof name === 'string' ? name : undefined;
}
