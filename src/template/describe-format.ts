import type { ThinkingFormat } from '../core/thinking-format.ts';
import { defaultTemplate } from './default-template.ts';

const origins: Readonly<Record<ThinkingFormat['foundBy'], string>> = {
  template: 'found in the chat template',
  family: "known from the model's family",
  user: 'as you said',
  server: 'the server tells thinking apart itself',
  prompted: 'made up: the model is asked in words to think between tags',
};

/**
 * One line for people: which delimiters, whether thinking can be turned off, and how all that was found.
 *
 * @param model - given, a model without a chat template is mentioned too
 */
export function describeFormat(
  format: ThinkingFormat,
  model?: { readonly chatTemplate?: string; readonly eosToken?: string },
): string {
  const open = format.open === '' ? `${shown(format.reopens[0] ?? '')} (opened by the template)` : shown(format.open);
  const facts = [
    `${format.name}: ${open} ... ${shown(format.close)}`,
    origins[format.foundBy],
    format.switch && `off by ${format.switch.variable}=${format.switch.off}`,
    model && model.chatTemplate === undefined && withoutTemplate(model.eosToken),
  ];
  return facts.filter(Boolean).join('; ');
}

function withoutTemplate(eosToken: string | undefined): string {
  const form = defaultTemplate(eosToken).includes('<|im_start|>') ? 'ChatML' : '"User:" and "Assistant:" lines';
  return `no chat template: prompts are written as ${form}`;
}

function shown(text: string): string {
  return text.replaceAll('\n', '\\n');
}
