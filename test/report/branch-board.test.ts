import { expect, test } from 'vitest';
import type { ThinkEvent } from '../../src/core/events.ts';
import { type BranchBoard, boardLines, emptyBoard, followBranches, voteLines } from '../../src/report/branch-board.ts';
import { plainStyle } from '../../src/report/text-style.ts';

const narrow = { ...plainStyle, width: 44 };

function board(events: readonly ThinkEvent[]): BranchBoard {
  return events.reduce(followBranches, emptyBoard);
}

function started(count: number): ThinkEvent[] {
  return Array.from({ length: count }, (_, branch) => ({ type: 'branch-start', branch, seed: branch }));
}

function ended(branch: number, state: 'done' | 'stopped' | 'failed', answer = 'Final Answer: 5'): ThinkEvent {
  const error = state === 'failed' ? { error: { code: 'E_ENGINE_FAULT', message: 'It broke.' } } : {};
  return { type: 'branch-end', branch, record: { branch, seed: branch, answer, thinking: '', state, ...error } };
}

test('a chain waits for its slot, thinks, answers and is done, with its tokens and its answer', () => {
  const delta = { text: ' two', forced: false, tokens: [7], branch: 0 };
  const events: ThinkEvent[] = [
    ...started(1),
    { type: 'thinking-start', branch: 0 },
    { type: 'thinking-delta', ...delta },
    { type: 'answer-start', branch: 0 },
    { type: 'answer-delta', ...delta },
    ended(0, 'done', 'two'),
  ];
  const states = [1, 3, 5, 6].map((count) => boardLines(board(events.slice(0, count)), plainStyle)[0]);
  expect(states).toEqual([
    '0 ◆ waiting       0 tokens  ',
    '0 ● thinking      1 tokens  ',
    '0 ● answering     2 tokens  two',
    '0 ✓ done          2 tokens  two',
  ]);
});

test('what failed says why, what was stopped says so, and no line is wider than the terminal', () => {
  const lines = boardLines(
    board([...started(2), ended(0, 'failed'), ended(1, 'stopped', 'a\nlong answer '.repeat(9))]),
    narrow,
  );
  expect(lines).toEqual(['0 ✗ failed        0 tokens  E_ENGINE_FAU...', '1 – stopped       0 tokens  a long answe...']);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(44);
});

test('of many chains those that run are shown, then the last that ended, and how many more there are', () => {
  const lines = boardLines(board([...started(6), ended(0, 'done'), ended(1, 'done'), ended(2, 'done')]), plainStyle, 4);
  expect(lines.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
    '2 more',
    '2 ✓ done',
    '3 ◆ waiting',
    '4 ◆ waiting',
    '5 ◆ waiting',
  ]);
});

test('control characters of a model are shown and not obeyed', () => {
  const [line] = boardLines(board([...started(1), ended(0, 'done', '\u001b[2J5')]), plainStyle);
  expect(line).toContain('\\x1b[2J5');
});

test('a vote is shown with a dot for each chain, the leader first, and with its weight where that differs', () => {
  const vote = { share: 0.6, branches: [] };
  expect(
    voteLines(
      [
        { ...vote, answer: '5', count: 3, weight: 3 },
        { ...vote, answer: '12', count: 1, weight: 2 },
      ],
      plainStyle,
    ),
  ).toEqual(['5   ●●● 3 of 4', '12  ● 1 of 4, 60% of the weight']);
});
