import type { ThinkEvent } from '../core/events.ts';
import type { BranchRecord } from '../core/run-record.ts';
import type { Vote } from '../core/vote.ts';
import { displayWidth } from './display-width.ts';
import { printableText } from './printable-text.ts';
import { type Role, symbols, type TextStyle } from './text-style.ts';

/** What is known of one chain. */
interface BranchLine {
  readonly branch: number;
  readonly state: 'waiting' | 'thinking' | 'answering' | BranchRecord['state'];
  /** Thinking and answer tokens so far. */
  readonly tokens: number;
  readonly answer: string;
}

/** How the chains of a strategy stand. */
export interface BranchBoard {
  readonly branches: readonly BranchLine[];
  readonly votes: readonly Vote[];
}

export const emptyBoard: BranchBoard = { branches: [], votes: [] };

/** The board after one more event of the run. */
export function followBranches(board: BranchBoard, event: ThinkEvent): BranchBoard {
  if (event.type === 'vote') return { ...board, votes: event.votes };
  if (!('branch' in event) || event.branch === undefined) return board;
  if (event.type === 'branch-start') {
    const { branch } = event;
    return { ...board, branches: [...board.branches, { branch, state: 'waiting', tokens: 0, answer: '' }] };
  }
  const { branch } = event;
  return {
    ...board,
    branches: board.branches.map((line) => (line.branch === branch ? followLine(line, event) : line)),
  };
}

function followLine(line: BranchLine, event: ThinkEvent): BranchLine {
  switch (event.type) {
    case 'thinking-start':
    case 'prompt':
      return { ...line, state: 'thinking' };
    case 'answer-start':
      return { ...line, state: 'answering' };
    case 'thinking-delta':
      return { ...line, tokens: line.tokens + (event.tokens?.length ?? 1) };
    case 'answer-delta':
      return { ...line, tokens: line.tokens + (event.tokens?.length ?? 1), answer: line.answer + event.text };
    case 'branch-end': {
      const { state, answer, receipt, error, probeTokens = 0 } = event.record;
      const tokens = receipt === undefined ? line.tokens : receipt.thinkingTokens + receipt.answerTokens + probeTokens;
      return { ...line, state, tokens, answer: error === undefined ? answer : `${error.code}: ${error.message}` };
    }
    default:
      return line;
  }
}

/** A line for each chain; of too many those that run, then the last that ended, and how many more there are. */
export function boardLines(board: BranchBoard, style: TextStyle, most: number = Number.POSITIVE_INFINITY): string[] {
  const { branches } = board;
  const running = branches.filter(({ state }) => isRunning(state));
  const ended = branches.filter(({ state }) => !isRunning(state));
  const room = Math.max(0, most - running.length);
  const shown =
    branches.length <= most ? branches : [...(room === 0 ? [] : ended.slice(-room)), ...running].slice(-most);
  const hidden = branches.length - shown.length;
  const digits = String(Math.max(0, ...branches.map(({ branch }) => branch))).length;
  const lines = [...shown].sort((a, b) => a.branch - b.branch).map((line) => branchLine(line, digits, style));
  return hidden === 0 ? lines : [style.paint('faint', `${hidden} more`), ...lines];
}

/** One chain in one line, never wider than the style. */
export function branchLine(line: BranchLine, digits: number, style: TextStyle): string {
  const { branch, state, tokens, answer } = line;
  const [symbol, role] = look(state, style);
  const before = `${String(branch).padStart(digits)} `;
  const middle = ` ${state.padEnd(longestState)} ${String(tokens).padStart(5)} tokens  `;
  const room = style.width - displayWidth(before + symbol + middle) - 1;
  return (
    before +
    style.paint(role, symbol) +
    style.paint('faint', middle) +
    fitted(printableText(answer), room, state, style)
  );
}

/** How many votes each answer has, the leader first. */
export function voteLines(votes: readonly Vote[], style: TextStyle): string[] {
  const { dot } = symbols(style);
  const total = votes.reduce((sum, { count }) => sum + count, 0);
  const answers = votes.map(({ answer }) => fittedTo(oneLine(printableText(answer)), 24));
  const width = Math.max(0, ...answers.map(displayWidth));
  const widest = Math.max(0, Math.min(32, style.width - width - 32));
  const most = Math.max(1, ...votes.map(({ count }) => count));
  return votes.map(({ count, share, weight }, index) => {
    const answer = answers[index]!;
    const bar = dot.repeat(Math.max(1, Math.round(count * Math.min(1, widest / most))));
    const weighs = weight === count ? '' : `, ${Math.round(100 * share)}% of the weight`;
    const padding = ' '.repeat(width - displayWidth(answer));
    const words = `${count} of ${total}${weighs}`;
    return `${style.paint(index === 0 ? 'answer' : 'thinking', answer)}${padding}  ${bar} ${style.paint('faint', words)}`;
  });
}

const longestState = 'answering'.length;

function isRunning(state: BranchLine['state']): boolean {
  return state === 'waiting' || state === 'thinking' || state === 'answering';
}

function look(state: BranchLine['state'], style: TextStyle): readonly [symbol: string, role: Role] {
  const { right, wrong, dash, dot, diamond } = symbols(style);
  if (state === 'done') return [right, 'good'];
  if (state === 'failed') return [wrong, 'bad'];
  if (state === 'stopped') return [dash, 'faint'];
  if (state === 'waiting') return [diamond, 'faint'];
  return [dot, 'first-series'];
}

function fitted(text: string, room: number, state: BranchLine['state'], style: TextStyle): string {
  const line = fittedTo(oneLine(text), room);
  return state === 'failed' ? style.paint('error', line) : line;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The text, or its beginning where it is too wide. */
function fittedTo(text: string, room: number): string {
  if (displayWidth(text) <= room) return text;
  let short = '';
  for (const character of text) {
    if (displayWidth(`${short + character}...`) > room) break;
    short += character;
  }
  return room < 3 ? '' : `${short}...`;
}
