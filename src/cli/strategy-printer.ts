import { type BranchBoard, boardLines, branchLine, emptyBoard, followBranches } from '../report/branch-board.ts';
import { strategyLines } from '../report/strategy-lines.ts';
import type { Host } from './host.ts';
import { terminalStyle } from './terminal-style.ts';
import type { ThinkPrinter } from './think-printer.ts';

/** Milliseconds between two drawings of the board while chains write. */
const pause = 80;
/** Most chains that are shown at the same time. */
const mostLines = 16;

/**
 * Prints a run of several chains: on a terminal a line for each that follows it while it writes, elsewhere a line when it
 * ends; then the vote, the answer and the receipt.
 */
export function strategyEvents(host: Host): ThinkPrinter['event'] {
  const { output } = host;
  const style = terminalStyle(host, output);
  let board: BranchBoard = emptyBoard;
  let drawn = 0;
  let drawnAt = Number.NEGATIVE_INFINITY;
  const erase = (): string => (drawn === 0 ? '' : `\u001b[${drawn}A\u001b[J`);
  const draw = async (): Promise<void> => {
    const lines = boardLines(board, style, mostLines);
    const text = `${erase()}${lines.map((line) => `${line}\n`).join('')}`;
    drawn = lines.length;
    drawnAt = performance.now();
    await output.write(text);
  };
  return async (event) => {
    board = followBranches(board, event);
    if (event.type === 'finish') {
      if (output.isTerminal) await draw();
      await output.write(`\n${strategyLines(event.result, style).join('\n')}\n`);
    } else if (output.isTerminal) {
      const changed = event.type === 'branch-start' || event.type === 'branch-end';
      if (changed || performance.now() - drawnAt >= pause) await draw();
    } else if (event.type === 'branch-end') {
      const line = board.branches.find(({ branch }) => branch === event.branch)!;
      await output.write(`${branchLine(line, 2, style)}\n`);
    }
  };
}
