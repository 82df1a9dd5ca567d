import { Refusal } from '../server/answer.ts';

/** Whether a request thinks, and how hard. */
export interface Think {
  readonly on: boolean;
  readonly level?: string;
}

const levels = ['high', 'medium', 'low', 'max'];

/**
 * The `think` field of Ollama's own API.
 *
 * ollama/ollama, api/types.go:1202 (values), server/routes.go:454-462 and 2616-2628 (a thinking model thinks unless told
 * otherwise; another model refuses), docs/capabilities/thinking.mdx (gpt-oss ignores true and false).
 */
export function readThink(value: unknown, model: string): Think {
  const thinks = !/^(llama3|gemma2|mistral)/.test(model);
  if (value !== undefined && typeof value !== 'boolean' && typeof value !== 'string') {
    throw refuse('think must be a boolean or string ("high", "medium", "low", "max", true, or false)');
  }
  if (typeof value === 'string' && !levels.includes(value)) {
    throw refuse(`invalid think value: "${value}" (must be "high", "medium", "low", "max", true, or false)`);
  }
  const wanted = value ?? thinks;
  if (wanted !== false && !thinks) throw refuse(`"${model}" does not support thinking`);
  if (model.startsWith('gpt-oss')) {
    // server/routes.go:427-434: its harmony format knows no "max".
    const level = typeof value === 'string' ? (value === 'max' ? 'high' : value) : 'medium';
    return { on: true, level };
  }
  return { on: wanted !== false, ...(typeof wanted === 'string' && { level: wanted }) };
}

/**
 * The value of `think` for an effort of the OpenAI-compatible API; unknown tiers are clamped, not refused.
 *
 * openai/openai.go:531-546, thinkFromReasoningEffort
 */
export function thinkOfEffort(effort: string | undefined): boolean | string | undefined {
  switch (effort) {
    case undefined:
    case '':
      return undefined;
    case 'none':
      return false;
    case 'minimal':
      return 'low';
    case 'low':
    case 'medium':
    case 'high':
    case 'max':
      return effort;
    case 'xhigh':
    case 'ultra':
      return 'max';
    default:
      throw refuse(
        `invalid reasoning value: "${effort}" (must be "minimal", "low", "medium", "high", "xhigh", "ultra", "max", or ` +
          '"none")',
      );
  }
}

/** An error of Ollama's own API: docs/api/errors.mdx. */
export function refuse(message: string, status = 400): Refusal {
  return new Refusal(status, { error: message });
}
