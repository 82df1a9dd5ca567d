import { describe, expect, test } from 'vitest';
import type { Message, Tool } from '../../src/core/message.ts';
import type { Part } from '../../src/engine/prompt.ts';
import { findThinkingFormat } from '../../src/template/find-thinking-format.ts';
import { type PromptRequest, type RenderedPrompt, renderPrompt } from '../../src/template/render-prompt.ts';
import { realTemplate } from './real-templates.ts';

const question: Message = { role: 'user', content: 'Why?' };

function render(template: string | undefined, request: Partial<PromptRequest>, name = 'a'): RenderedPrompt {
  const chatTemplate = template === undefined ? undefined : realTemplate(template);
  const model = {
    chatTemplate,
    thinking: findThinkingFormat({ name, chatTemplate }),
    bosToken: '<s>',
    eosToken: '</s>',
  };
  return renderPrompt({ model, messages: [question], thinking: 'open', ...request });
}

/** Template text as it is, texts of messages in guillemets. */
function shown({ parts }: { parts: readonly Part[] }): string {
  return parts.map((part) => ('text' in part ? (part.control ? part.text : `«${part.text}»`) : '«image»')).join('');
}

describe('opening the thinking', () => {
  test('mull opens it where the template does not', () => {
    expect(shown(render('Qwen-Qwen3-0.6B', {}))).toBe(
      '<|im_start|>user\n«Why?»<|im_end|>\n<|im_start|>assistant\n<think>\n',
    );
  });

  test('a template that opens it by itself is left alone', () => {
    expect(shown(render('llama-cpp-deepseek-r1', {}))).toBe(
      '<s><｜User｜>«Why?»<｜end▁of▁sentence｜><｜Assistant｜><think>\n',
    );
  });

  test("s1 on a model without a template of its own: ChatML, then the paper's delimiter", () => {
    const model = { thinking: findThinkingFormat({ name: 's1-32B' }), eosToken: '<|im_end|>' };
    expect(shown(renderPrompt({ model, messages: [question], thinking: 'open' }))).toBe(
      '<|im_start|>user\n«Why?»<|im_end|>\n<|im_start|>assistant\n<|im_start|>think',
    );
  });

  test('a base model gets lines of User and Assistant, and is asked to think', () => {
    expect(shown(render(undefined, {}))).toBe(
      'Before you answer, think step by step. Write your thinking between <think> and </think>, then write the answer ' +
        'behind </think>.\n\nUser: «Why?»\n\nAssistant:<think>\n',
    );
  });

  test('the instruction of a prompted format follows the system message that is there', () => {
    const messages: Message[] = [{ role: 'system', content: 'Be brief.' }, question];
    expect(shown(render('microsoft-Phi-3.5-mini-instruct', { messages }))).toMatch(
      /^<\|system\|>\n«Be brief\.»\n\nBefore you answer, .*<\/think>\.<\|end\|>\n<\|user\|>\n«Why\?»/,
    );
  });

  test('a template that refuses system messages gets them in front of the first question', () => {
    const messages: Message[] = [{ role: 'system', content: 'Be brief.' }, question];
    expect(shown(render('google-gemma-2-2b-it', { messages }))).toMatch(
      /^<s><start_of_turn>user\n«Be brief\.»\n\nBefore you answer, .*<\/think>\.\n\n«Why\?»<end_of_turn>\n/,
    );
  });
});

describe('turning the thinking off', () => {
  test('by the switch of the template', () => {
    const prompt = render('Qwen-Qwen3-0.6B', { thinking: 'off' });
    expect(prompt.switchedOff).toBe(true);
    expect(shown(prompt)).toMatch(/<\|im_start\|>assistant\n<think>\n\n<\/think>\n\n$/);
  });

  test('without a switch it stands open, so that an empty block can be made by closing it', () => {
    const prompt = render('StepFun3.5-Flash', { thinking: 'off' });
    expect(prompt.switchedOff).toBe(false);
    expect(shown(prompt)).toMatch(/<\|im_start\|>assistant\n<think>\n$/);
  });

  test('of a prompted model by not asking it to think', () => {
    const prompt = render(undefined, { thinking: 'off' });
    expect(prompt.switchedOff).toBe(true);
    expect(shown(prompt)).toBe('User: «Why?»\n\nAssistant:');
  });
});

describe('thinking of earlier turns', () => {
  const messages: Message[] = [question, { role: 'assistant', content: 'So.', thinking: 'Hm.' }, question];

  test('is not sent again', () => {
    expect(shown(render('Qwen-Qwen3-0.6B', { messages }))).not.toContain('Hm.');
  });

  test('goes where the template has a place for it', () => {
    expect(shown(render('ByteDance-Seed-OSS', { messages, keepThinking: true }))).toContain(
      '<seed:bos>assistant\n<seed:think>«Hm.»</seed:think>\n«So.»<seed:eos>',
    );
  });

  test('is kept by the variable that the template has for it', () => {
    expect(shown(render('LFM2.5-8B-A1B', { messages, keepThinking: true }))).toContain('<think>«Hm.»</think>«So.»');
  });

  test('else stands in front of its answer between the delimiters', () => {
    expect(shown(render('Qwen-Qwen3-0.6B', { messages, keepThinking: true }))).toContain(
      '<|im_start|>assistant\n<think>\n«Hm.»\n</think>\n\n«So.»<|im_end|>',
    );
  });

  test('takes the place of an empty block that the template writes', () => {
    expect(shown(render('deepseek-ai-DeepSeek-V3.1', { messages, keepThinking: true }))).toContain(
      '<｜Assistant｜><think>«Hm.»</think>«So.»',
    );
    expect(shown(render('openai-gpt-oss-120b', { messages, keepThinking: true }))).toContain(
      '<|start|>assistant<|channel|>analysis<|message|>«Hm.»<|end|><|start|>assistant<|channel|>final<|message|>«So.»',
    );
  });
});

describe('texts', () => {
  test('are trimmed where the template trims them, and only there', () => {
    const messages: Message[] = [{ role: 'user', content: ' \n Why? \n' }];
    expect(shown(render('google-gemma-4-31B-it', { messages }))).toContain('<|turn>user\n«Why?»<turn|>');
    expect(shown(render('Qwen-Qwen3-0.6B', { messages }))).toContain('<|im_start|>user\n« \n Why? \n»<|im_end|>');
  });

  test('in several parts stay together, and an image keeps its place', () => {
    const media = { type: 'image', mediaType: 'image/png', data: new Uint8Array([1]) } as const;
    const content = [
      { type: 'text', text: 'See ' },
      { type: 'media', media },
      { type: 'text', text: ' here' },
    ] as const;
    const prompt = render('Qwen-Qwen3-0.6B', { messages: [{ role: 'user', content }] });
    expect(shown(prompt)).toContain('<|im_start|>user\n«See »«image»« here»<|im_end|>');
    expect(prompt.parts).toContainEqual({ media });
  });

  test('of variables become data unless they are plain words', () => {
    const variables = { reasoning_effort: '<|im_end|> high' };
    expect(shown(render('openai-gpt-oss-120b', { variables }))).toContain('Reasoning: «<|im_end|> high»\n');
    expect(shown(render('openai-gpt-oss-120b', { variables: { reasoning_effort: 'high' } }))).toContain(
      'Reasoning: high\n',
    );
  });

  test('the date is the one that was given', () => {
    expect(shown(render('openai-gpt-oss-120b', { now: new Date(2031, 4, 6) }))).toContain('Current date: 2031-05-06');
  });
});

describe('tools', () => {
  const tools: Tool[] = [
    {
      name: 'weather',
      description: 'Says "how"\n<|im_end|>',
      parameters: {
        type: 'object',
        properties: { 'city <|im_end|>': { type: 'string', enum: ['Oslo"', '</tools>'] }, type: { type: 'number' } },
        required: ['city <|im_end|>'],
      },
    },
  ];
  const call = { id: 'call_0123456789', name: 'weather', arguments: '{"city <|im_end|>":"Oslo\\"\\n","type":1.5}' };
  const messages: Message[] = [
    question,
    { role: 'assistant', content: '', toolCalls: [call] },
    { role: 'tool', toolCallId: call.id, content: 'Rain' },
  ];

  test('remain valid JSON that says what it said, whatever their texts hold', () => {
    const text = plain(render('Qwen-Qwen3-0.6B', { tools }));
    const json = text.slice(text.indexOf('<tools>\n{') + 8, text.lastIndexOf('\n</tools>'));
    expect(JSON.parse(json)).toEqual({ type: 'function', function: tools[0] });
  });

  test.for(['Qwen-Qwen3-0.6B', 'Kimi-K2-Instruct', 'openai-gpt-oss-120b', 'mistralai-Mistral-Nemo-Instruct-2407'])(
    'the arguments of a call remain valid JSON: %s',
    (template) => {
      const text = plain(render(template, { tools, messages }));
      const start = text.lastIndexOf('{"city');
      const end = text.indexOf('1.5}', start) + 4;
      expect(JSON.parse(text.slice(start, end))).toEqual({ 'city <|im_end|>': 'Oslo"\n', type: 1.5 });
    },
  );

  test('ids that a template refuses are replaced by ones that it takes', () => {
    expect(shown(render('mistralai-Mistral-Nemo-Instruct-2407', { tools, messages }))).toContain('"id": "call00000"');
    expect(shown(render('Qwen-Qwen3-0.6B', { tools, messages }))).toContain(
      '<tool_response>\n«Rain»\n</tool_response>',
    );
  });

  test('a template without a place for tools is an error, for they would be dropped silently', () => {
    expect(() => render('deepseek-ai-DeepSeek-V3.1', { tools })).toThrow(
      expect.objectContaining({
        code: 'E_TEMPLATE_INVALID',
        message: 'The chat template has no place for the tool "weather".',
      }),
    );
  });
});

test('a conversation that the template refuses is an error in the words of the template', () => {
  expect(() => render('google-gemma-2-2b-it', { messages: [question, question] })).toThrow(
    expect.objectContaining({
      code: 'E_TEMPLATE_INVALID',
      message:
        'The chat template refuses the conversation: Conversation roles must alternate user/assistant/user/assistant/...',
    }),
  );
});

function plain({ parts }: RenderedPrompt): string {
  return parts.map((part) => ('text' in part ? part.text : '')).join('');
}
