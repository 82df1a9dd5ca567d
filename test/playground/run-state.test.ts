import { expect, test } from 'vitest';
import { newRun, type RunEvent, type RunState, runAfter } from '../../src/playground/run-state.ts';

function after(...events: RunEvent[]): RunState {
  return events.reduce(runAfter, newRun);
}
const thinking = (text: string): RunEvent => ({ type: 'thinking', text });
const wait: RunEvent = { type: 'forced', kind: 'wait', text: 'Wait', position: 2 };

test('a Wait stands in the thinking once, though the stream tells of it and says it', () => {
  const { pieces, waits } = after(
    thinking('so '),
    thinking('4'),
    wait,
    thinking('Wait'),
    thinking(' no'),
    thinking(' 5'),
  );
  expect(pieces).toEqual([
    { kind: 'text', text: 'so 4' },
    { kind: 'wait', text: 'Wait', position: 2, n: 1, told: true },
    { kind: 'text', text: ' no 5' },
  ]);
  expect(waits).toBe(1);
});

test('a model that says "Wait" itself right behind a Wait is not swallowed', () => {
  const { pieces } = after(wait, thinking('Wait'), thinking('Wait'));
  expect(pieces.map(({ kind }) => kind)).toEqual(['wait', 'text']);
});

test('a cut ends the thinking where it stood; the delimiters of what the model did itself are nothing to show', () => {
  expect(after(thinking('so'), { type: 'forced', kind: 'cut', text: '</think>', position: 1 }).pieces).toEqual([
    { kind: 'text', text: 'so' },
    { kind: 'cut', position: 1 },
  ]);
  expect(after(thinking('so'), { type: 'forced', kind: 'close', text: '</think>', position: 1 }).pieces).toHaveLength(
    1,
  );
});

test('those who do not see the page hear what happens, not every token', () => {
  const heard = [
    thinking('a'),
    thinking('b'),
    wait,
    thinking('Wait'),
    thinking('c'),
    { type: 'answer', text: ' 5' } as const,
  ];
  const states = heard.map((_, index) => after(...heard.slice(0, index + 1)));
  expect(states.map(({ news }) => news)).toEqual([
    'Thinking.',
    'Thinking.',
    'Told to think on, wait 1.',
    'Told to think on, wait 1.',
    'Told to think on, wait 1.',
    'Answering.',
  ]);
  expect(after(...heard, { type: 'end' }).news).toBe('Answer: 5');
});
