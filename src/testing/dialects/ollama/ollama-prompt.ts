import type { Behaviour } from '../behaviour.ts';
import { closedThinking, turnOpening, turnsText, withEffort } from '../model/chat-prompt.ts';
import type { ServedModel } from '../model/served-model.ts';
import type { SentTurn } from '../openai-like/read-turns.ts';
import { refuse, type Think } from './ollama-think.ts';

/**
 * The prompt of a chat. An assistant message at the end is continued without being asked to, its thinking as well: with
 * no content its thinking stays open.
 *
 * model/renderers/qwen3vl.go:84-144
 */
export function ollamaPrompt(
  model: ServedModel,
  behaviour: Behaviour,
  turns: readonly SentTurn[],
  think: Think,
): string {
  const told = behaviour.effort ? think.level : undefined;
  const thinks = think.on || !behaviour.effort;
  const opening = turnOpening(thinks ? 'thinking' : 'no-thinking', model.thinking);
  const last = turns.at(-1)!;
  if (last.role !== 'assistant' || behaviour.prefill === 'ignored') return turnsText(withEffort(turns, told)) + opening;
  if (behaviour.prefill === 'refused') throw refuse('the last message must not be from the assistant');
  const before = turnsText(withEffort(turns.slice(0, -1), told));
  const header = turnOpening('bare', model.thinking);
  const thinking = behaviour.prefilledThinking ? (last.thinking ?? '') : '';
  if (!thinks) return before + header + last.content;
  if (last.content === '') return before + header + model.thinking.open + thinking;
  return before + header + closedThinking(thinking, model.thinking) + last.content;
}
