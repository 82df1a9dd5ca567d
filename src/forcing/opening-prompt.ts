import type { BudgetFields } from '../core/budget.ts';
import type { Message, Tool } from '../core/message.ts';
import type { Engine } from '../engine/engine.ts';
import type { Prompt } from '../engine/prompt.ts';
import { renderPrompt } from '../template/render-prompt.ts';
import type { ForcingPlan } from './forcing-plan.ts';

/** What a run opens its sequence with. */
export interface OpeningPrompt {
  readonly prompt: Prompt;
  readonly opening: ForcingPlan['opening'];
  /** Whether mull writes the delimiters of the thinking, or the engine. */
  readonly writesDelimiters: boolean;
}

/**
 * The prompt of a conversation as this engine takes it: rendered here with the thinking opened, or as messages.
 *
 * @throws E_TEMPLATE_INVALID where the template refuses the conversation
 */
export function openingPrompt(
  engine: Engine,
  request: {
    readonly messages: readonly Message[];
    readonly tools?: readonly Tool[] | undefined;
    readonly keepThinking?: boolean | undefined;
    /** Decides whether the thinking is opened or switched off. */
    readonly fields: BudgetFields;
  },
): OpeningPrompt {
  const { messages, fields, keepThinking } = request;
  const tools = request.tools ? { tools: request.tools } : {};
  const { continuation } = engine.abilities;
  if (continuation === 'chat' || continuation === 'none') {
    return { prompt: { messages, ...tools }, opening: 'unopened', writesDelimiters: false };
  }
  const wantsNone = fields.max === 0 || (fields.max === undefined && fields.effort === 'none');
  const { parts, switchedOff } = renderPrompt({
    model: engine.model,
    messages,
    thinking: wantsNone ? 'off' : 'open',
    ...tools,
    ...(keepThinking === undefined ? {} : { keepThinking }),
  });
  return { prompt: { parts }, opening: switchedOff ? 'off' : 'open', writesDelimiters: true };
}
