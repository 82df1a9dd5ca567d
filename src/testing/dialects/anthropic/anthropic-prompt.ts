import type { Behaviour } from '../behaviour.ts';
import { turnOpening, turnsText, withEffort } from '../model/chat-prompt.ts';
import type { ServedModel } from '../model/served-model.ts';
import type { Fields } from '../openai-like/fields.ts';
import { readTurns, textOf } from '../openai-like/read-turns.ts';
import { anthropicError } from './anthropic-error.ts';
import type { ClaudeRules } from './claude-rules.ts';
import type { ThinkingRequest } from './read-thinking.ts';

/** The prompt of a conversation. https://platform.claude.com/docs/en/api/messages */
export function anthropicPrompt(
  model: ServedModel,
  behaviour: Behaviour,
  fields: Fields,
  rules: ClaudeRules,
  thinking: ThinkingRequest,
): string {
  const system = textOf(fields.any('system'));
  const turns = readTurns(fields, []);
  const wrong = turns.findIndex(({ role }) => role !== 'user' && role !== 'assistant');
  if (wrong !== -1) {
    throw anthropicError(400, `messages.${wrong}.role: Input should be 'user' or 'assistant'`);
  }
  for (const [index, { sent }] of turns.entries()) {
    // https://github.com/RooCodeInc/Roo-Code/issues/11429
    const extra = Object.keys(sent).find((field) => field !== 'role' && field !== 'content');
    if (extra !== undefined) throw anthropicError(400, `messages.${index}.${extra}: Extra inputs are not permitted`);
  }
  const all = [...(system === '' ? [] : [{ role: 'system', content: system }]), ...turns];
  const told = behaviour.effort ? thinking.effort : undefined;
  const opening = turnOpening(thinking.on ? 'thinking' : 'no-thinking', model.thinking);
  const last = turns.at(-1)!;
  if (last.role !== 'assistant' || behaviour.prefill === 'ignored') return turnsText(withEffort(all, told)) + opening;
  // https://github.com/smallmain/vscode-unify-chat-provider/issues/249
  if (!rules.prefill || behaviour.prefill === 'refused') {
    throw anthropicError(
      400,
      'This model does not support assistant message prefill. The conversation must end with a user message.',
    );
  }
  // https://platform.claude.com/docs/en/build-with-claude/extended-thinking: responses cannot be prefilled with thinking.
  if (thinking.on) {
    throw anthropicError(
      400,
      `messages.${turns.length - 1}.content.0.type: Expected \`thinking\` or \`redacted_thinking\`, but found \`text\`. ` +
        'When `thinking` is enabled, a final `assistant` message must start with a thinking block.',
    );
  }
  // https://platform.claude.com/docs/en/build-with-claude/prompt-engineering/prefill-claudes-response
  if (/\s$/.test(last.content)) {
    throw anthropicError(400, 'messages: final assistant content cannot end with trailing whitespace');
  }
  return turnsText(withEffort(all.slice(0, -1), told)) + opening + last.content;
}
