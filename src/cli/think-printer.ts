import type { ThinkEvent, ThinkResult } from '../core/events.ts';
import type { Warning } from '../core/warning.ts';
import { readPebbleAnswer } from '../dataset/read-pebble-answer.ts';
import { printableText } from '../report/printable-text.ts';
import { warningLines } from '../report/receipt-lines.ts';
import { beforeThinking, renderThinkEvent } from '../report/render-think-event.ts';
import { symbols } from '../report/text-style.ts';
import { wrapText } from '../report/wrap-text.ts';
import type { ThinkOutput } from './commands/think.ts';
import type { Host } from './host.ts';
import { jsonLine } from './json-line.ts';
import type { Question } from './read-question.ts';
import { strategyEvents } from './strategy-printer.ts';
import { terminalStyle } from './terminal-style.ts';

/** Prints a run while it happens. */
export interface ThinkPrinter {
  /** @param exact - the exact answer, where it is known */
  question(question: Question, exact: number | undefined): Promise<void>;
  warning(warning: Warning): Promise<void>;
  event(event: ThinkEvent): Promise<void>;
  verdict(result: ThinkResult, exact: number | undefined): Promise<void>;
}

/** @param several - whether a strategy runs several chains at the same time */
export function thinkPrinter(output: ThinkOutput, host: Host, several = false): ThinkPrinter {
  if (output === 'json') return jsonPrinter(host);
  if (output === 'quiet') return quietPrinter(host);
  const printer = textPrinter(host);
  return several ? { ...printer, event: strategyEvents(host) } : printer;
}

function textPrinter(host: Host): ThinkPrinter {
  const style = terminalStyle(host, host.output);
  let state = beforeThinking;
  const print = (lines: readonly string[]): Promise<void> => host.output.write(`${lines.join('\n')}\n`);
  return {
    async question({ text, drawnWith }, exact) {
      if (drawnWith === undefined) return;
      await print([
        ...wrapText(text, style, { role: 'heading' }),
        ...wrapText(`drawn with --seed ${drawnWith}; the exact answer is ${exact}`, style, { role: 'faint' }),
        '',
      ]);
    },
    warning: (warning) => print([...warningLines(warning, style), '']),
    async event(event) {
      const [next, text] = renderThinkEvent(state, event, style);
      state = next;
      if (text !== '') await host.output.write(text);
    },
    async verdict({ answer }, exact) {
      if (exact === undefined) return;
      const { right, wrong } = symbols(style);
      const isRight = readPebbleAnswer(answer) === exact;
      await print([
        isRight
          ? style.paint('good', `${right} right: the exact answer is ${exact}`)
          : style.paint('bad', `${wrong} wrong: the exact answer is ${exact}`),
      ]);
    },
  };
}

/** Events on standard output; a drawn question is the first of them. */
function jsonPrinter(host: Host): ThinkPrinter {
  return {
    async question({ text, drawnWith }, exact) {
      if (drawnWith === undefined) return;
      await host.output.write(jsonLine({ type: 'question', text, drawnWith, exact }));
    },
    warning: (warning) => host.errorOutput.write(jsonLine({ warning })),
    event: (event) => host.output.write(jsonLine(event)),
    verdict: async () => {},
  };
}

/** The answer on standard output; warnings, which must not get lost, on standard error. */
function quietPrinter(host: Host): ThinkPrinter {
  const style = terminalStyle(host, host.errorOutput);
  const warn = (warning: Warning): Promise<void> =>
    host.errorOutput.write(`${warningLines(warning, style).join('\n')}\n`);
  return {
    question: async () => {},
    warning: warn,
    async event(event) {
      if (event.type !== 'finish') return;
      await host.output.write(`${printableText(event.result.answer)}\n`);
      for (const warning of event.result.receipt.warnings) await warn(warning);
    },
    verdict: async () => {},
  };
}
