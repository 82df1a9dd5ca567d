import type { BudgetFields } from '../../core/budget.ts';
import type { ThinkEvent, ThinkResult } from '../../core/events.ts';
import type { DrawnQuestion } from '../../dataset/draw-pebble-question.ts';
import type { ModelInfo } from '../../engine/model-info.ts';
import type { SweepPoint } from '../../eval/accuracy-sweep.ts';
import { displayWidth } from '../../report/display-width.ts';
import { sweepLines } from '../../report/sweep-lines.ts';
import type { TextStyle } from '../../report/text-style.ts';
import { wrapText } from '../../report/wrap-text.ts';
import { commandName } from '../command-name.ts';
import type { Host } from '../host.ts';
import { jsonLine } from '../json-line.ts';
import { terminalStyle } from '../terminal-style.ts';
import { thinkPrinter } from '../think-printer.ts';

/** What the demo measured. */
interface DemoOutcome {
  readonly seed: number;
  readonly engine: string;
  readonly question: DrawnQuestion;
  readonly results: readonly ThinkResult[];
  readonly seconds: number;
}

/** Prints the demo while it happens. */
export interface DemoPrinter {
  opening(model: ModelInfo, seed: number): Promise<void>;
  example(question: DrawnQuestion, drawn: { index: number; seed: number; wasFound: boolean }): Promise<void>;
  budget(budget: BudgetFields): Promise<void>;
  event(event: ThinkEvent): Promise<void>;
  verdict(result: ThinkResult, exact: number): Promise<void>;
  progress(done: number, total: number): void;
  curve(points: readonly SweepPoint[], outcome: DemoOutcome): Promise<void>;
  /** Leaves the terminal as it was, however the demo ended. */
  close(): Promise<void>;
}

export function demoPrinter(json: boolean, host: Host): DemoPrinter {
  return json ? jsonPrinter(host) : textPrinter(host);
}

/** Everything that was measured, as one value at the end. */
function jsonPrinter(host: Host): DemoPrinter {
  const nothing = async (): Promise<void> => {};
  return {
    opening: nothing,
    example: nothing,
    budget: nothing,
    event: nothing,
    verdict: nothing,
    progress: () => {},
    close: nothing,
    curve: (points, { seed, engine, question, results, seconds }) =>
      host.output.write(jsonLine({ seed, engine, seconds, curve: points, example: { ...question, results } })),
  };
}

function textPrinter(host: Host): DemoPrinter {
  const style = terminalStyle(host, host.output);
  const live = host.output.isTerminal;
  let think = thinkPrinter('text', host);
  let shown = '';
  const print = (lines: readonly string[]): Promise<void> => host.output.write(`${lines.join('\n')}\n`);
  const clear = async (): Promise<void> => {
    if (shown !== '') await host.output.write('\r\u001b[K');
    shown = '';
  };
  return {
    async opening({ name, parameters }, seed) {
      const size = parameters === undefined ? '' : ` (${(parameters / 1e6).toFixed(1)} million parameters)`;
      const text =
        `${name}${size} is bundled with mull. It works out the last digit of running calculations, group by group. ` +
        'It was trained to use Waits, and answers no other kind of question. ' +
        `The questions are drawn with --seed ${seed}; every answer is checked by calculation.`;
      await print([style.paint('heading', 'A thinking budget, live'), ...wrapText(text, style), '']);
    },
    async example({ text, answer }, { index, wasFound }) {
      const choice = wasFound
        ? `Question ${index + 1}: the first that it gets wrong by itself and right with three Waits. The exact answer is ${answer}.`
        : `Question ${index + 1}. None of the questions is wrong by itself and right with three Waits. The exact answer is ${answer}.`;
      await print([...wrapText(text, style, { role: 'heading' }), ...wrapText(choice, style, { role: 'faint' })]);
    },
    async budget({ max, waits }) {
      // Each run is printed from its own beginning.
      think = thinkPrinter('text', host);
      if (max !== undefined) await print(['', style.paint('heading', `At most ${max} tokens`)]);
      else if (waits !== undefined) await print(['', style.paint('heading', `Told to wait ${waits} times`)]);
      else await print(['', style.paint('heading', 'As long as it likes')]);
    },
    event: (event) => think.event(event),
    verdict: (result, exact) => think.verdict(result, exact),
    progress(done, total) {
      const line = `Measuring: ${Math.floor((done / total) * 100)} % of ${total} runs`;
      if (!live || line === shown) return;
      shown = line;
      // Nobody waits for a progress line; if it cannot be written, the next real line tells.
      host.output.write(`\r${style.paint('faint', line)}`).catch(() => {});
    },
    async curve(points, { seconds }) {
      await clear();
      const questions = points[0]?.accuracy.total ?? 0;
      const name = commandName(host);
      const runs = `${points.length} budgets on ${questions} questions, in ${seconds.toFixed(1)} seconds on this machine.`;
      const caveat =
        'Waits help this model because it was trained to use them. Whether they help another one has to be measured.';
      const next: readonly (readonly [string, string])[] = [
        [`${name} think --waits 3`, 'another question'],
        [`${name} think --max 16 --seed 7`, 'a tight budget'],
        [`${name} think --help`, 'your own model'],
      ];
      await print([
        '',
        ...sweepLines(points, style),
        '',
        ...wrapText(runs, style),
        ...wrapText(caveat, style),
        '',
        ...nextLines(next, style),
      ]);
    },
    close: clear,
  };
}

/** Commands to go on with, each with what it shows, in its own line where both do not fit into one. */
function nextLines(next: readonly (readonly [command: string, shows: string])[], style: TextStyle): string[] {
  const widest = Math.max(...next.map(([command]) => displayWidth(command)));
  const fits = next.every(([, shows]) => 2 + widest + 2 + displayWidth(shows) <= style.width);
  return [
    style.paint('heading', 'Next'),
    ...next.flatMap(([command, shows]) =>
      fits
        ? [`  ${command.padEnd(widest)}  ${style.paint('faint', shows)}`]
        : [`  ${command}`, style.paint('faint', `    ${shows}`)],
    ),
  ];
}
