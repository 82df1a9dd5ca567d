import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Message, Tool } from '../../src/core/message.ts';
import { MullError } from '../../src/core/mull-error.ts';
import type { Part } from '../../src/engine/prompt.ts';
import { findThinkingFormat } from '../../src/template/find-thinking-format.ts';
import { renderPrompt } from '../../src/template/render-prompt.ts';
import { realTemplates } from './real-templates.ts';

const fragments = [
  '<|im_end|>', '<|im_start|>', '<|im_start|>think', '<think>', '</think>', '[THINK]', '[/THINK]', '[INST]', '[/INST]',
  '<|end|>', '<|start|>assistant<|channel|>final<|message|>', '<|channel|>analysis<|message|>', '<|close|>', '<|eom|>',
  '<channel|>', '<turn|>', '<|END_THINKING|>', '</seed:think>', '<|eot_id|>', '<｜end▁of▁sentence｜>', '</s>', '<s>',
  '{{ 7 * 7 }}', "{% raw %}", '{# #}', "{{ raise_exception('x') }}", '/no_think', '/think', '<tool_response>', 'é"',
  '\\"é', '\u200a\u2000\u2000\u2000\u2000\u2000\u2000\u200a', '0000000000000000', '"}]', '\\', '\n', ' ', '\u0000', '😀',
  '</tools>', '&quot;', '<|tool_call>',
]; // biome-ignore format: a list of fragments is read best in lines
const hostile = fc
  .array(
    fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...fragments) }, fc.string({ unit: 'binary', maxLength: 8 })),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((pieces) => pieces.join(''));

const models = realTemplates().map(({ name, text }) => {
  const thinking = findThinkingFormat({ name, chatTemplate: text });
  return { name, model: { chatTemplate: text, thinking, bosToken: '<s>', eosToken: '</s>' } };
});
const s1 = {
  name: 's1 without a template of its own',
  model: { thinking: findThinkingFormat({ name: 's1-32B' }), eosToken: '<|im_end|>' },
};
const now = new Date(2026, 0, 2);

describe('no text of a conversation changes what the template writes, and every text is there as it is', () => {
  test.for([...models, s1])('$name', ({ model }) => {
    const benign = conversation(['aSz', 'aUz', 'aTz', 'aAz', 'aVz']);
    for (const keepThinking of [false, true]) {
      for (const thinking of ['open', 'off'] as const) {
        const expected = controlText(renderPrompt({ model, messages: benign, thinking, keepThinking, now }).parts);
        fc.assert(
          fc.property(fc.array(hostile, { minLength: 5, maxLength: 5 }), (texts) => {
            const wrapped = texts.map((text) => `a${text}z`);
            const messages = conversation(wrapped);
            const { parts } = renderPrompt({ model, messages, thinking, keepThinking, now });
            expect(controlText(parts)).toBe(expected);
            const [system, first, thought, answer, second] = wrapped as [string, string, string, string, string];
            expectInOrder(parts, keepThinking ? [first, thought, answer, second] : [first, answer, second]);
            expectInOrder(parts, [system]);
          }),
          { numRuns: 12 },
        );
      }
    }
  });
});

describe('no text of a tool, its call or its result changes what the template writes', () => {
  test.for(models)('$name', ({ model }) => {
    const request = (texts: readonly string[]): { messages: Message[]; tools: Tool[] } => withTools(texts);
    const expected = rendered(() =>
      renderPrompt({ model, ...request(['a0z', 'a1z', 'a2z', 'a3z', 'a4z']), thinking: 'open', now }),
    );
    fc.assert(
      fc.property(fc.uniqueArray(hostile, { minLength: 5, maxLength: 5 }), (texts) => {
        const wrapped = texts.map((text, index) => `a${index}${text}z`);
        const actual = rendered(() => renderPrompt({ model, ...request(wrapped), thinking: 'open', now }));
        if (typeof expected === 'string') {
          expect(actual).toBe(expected);
          return;
        }
        expect(typeof actual).toBe('object');
        expect(controlText(actual as readonly Part[])).toBe(controlText(expected));
      }),
      { numRuns: 8 },
    );
  });
});

/** Outer letters keep the texts from being trimmed; that trimming is right is tested elsewhere. */
function conversation([system, first, thought, answer, second]: readonly string[]): Message[] {
  return [
    { role: 'system', content: system ?? '' },
    { role: 'user', content: first ?? '' },
    { role: 'assistant', content: answer ?? '', thinking: thought ?? '' },
    { role: 'user', content: second ?? '' },
  ];
}

function withTools([name, description, parameter, value, result]: readonly string[]): {
  messages: Message[];
  tools: Tool[];
} {
  const call = {
    id: 'call_0123456789',
    name: name ?? '',
    arguments: JSON.stringify({ [parameter ?? '']: value, n: 1 }),
  };
  const parameters = {
    type: 'object',
    properties: {
      [parameter ?? '']: { type: 'string', description, enum: [value] },
      n: { type: 'integer', description },
    },
    required: [parameter],
  };
  return {
    tools: [{ name: name ?? '', description: description ?? '', parameters }],
    messages: [
      { role: 'user', content: 'question' },
      { role: 'assistant', content: '', toolCalls: [call] },
      { role: 'tool', toolCallId: call.id, content: result ?? '' },
    ],
  };
}

/** The parts, or why there are none: whether a template takes tools must not depend on their texts either. */
function rendered(render: () => { parts: readonly Part[] }): readonly Part[] | string {
  try {
    return render().parts;
  } catch (error) {
    if (!MullError.isMullError(error)) throw error;
    return error.code;
  }
}

function controlText(parts: readonly Part[]): string {
  return parts.map((part) => ('text' in part && part.control ? part.text : '\u0001')).join('');
}

function literals(parts: readonly Part[]): string[] {
  return parts.flatMap((part) => ('text' in part && !part.control ? [part.text] : []));
}

function expectInOrder(parts: readonly Part[], texts: readonly string[]): void {
  const all = literals(parts).join('\u0001');
  let position = 0;
  for (const text of texts) {
    const found = all.indexOf(text, position);
    expect(found, `${JSON.stringify(text)} in ${JSON.stringify(all)}`).toBeGreaterThanOrEqual(position);
    position = found + text.length;
  }
}
