import type { Message, Tool } from '../core/message.ts';
import type { ThinkingFormat } from '../core/thinking-format.ts';
import type { ModelInfo } from '../engine/model-info.ts';
import type { Part } from '../engine/prompt.ts';
import type { Variable } from './data-text.ts';
import { defaultTemplate } from './default-template.ts';
import { extraVariables, outdatedVariables } from './extra-variables.ts';
import { keepThinking } from './keep-thinking.ts';
import { toolVariables } from './message-variables.ts';
import { systemPlacements, withInstruction } from './place-system.ts';
import { renderTurns } from './render-turns.ts';
import { templateTraits } from './template-traits.ts';
import type { Setting } from './try-thinking.ts';
import { turnOf } from './turn.ts';

export interface PromptRequest {
  readonly model: Pick<ModelInfo, 'chatTemplate' | 'bosToken' | 'eosToken' | 'thinking'>;
  readonly messages: readonly Message[];
  readonly tools?: readonly Tool[];
  /** `open`: the prompt ends in opened thinking · `off`: by the template's switch where it has one. */
  readonly thinking: 'open' | 'off';
  /** Sends the thinking of earlier turns again. Default: it is left out. */
  readonly keepThinking?: boolean;
  /** Further variables of the template. Texts that are more than one plain word never become control text. */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** The date a template may write into the prompt. Default: now. */
  readonly now?: Date;
}

export interface RenderedPrompt {
  /** The template's text as control parts, texts of messages and tools as literal parts. */
  readonly parts: readonly Part[];
  /**
   * Thinking was turned off by the template or by leaving out the instruction to think. If not, thinking stands open
   * at the end of the prompt, also for `off`: an empty block is made by closing it at once.
   */
  readonly switchedOff: boolean;
}

/**
 * Renders messages by the model's own chat template and opens the thinking.
 *
 * No text of a message, tool or call ever reaches the template engine: the template sees marks, and the texts are put
 * in their place afterwards (see mask.ts). So `<|im_end|>` or `{{ 7 * 7 }}` in a question stay what they are.
 *
 * @throws E_TEMPLATE_INVALID where the template cannot be parsed, refuses the conversation or leaves out a text
 */
export function renderPrompt(request: PromptRequest): RenderedPrompt {
  const format = request.model.thinking;
  const instructed = format.instruction !== undefined;
  const switchedOff = request.thinking === 'off' && (format.switch !== undefined || instructed);
  const parts = render(request);
  return { parts: switchedOff ? parts : opened(parts, format), switchedOff };
}

function render(request: PromptRequest): readonly Part[] {
  const { model, tools = [], now = new Date() } = request;
  const { instruction } = model.thinking;
  const chatTemplate = model.chatTemplate ?? defaultTemplate(model.eosToken);
  const traits = templateTraits(chatTemplate);
  const switches = switchesOf(model.thinking, request.thinking);
  const kept = request.keepThinking ? keepThinking(chatTemplate, model.thinking, switches) : undefined;
  const variables: Record<string, Variable> = {
    ...extraVariables(request.variables ?? {}),
    ...outdatedVariables(chatTemplate, tools, now),
    bos_token: model.bosToken ?? '',
    eos_token: model.eosToken ?? '',
    tools: tools.length === 0 ? traits.absentTools : toolVariables(tools),
    ...kept?.setting,
    ...switches,
  };
  const turns = request.messages.map(turnOf);
  const asked = request.thinking === 'open' && instruction !== undefined ? withInstruction(turns, instruction) : turns;
  const place = kept ? { thinking: kept.place } : {};
  const calls = turns.some((turn) => turn.toolCalls !== undefined);
  const attempts = systemPlacements(asked, traits.system).flatMap((placed) =>
    // Some templates refuse ids that do not have nine letters and digits.
    (calls ? [false, true] : [false]).map((shortIds) => ({ turns: placed, input: { traits, shortIds, ...place } })),
  );
  return renderTurns({ chatTemplate, attempts, variables, tools, now });
}

function switchesOf({ switch: found }: ThinkingFormat, thinking: 'open' | 'off'): Setting {
  const value = thinking === 'off' ? found?.off : found?.on;
  return found && value !== undefined ? { [found.variable]: value } : {};
}

/** The prompt with opened thinking: what a template writes depends on the conversation, so the end of it decides. */
function opened(parts: readonly Part[], { open, reopens }: ThinkingFormat): readonly Part[] {
  const last = parts.at(-1);
  const end = last && 'text' in last && last.control ? last.text.trimEnd() : '';
  if ([open, ...reopens].some((mark) => mark.trim() !== '' && end.endsWith(mark.trim()))) return parts;
  const text = open === '' ? (reopens[0] ?? '') : open;
  if (text === '') return parts;
  if (!last || !('text' in last) || !last.control) return [...parts, { text, control: true }];
  return [...parts.slice(0, -1), { text: last.text + text, control: true }];
}
