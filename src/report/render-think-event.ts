import type { ThinkEvent } from '../core/events.ts';
import { emptyFlow, endFlow, type Flow, type FlowOptions, flowText } from './flow-text.ts';
import { printableText } from './printable-text.ts';
import { receiptLines } from './receipt-lines.ts';
import { type Role, symbols, type TextStyle } from './text-style.ts';

/** What of a run has been printed so far. */
export interface RenderState {
  readonly channel: 'none' | 'thinking' | 'answer';
  readonly flow: Flow;
}

export const beforeThinking: RenderState = { channel: 'none', flow: emptyFlow };

/**
 * What to print for one event of a run: thinking behind a gutter, then the answer, then the receipt. Text that mull
 * put in stands in brackets, so that it can be told from the model's own without colours too.
 */
export function renderThinkEvent(state: RenderState, event: ThinkEvent, style: TextStyle): [RenderState, string] {
  switch (event.type) {
    case 'prompt':
    case 'tool-call':
    case 'branch-start':
    case 'branch-end':
    case 'vote':
      return [state, ''];
    case 'thinking-start':
      return openChannel(state, 'thinking', style);
    case 'answer-start':
      return openChannel(state, 'answer', style);
    case 'thinking-end':
      return closeChannel(state, style);
    case 'thinking-delta':
      return add(state, event.text, event.forced ? 'forced' : 'thinking', style);
    case 'answer-delta':
      return add(state, event.text, event.forced ? 'forced' : 'answer', style);
    case 'forced':
      return add(state, note(event, state.flow), 'forced', style);
    case 'finish': {
      const { answer, finishReason, receipt } = event.result;
      const [closed, ended] = closeChannel(state, style);
      const missing = answer === '' && finishReason !== 'tool-call' ? `${style.paint('faint', '(no answer)')}\n` : '';
      return [closed, `${ended}${missing}\n${receiptLines(receipt, style).join('\n')}\n`];
    }
  }
}

/** Interventions that put no text of their own into the thinking would otherwise not be seen. */
function note({ kind, text, position }: Extract<ThinkEvent, { type: 'forced' }>, flow: Flow): string {
  const before = flow.word.length > 0 || flow.breaks + flow.spaces === 0 ? ' ' : '';
  if (kind === 'cut') return `${before}cut at ${position}`;
  if (kind === 'wait' && text.trim() === '') return `${before}end suppressed `;
  return '';
}

function openChannel(state: RenderState, channel: 'thinking' | 'answer', style: TextStyle): [RenderState, string] {
  const [, ended] = closeChannel(state, style);
  return [{ channel, flow: emptyFlow }, ended];
}

function closeChannel(state: RenderState, style: TextStyle): [RenderState, string] {
  const rest = endFlow(state.flow, flowOptions(state, style));
  const written = state.flow.begun || rest !== '';
  return [beforeThinking, written ? `${rest}\n` : ''];
}

function add(state: RenderState, text: string, role: Role, style: TextStyle): [RenderState, string] {
  const printable = printableText(text);
  const [flow, written] = flowText(
    state.flow,
    role === 'forced' ? bracketed(printable) : printable,
    role,
    flowOptions(state, style),
  );
  return [{ ...state, flow }, written];
}

/** `\nWait` becomes `\n[Wait]`: white space stays outside, and a text of nothing else has no brackets. */
function bracketed(text: string): string {
  const [, before = '', inside = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? [];
  return inside === '' ? text : `${before}[${inside}]${after}`;
}

function flowOptions(state: RenderState, style: TextStyle): FlowOptions {
  return { style, gutter: state.channel === 'thinking' ? symbols(style).gutter : '' };
}
