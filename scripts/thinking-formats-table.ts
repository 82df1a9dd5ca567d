import type { Message } from '../src/core/message.ts';
import { MullError } from '../src/core/mull-error.ts';
import type { ThinkingFormat } from '../src/core/thinking-format.ts';
import { findThinkingFormat } from '../src/template/find-thinking-format.ts';
import { type PromptRequest, renderPrompt } from '../src/template/render-prompt.ts';
import { templateTraits } from '../src/template/template-traits.ts';

/** The table of docs/thinking-formats.md, made from what really happens with each template. */
export function thinkingFormatsTable(templates: readonly { readonly name: string; readonly text: string }[]): string {
  const rows = templates.map(({ name, text }) => {
    const format = findThinkingFormat({ name, chatTemplate: text });
    return [name, `${format.name} (${format.foundBy})`, ...delimiters(format), switchOf(format), notes(text, format)];
  });
  const heading = ['Template', 'Format (found by)', 'Opened by', 'Ended by', 'Cut by', 'Off by', 'Notes'];
  return [heading, heading.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function delimiters({ open, reopens, ends, cut, foundBy }: ThinkingFormat): string[] {
  if (foundBy === 'prompted') return ['as prompted', '', ''];
  const opened = open === '' ? `the template: ${code(reopens[0] ?? '')}` : code(open);
  return [opened, ends.map(code).join(' '), code(cut)];
}

function switchOf({ switch: found }: ThinkingFormat): string {
  if (!found) return '';
  return code(`${found.variable}=${found.off}`) + (found.on === undefined ? '' : `, on by ${code(String(found.on))}`);
}

function notes(chatTemplate: string, thinking: ThinkingFormat): string {
  const refusals = Object.entries(conversations).flatMap(([what, request]) => {
    const refusal = refusalOf({ model: { chatTemplate, thinking }, thinking: 'open', ...request });
    return refusal === undefined ? [] : [`${what}: ${refusal}`];
  });
  return [
    ...(thinking.header ? ['the model writes the headers of its messages'] : []),
    ...(templateTraits(chatTemplate).system ? [] : ['system messages go into the first user message']),
    ...refusals,
  ].join('; ');
}

const question: Message = { role: 'user', content: 'What is the weather in Oslo?' };
const system: Message = { role: 'system', content: 'Answer briefly.' };
const call = { id: 'call00000', name: 'weather', arguments: '{"city":"Oslo"}' };
const tools = [
  {
    name: 'weather',
    description: 'The weather of a city.',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string', description: 'Its name.' } },
      required: ['city'],
    },
  },
];

/** What every template is tried with. */
export const conversations: Readonly<Record<string, Pick<PromptRequest, 'messages' | 'tools'>>> = {
  'one question': { messages: [question] },
  'several turns': { messages: [system, question, { role: 'assistant', content: 'Rain.' }, question] },
  tools: { messages: [question], tools },
  'tool results': {
    messages: [
      question,
      { role: 'assistant', content: '', toolCalls: [call] },
      { role: 'tool', toolCallId: call.id, content: 'Rain, 4 degrees.' },
    ],
    tools,
  },
};

function refusalOf(request: PromptRequest): string | undefined {
  try {
    renderPrompt(request);
    return undefined;
  } catch (error) {
    if (MullError.isMullError(error) && error.code === 'E_TEMPLATE_INVALID') {
      return error.message.replace('The chat template has no place for', 'no place for').replace(/\.$/, '');
    }
    throw error;
  }
}

function code(text: string): string {
  return `\`${text.replaceAll('\n', '\\n').replaceAll('|', '\\|')}\``;
}
