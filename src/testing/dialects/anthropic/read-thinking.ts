import type { Behaviour } from '../behaviour.ts';
import type { Fields } from '../openai-like/fields.ts';
import { anthropicError } from './anthropic-error.ts';
import type { ClaudeRules } from './claude-rules.ts';

/** What a request asks of the thinking. */
export interface ThinkingRequest {
  readonly on: boolean;
  readonly budget?: number;
  readonly effort?: string;
  /** The text of thinking is left out, its signature is not. */
  readonly omitted: boolean;
}

const efforts = ['low', 'medium', 'high', 'xhigh', 'max'];

const documentation =
  'Please consult our documentation at https://platform.claude.com/docs/en/build-with-claude/extended-thinking';

/** Reads `thinking` and `output_config` by the rules of the model. */
export function readThinking(
  fields: Fields,
  rules: ClaudeRules,
  maxTokens: number,
  { maximum, hidesThinking }: Behaviour,
): ThinkingRequest {
  const thinking = fields.object('thinking');
  const type = thinking?.type;
  const effort = readEffort(fields, rules);
  const shown = thinking?.display === 'summarized' || (thinking?.display === undefined && rules.shown);
  const base = { omitted: !shown || hidesThinking, ...(effort !== undefined && { effort }) };
  switch (type) {
    case undefined:
      return { on: rules.byDefault, ...base };
    case 'disabled':
      // https://github.com/BerriAI/litellm/pull/35211: Opus 5 cannot switch thinking off at these efforts.
      if (rules.byDefault && (effort === 'xhigh' || effort === 'max')) {
        throw anthropicError(
          400,
          `output_config.effort '${effort}' is not supported when thinking is disabled on this model`,
        );
      }
      return { on: false, ...base };
    case 'adaptive':
      // https://github.com/elizaOS/eliza/pull/16175
      if (!rules.adaptive) throw anthropicError(400, 'adaptive thinking is not supported on this model');
      return { on: true, ...base };
    case 'enabled':
      return { on: true, ...base, ...readBudget(thinking?.budget_tokens, rules, maxTokens, maximum) };
    default:
      throw anthropicError(
        400,
        `thinking: Input tag '${String(type)}' found using 'type' does not match any of the expected tags: 'adaptive', ` +
          "'disabled', 'enabled'",
      );
  }
}

function readBudget(
  budget: unknown,
  rules: ClaudeRules,
  maxTokens: number,
  maximum: Behaviour['maximum'],
): { budget?: number } {
  // https://github.com/stippi/code-assistant/pull/119
  if (!rules.manual || maximum === 'refused') {
    throw anthropicError(
      400,
      '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" ' +
        'to control thinking behavior.',
    );
  }
  if (typeof budget !== 'number') throw anthropicError(400, 'thinking.enabled.budget_tokens: Field required');
  // https://github.com/danny-avila/LibreChat/issues/8346
  if (budget < 1024) {
    throw anthropicError(400, 'thinking.enabled.budget_tokens: Input should be greater than or equal to 1024');
  }
  // https://github.com/sigoden/aichat/issues/1304
  if (budget >= maxTokens) {
    throw anthropicError(
      400,
      `\`max_tokens\` must be greater than \`thinking.budget_tokens\`. ${documentation}#max-tokens-and-context-window-size`,
    );
  }
  return maximum === 'held' ? { budget } : {};
}

/** https://platform.claude.com/docs/en/build-with-claude/effort, https://github.com/elizaOS/eliza/pull/16175 */
function readEffort(fields: Fields, rules: ClaudeRules): string | undefined {
  const effort = fields.object('output_config')?.effort;
  if (effort === undefined) return undefined;
  if (!rules.adaptive) throw anthropicError(400, 'This model does not support the effort parameter.');
  if (typeof effort === 'string' && efforts.includes(effort)) return effort;
  const expected = efforts.map((value) => `'${value}'`).join(', ');
  throw anthropicError(400, `output_config.effort: Input should be ${expected}`);
}

/** Sampling that goes with thinking, or with the model at all. */
export function checkSampling(fields: Fields, rules: ClaudeRules, thinks: boolean): void {
  for (const field of ['temperature', 'top_p', 'top_k']) {
    if (!fields.has(field)) continue;
    // Opus 4.7 took them out: https://platform.claude.com/docs/en/about-claude/models/migration-guide,
    // https://github.com/RooCodeInc/Roo-Code/issues/12162
    if (!rules.sampling) throw anthropicError(400, `\`${field}\` is deprecated for this model.`);
    // https://github.com/MayDay-wpf/snow-app/issues/42
    if (!thinks || (field === 'temperature' && fields.number(field) === 1) || field === 'top_p') continue;
    const only = field === 'temperature' ? 'may only be set to 1' : 'must be unset';
    throw anthropicError(400, `\`${field}\` ${only} when thinking is enabled or in adaptive mode. ${documentation}`);
  }
}
