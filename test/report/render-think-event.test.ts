import { expect, test } from 'vitest';
import type { ThinkEvent, ThinkResult } from '../../src/core/events.ts';
import { beforeThinking, renderThinkEvent } from '../../src/report/render-think-event.ts';
import { plainStyle, type TextStyle } from '../../src/report/text-style.ts';

test('thinking stands behind a gutter, then comes the answer, then the receipt', () => {
  expect(rendered([start, thinks('So 1+1=2\n'), end, answers('Final Answer: 2'), finish('Final Answer: 2')])).toBe(
    '│ So 1+1=2\nFinal Answer: 2\n\nthought 5 tokens · ended by the model · exact count\n',
  );
});

test('what mull put in is in brackets, so that it can be told from the model without colours', () => {
  const text = rendered([
    start,
    thinks('So 1+1=3'),
    { type: 'forced', kind: 'wait', text: '\nWait', position: 5 },
    { ...thinks('\nWait'), forced: true },
    thinks(' 1+1=2'),
    { type: 'forced', kind: 'cut', text: '\n<|im_start|>answer', position: 9 },
    end,
    { type: 'answer-delta', text: 'Final Answer:', forced: true },
    answers(' 2'),
  ]);
  expect(text).toBe('│ So 1+1=3\n│ [Wait] 1+1=2 [cut at 9]\n[Final Answer:] 2');
});

test('a mark stands apart from the word before it, and at the beginning of a line', () => {
  const cut: ThinkEvent = { type: 'forced', kind: 'cut', text: '', position: 3 };
  expect(rendered([start, thinks('So 1+1='), cut, end])).toBe('│ So 1+1= [cut at 3]\n');
  expect(rendered([start, thinks('So '), cut, end])).toBe('│ So [cut at 3]\n');
  expect(rendered([start, thinks('So\n'), cut, end])).toBe('│ So\n│ [cut at 3]\n');
});

test('an end that was suppressed without a text is seen all the same', () => {
  const text = rendered([
    start,
    thinks('So 2'),
    { type: 'forced', kind: 'wait', text: '', position: 2 },
    thinks('3'),
    end,
  ]);
  expect(text).toBe('│ So 2 [end suppressed] 3\n');
});

test('an empty answer says so', () => {
  expect(rendered([start, end, { type: 'answer-start' }, finish('')])).toMatch(/^\(no answer\)\n\nthought/);
});

test('thinking that is opened again gets its gutter again', () => {
  expect(
    rendered([start, thinks('a'), end, answers('b'), start, thinks('c'), end, answers('d'), finish('bd')]),
  ).toMatch(/^│ a\nb\n│ c\nd\n/);
});

test('escape sequences of a model reach the terminal as text', () => {
  expect(rendered([start, thinks('\u001b]0;evil\u0007'), end])).toBe('│ \\x1b]0;evil\\x07\n');
});

test('roles are painted: thinking, forced text and answer differ', () => {
  const tagged: TextStyle = { ...plainStyle, paint: (role, text) => `<${role}>${text}</>` };
  const text = rendered(
    [start, thinks('a '), { ...thinks('Wait'), forced: true }, end, answers('b '), finish('b')],
    tagged,
  );
  expect(text).toContain('<faint>│ </><thinking>a</> <forced>[Wait]</>');
  expect(text).toContain('<answer>b</>');
});

const start: ThinkEvent = { type: 'thinking-start' };
const end: ThinkEvent = { type: 'thinking-end', endedBy: 'model' };

function thinks(text: string): Extract<ThinkEvent, { type: 'thinking-delta' }> {
  return { type: 'thinking-delta', text, forced: false };
}

function answers(text: string): ThinkEvent {
  return { type: 'answer-delta', text, forced: false };
}

function finish(answer: string): ThinkEvent {
  const bound = { asked: undefined, effective: 0, happened: 0, by: 'nobody', verdict: 'held' } as const;
  const result: ThinkResult = {
    answer,
    thinking: '',
    finishReason: 'stop',
    message: { role: 'assistant', content: answer },
    receipt: {
      bounds: { max: bound, min: bound, waits: bound },
      thinkingTokens: 5,
      answerTokens: 2,
      forcedTokens: 0,
      counting: 'exact',
      endedBy: 'model',
      usage: { prompt: 1, cached: 0, evaluated: 1, sampled: 1, discarded: 0 },
      warnings: [],
      engine: 'scripted',
      seed: 0,
      format: { name: 's1', open: '', close: '', foundBy: 'template' },
    },
  };
  return { type: 'finish', result };
}

function rendered(events: readonly ThinkEvent[], style: TextStyle = plainStyle): string {
  let state = beforeThinking;
  let output = '';
  for (const event of events) {
    const [next, text] = renderThinkEvent(state, event, style);
    state = next;
    output += text;
  }
  return output;
}
