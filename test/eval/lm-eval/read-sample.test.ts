import { describe, expect, test } from 'vitest';
import { readSample } from '../../../src/eval/lm-eval/read-sample.ts';
import { settingOf } from '../../../src/eval/lm-eval/setting-of.ts';
import { splitThinking } from '../../../src/eval/lm-eval/split-thinking.ts';

// Invented questions in the form that lm-evaluation-harness writes.
const sample = {
  doc_id: 3,
  doc: { problem: 'What is 2 plus 2?', answer: '4', level: 2, subject: 'sums' },
  target: '4',
  arguments: { gen_args_0: { arg_0: 'What is 2 plus 2?', arg_1: { until: [], max_gen_toks: 32_768 } } },
  resps: [['It is 4.']],
  filtered_resps: ['It is 4.'],
  doc_hash: 'd',
  prompt_hash: 'p',
  target_hash: 't',
  exact_match: 1,
};

describe('a line of a sample log', () => {
  test('says question, answer, verdict and what was asked', () => {
    expect(readSample(JSON.stringify(sample))).toEqual({
      id: '3',
      question: 'What is 2 plus 2?',
      gold: '4',
      level: '2',
      subject: 'sums',
      filter: 'none',
      responses: ['It is 4.'],
      extracted: [undefined],
      right: [true],
      settings: { until: [], max_gen_toks: 32_768 },
      promptHash: 'p',
    });
  });

  test('of older versions has its requests in lists', () => {
    const old = { ...sample, doc: { id: 1 }, arguments: [['the prompt', { temperature: 0.5 }]] };
    expect(readSample(JSON.stringify(old))).toMatchObject({ question: 'the prompt', settings: { temperature: 0.5 } });
  });

  test('of a chat has what the user said last for its question', () => {
    const turns = JSON.stringify([
      { role: 'system', content: 's' },
      { role: 'user', content: 'the question' },
    ]);
    const chat = { ...sample, doc: {}, arguments: { gen_args_0: { arg_0: [turns], arg_1: {} } } };
    expect(readSample(JSON.stringify(chat))).toMatchObject({ question: 'the question' });
  });

  test('with several responses has a verdict of each only where the log says so', () => {
    const several = { ...sample, resps: [[['a', 'b']]], exact_match: 0.5 };
    expect(readSample(JSON.stringify(several))).toMatchObject({ responses: ['a', 'b'], right: [undefined, undefined] });
    const judged = { ...several, exact_matches: [1, 0], extracted_answers: ['4', 5] };
    expect(readSample(JSON.stringify(judged))).toMatchObject({ right: [true, false], extracted: ['4', '5'] });
  });

  test('is judged by the metric that is named', () => {
    expect(readSample(JSON.stringify({ ...sample, strict: 0 }), 'strict')).toMatchObject({ right: [false] });
    expect(readSample(JSON.stringify(sample), 'strict')).toBe('has no metric "strict"; it has exact_match');
  });

  test.each([
    ['{', 'is not JSON'],
    ['[]', 'is no sample of lm-evaluation-harness'],
    [
      '{"doc_id":1,"doc":{},"resps":[[[-1.5,false]]]}',
      'has no generated text: tasks that only compare likelihoods have no thinking',
    ],
  ])('%s %s', (line, problem) => {
    expect(readSample(line)).toBe(problem);
  });
});

test.each([
  ['<|im_start|>think\nI add.\n<|im_start|>answer\nIt is 4.', 'I add.', 'It is 4.', true, 's1'],
  ['<think>\nI add.\n</think>\n\nIt is 4.', 'I add.', 'It is 4.', true, 'think'],
  ['I add.\n</think>\n\nIt is 4.', 'I add.', 'It is 4.', true, 'think'],
  ['<think>\nI add and add', 'I add and add', '', false, 'think'],
  ['It is 4.', '', 'It is 4.', true, undefined],
])('%j is taken apart', (response, thinking, answer, closed, format) => {
  expect(splitThinking(response)).toEqual({ thinking, answer, closed, ...(format ? { format } : {}) });
});

test.each([
  [{ max_gen_toks: 32_768 }, 'natural end', {}],
  [{ max_tokens_thinking: 500 }, 'max=500', { max: 500 }],
  [{ max_tokens_thinking: 'auto', thinking_n_ignore: 2, thinking_n_ignore_str: 'Wait' }, 'waits=2', { waits: 2 }],
  [{ max_tokens_thinking: 'auto', thinking_n_ignore: '2' }, 'waits=2 message=none', { waits: 2, message: '' }],
  [{ thinking_n_ignore: 2, thinking_n_ignore_str: 'Hmm' }, 'waits=2 message=Hmm', { waits: 2, message: 'Hmm' }],
])('the settings %j of s1 are ours by name', (settings, name, budget) => {
  expect(settingOf(settings)).toEqual({ name, budget });
});
