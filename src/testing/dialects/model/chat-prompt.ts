import type { ThinkingFormat } from '../../../core/thinking-format.ts';

/** A message as a chat template sees it. */
export interface ChatTurn {
  readonly role: string;
  readonly content: string;
  readonly thinking?: string;
}

/** How the template opens the assistant's turn: inside thinking, behind an empty block of it, or as it is. */
export type TurnOpening = 'thinking' | 'no-thinking' | 'bare';

const header = '<|im_start|>assistant\n';

/** Finished turns, in ChatML. Thinking of earlier turns is dropped, as the templates of thinking models do. */
export function turnsText(turns: readonly ChatTurn[]): string {
  return turns.map(({ role, content }) => `<|im_start|>${role}\n${content}<|im_end|>\n`).join('');
}

/** The beginning of the assistant's turn. */
export function turnOpening(opening: TurnOpening, { open, close }: ThinkingFormat): string {
  if (opening === 'bare') return header;
  return opening === 'thinking' ? header + open : `${header}${open}\n${close}\n\n`;
}

/** A last turn that is left open: its thinking is closed, where it has some, and its content follows. */
export function openTurn({ content, thinking }: ChatTurn, format: ThinkingFormat): string {
  if (thinking === undefined || thinking === '') return header + content;
  return `${header}${closedThinking(thinking, format)}${content}`;
}

/** Thinking with its delimiters, ready for the answer. */
export function closedThinking(thinking: string, { open, close }: ThinkingFormat): string {
  return `${open}${thinking}\n${close}\n\n`;
}

/** The turns with a line about the effort in front, where the model is told about it. */
export function withEffort(turns: readonly ChatTurn[], effort: string | undefined): readonly ChatTurn[] {
  return effort === undefined ? turns : [{ role: 'system', content: `Reasoning: ${effort}` }, ...turns];
}
