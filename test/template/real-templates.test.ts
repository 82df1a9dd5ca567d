import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conversations, thinkingFormatsTable } from '../../scripts/thinking-formats-table.ts';
import { compileTemplate } from '../../src/template/compile-template.ts';
import { findThinkingFormat } from '../../src/template/find-thinking-format.ts';
import { knownFormats } from '../../src/template/known-formats.ts';
import { renderPrompt } from '../../src/template/render-prompt.ts';
import { templateTraits } from '../../src/template/template-traits.ts';
import { realTemplates } from './real-templates.ts';

const templates = realTemplates();
const now = new Date(2026, 0, 2);

test('the table of docs/thinking-formats.md says what mull really finds', () => {
  const document = readFileSync(resolve(import.meta.dirname, '../../docs/thinking-formats.md'), 'utf8');
  expect(document).toContain(`<!-- table -->\n\n${thinkingFormatsTable(templates)}\n\n<!-- end of table -->`);
});

test('the document names every format that can be asked for by name', () => {
  const document = readFileSync(resolve(import.meta.dirname, '../../docs/thinking-formats.md'), 'utf8');
  const names = [...knownFormats.map(({ format }) => format.name), 'prompted'];
  expect(document.replace(/\s+/g, ' ')).toContain(names.map((name) => `\`${name}\``).join(', '));
});

test('every template in the table writes a question, and several turns with a system message', () => {
  expect(templates.length).toBeGreaterThanOrEqual(70);
  for (const { name, text } of templates) {
    const model = { chatTemplate: text, thinking: findThinkingFormat({ name, chatTemplate: text }) };
    for (const request of [conversations['one question'], conversations['several turns']]) {
      const { parts } = renderPrompt({ model, thinking: 'open', messages: request?.messages ?? [] });
      const literal = parts.flatMap((part) => ('text' in part && !part.control ? [part.text] : [])).join('\n');
      for (const message of request?.messages ?? []) expect(literal, name).toContain(message.content);
    }
  }
});

test('every prompt for a model that thinks ends where its thinking begins', () => {
  for (const { name, text } of templates) {
    const thinking = findThinkingFormat({ name, chatTemplate: text });
    const { parts, switchedOff } = renderPrompt({
      model: { chatTemplate: text, thinking },
      messages: [{ role: 'user', content: 'Why?' }],
      thinking: 'open',
    });
    const last = parts.at(-1);
    expect(switchedOff).toBe(false);
    expect(last && 'text' in last && last.control && last.text.trimEnd(), name).toMatch(
      new RegExp(`${escaped(thinking.reopens[0] ?? '')}$`),
    );
  }
});

test('with thinking off by a switch, no template leaves thinking open', () => {
  const switched = templates.filter(({ name, text }) => {
    const thinking = findThinkingFormat({ name, chatTemplate: text });
    if (!thinking.switch) return false;
    const { parts, switchedOff } = renderPrompt({
      model: { chatTemplate: text, thinking },
      messages: [{ role: 'user', content: 'Why?' }],
      thinking: 'off',
    });
    const prompt = parts.map((part) => ('text' in part ? part.text : '')).join('');
    expect(switchedOff, name).toBe(true);
    expect(prompt.trimEnd().endsWith(thinking.reopens[0] ?? ''), name).toBe(false);
    return true;
  });
  expect(switched.length).toBeGreaterThan(25);
});

/** Quotes, line ends, white space and letters of several scripts, but nothing that any template looks for. */
const harmless = fc
  .string({ unit: fc.constantFrom(...'abzAZ019 \n\t"\\\'&.,:üßπ中😀'), minLength: 1, maxLength: 30 })
  .map((text) => text.replace(/^[\u2000-\u200a]/, ''))
  .filter((text) => text.trim() !== '');

describe('the parts of a prompt, put together, are what the template itself would have written', () => {
  test.for(templates)('$name', ({ name, text }) => {
    const template = compileTemplate(text);
    const traits = templateTraits(text);
    const thinking = { ...findThinkingFormat({ name, chatTemplate: text }), instruction: undefined };
    const on = thinking.switch?.on === undefined ? {} : { [thinking.switch.variable]: thinking.switch.on };
    fc.assert(
      fc.property(fc.tuple(harmless, harmless, harmless, harmless), ([system, first, answer, second]) => {
        const messages = [
          ...(traits.system ? [{ role: 'system' as const, content: system }] : []),
          { role: 'user' as const, content: first },
          { role: 'assistant' as const, content: answer },
          { role: 'user' as const, content: second },
        ];
        const variables = {
          messages,
          tools: traits.absentTools,
          functions: '',
          datetime: '2026-01-02',
          bos_token: '<s>',
          eos_token: '</s>',
          add_generation_prompt: true,
          ...on,
        };
        const model = { chatTemplate: text, thinking, bosToken: '<s>', eosToken: '</s>' };
        const { parts } = renderPrompt({ model, messages, thinking: 'open', now });
        const prompt = parts.map((part) => ('text' in part ? part.text : '')).join('');
        const direct = template.run(variables, { now, steps: 100_000 });
        expect(prompt.startsWith(direct)).toBe(true);
        const added = prompt.slice(direct.length);
        expect(['', thinking.open, thinking.reopens[0]]).toContain(added);
      }),
      { numRuns: 25 },
    );
  });
});

function escaped(text: string): string {
  return text.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
