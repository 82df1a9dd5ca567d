import { describe, expect, test } from 'vitest';
import { describeFormat } from '../../src/template/describe-format.ts';
import { findThinkingFormat } from '../../src/template/find-thinking-format.ts';
import { realTemplate } from './real-templates.ts';

const s1Template =
  "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\\n' }}{% if m['role'] == 'assistant' and " +
  "m['reasoning_content'] %}{{ '<|im_start|>think\\n' + m['reasoning_content'] + '\\n<|im_start|>answer\\n' }}{% endif %}" +
  "{{ m['content'] + '<|im_end|>\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";
const chatml =
  "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\\n' + m['content'] + '<|im_end|>\\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

describe('the chat template is asked first', () => {
  test('a template in the manner of s1 gives the exact strings of the paper', () => {
    expect(findThinkingFormat({ name: 'anything', chatTemplate: s1Template })).toEqual({
      name: 's1',
      open: '<|im_start|>think',
      ends: ['<|im_start|>'],
      close: '<|im_start|>answer',
      cut: '<|im_start|>answer\n',
      reopens: ['<|im_start|>think'],
      foundBy: 'template',
    });
  });

  test('Qwen3: thinking is opened by mull, and turned off by a variable', () => {
    const format = findThinkingFormat({ name: 'a', chatTemplate: realTemplate('Qwen-Qwen3-0.6B') });
    expect(format).toMatchObject({ name: 'think', open: '<think>\n', close: '</think>', cut: '</think>\n\n' });
    expect(format.switch).toEqual({ variable: 'enable_thinking', off: false });
  });

  test('DeepSeek-R1 distills: the template opens thinking by itself', () => {
    const format = findThinkingFormat({
      name: 'a',
      chatTemplate: realTemplate('deepseek-ai-DeepSeek-R1-Distill-Llama-8B'),
    });
    expect(format).toMatchObject({ name: 'think', open: '', ends: ['</think>'], foundBy: 'template' });
    expect(format.switch).toBeUndefined();
  });

  test('DeepSeek-V3.1: a template that leaves thinking off by itself is switched on', () => {
    const format = findThinkingFormat({ name: 'a', chatTemplate: realTemplate('deepseek-ai-DeepSeek-V3.1') });
    expect(format.switch).toEqual({ variable: 'enable_thinking', off: false, on: true });
    expect(format.open).toBe('');
  });

  test('gpt-oss: the headers that the model writes say whether it thinks on, calls a tool or answers', () => {
    const { header, ...format } = findThinkingFormat({ name: 'a', chatTemplate: realTemplate('openai-gpt-oss-120b') });
    expect(format).toMatchObject({ name: 'harmony', open: '<|channel|>analysis<|message|>', ends: ['<|end|>'] });
    const reads = (text: string): string =>
      header?.thinking.test(text) ? 'thinking' : header?.tool.test(text) ? 'tool' : 'answer';
    expect(reads('<|start|>assistant<|channel|>analysis')).toBe('thinking');
    expect(reads('<|start|>assistant<|channel|>final')).toBe('answer');
    expect(reads('<|start|>assistant<|channel|>commentary')).toBe('answer');
    expect(reads('<|start|>assistant to=functions.weather<|channel|>commentary json')).toBe('tool');
    expect(reads('<|start|>assistant<|channel|>commentary to=functions.weather <|constrain|>json')).toBe('tool');
  });

  test('delimiters that nobody has seen before are taken from what the template writes', () => {
    const chatTemplate = chatml.replace(
      "'\\n' + m['content']",
      "'\\n' + ('<<muse>' + m['reasoning_content'] + '</muse>\\n' if m['reasoning_content'] else '') + m['content']",
    );
    expect(findThinkingFormat({ name: 'a', chatTemplate })).toMatchObject({
      name: 'muse',
      open: '<<muse>',
      ends: ['</muse>'],
      close: '</muse>',
      cut: '</muse>\n',
      reopens: ['<<muse>'],
      foundBy: 'template',
    });
  });

  test('a template that cannot be parsed is an error that quotes why', () => {
    expect(() => findThinkingFormat({ name: 'a', chatTemplate: '{% for m in %}' })).toThrow(
      /^The chat template cannot be parsed: ./,
    );
  });
});

describe('where the template shows nothing, the family is known by name', () => {
  test.for([
    ['simplescaling/s1.1-32B', 's1'],
    ['s1-32B', 's1'],
    ['pebble', 's1'],
    ['Qwen3-8B', 'think'],
    ['QwQ-32B', 'think'],
    ['DeepSeek-R1-Distill-Qwen-1.5B', 'think'],
    ['Magistral-Small-2506', 'think'],
    ['Magistral-Small-2507', 'mistral'],
    ['openai/gpt-oss-20b', 'harmony'],
    ['Seed-OSS-36B-Instruct', 'seed'],
    ['MiMo-7B-RL', 'think'],
  ])('%s: %s', ([name, format]) => {
    expect(findThinkingFormat({ name: name as string })).toMatchObject({ name: format, foundBy: 'family' });
  });

  test.for([
    'Qwen2.5-7B-Instruct',
    'Qwen3-Coder-30B',
    'Qwen3-4B-Instruct-2507',
    'Llama-3.2-1B',
    'SmolLM2-135M',
    'gemma-3-4b',
  ])('%s was not trained to think: it is prompted', (name) => {
    const format = findThinkingFormat({ name, chatTemplate: chatml });
    expect(format).toMatchObject({ name: 'prompted', open: '<think>\n', ends: ['</think>'], foundBy: 'prompted' });
    expect(format.instruction).toContain('between <think> and </think>');
  });
});

describe('what the user says holds', () => {
  test('a name chooses a known format', () => {
    expect(findThinkingFormat({ name: 'my-finetune', chatTemplate: chatml, thinking: 's1' })).toMatchObject({
      name: 's1',
      close: '<|im_start|>answer',
      foundBy: 'user',
    });
  });

  test('a name that the template shows too keeps what the template does with it', () => {
    const chatTemplate = realTemplate('Qwen3.5-4B');
    expect(findThinkingFormat({ name: 'a', chatTemplate, thinking: 'think' })).toMatchObject({
      open: '',
      switch: { variable: 'enable_thinking', off: false },
      foundBy: 'user',
    });
  });

  test('two delimiters are enough', () => {
    const format = findThinkingFormat({ name: 'a', thinking: { open: '<reason>\n', close: '</reason>' } });
    expect(format).toEqual({
      name: 'custom',
      open: '<reason>\n',
      close: '</reason>',
      ends: ['</reason>'],
      cut: '</reason>',
      reopens: ['<reason>'],
      foundBy: 'user',
    });
  });

  test('a single field leaves the others as they were found', () => {
    const chatTemplate = realTemplate('openai-gpt-oss-120b');
    const format = findThinkingFormat({ name: 'a', chatTemplate, thinking: { cut: '<|end|>' } });
    expect(format).toMatchObject({ cut: '<|end|>', open: '<|channel|>analysis<|message|>', ends: ['<|end|>'] });
    expect(format.header?.until).toBe('<|message|>');
  });

  test('a misspelt name is an error that suggests the nearest', () => {
    expect(() => findThinkingFormat({ name: 'a', thinking: 'harmonie' })).toThrow(
      expect.objectContaining({
        code: 'E_OPTION_INVALID',
        message: 'There is no thinking format "harmonie".',
        hint: 'Did you mean "harmony"?',
      }),
    );
  });

  test('thinking that nothing ends is an error', () => {
    expect(() => findThinkingFormat({ name: 'a', thinking: { open: '<think>', close: '' } })).toThrow(
      'A thinking format needs a text that ends thinking, got an empty one.',
    );
  });
});

describe('one line says what was found and how', () => {
  test('found in the template', () => {
    const format = findThinkingFormat({ name: 'a', chatTemplate: realTemplate('Qwen-Qwen3-0.6B') });
    expect(describeFormat(format)).toBe(
      'think: <think>\\n ... </think>; found in the chat template; off by enable_thinking=false',
    );
  });

  test('opened by the template', () => {
    const format = findThinkingFormat({ name: 'a', chatTemplate: realTemplate('llama-cpp-deepseek-r1') });
    expect(describeFormat(format)).toBe(
      'think: <think> (opened by the template) ... </think>; found in the chat template',
    );
  });

  test('prompted, for a model without a template', () => {
    expect(describeFormat(findThinkingFormat({ name: 'base' }), {})).toBe(
      'prompted: <think>\\n ... </think>\\n\\n; made up: the model is asked in words to think between tags; ' +
        'no chat template: prompts are written as "User:" and "Assistant:" lines',
    );
  });
});
