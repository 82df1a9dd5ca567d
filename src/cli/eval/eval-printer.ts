import type { RunRecord } from '../../core/run-record.ts';
import type { RunProgress } from '../../eval/runner/run-progress.ts';
import { evalProgressLine } from '../../report/eval-progress-line.ts';
import { sampleLines } from '../../report/sample-lines.ts';
import type { Host } from '../host.ts';
import { terminalStyle } from '../terminal-style.ts';

/** Tells how far an evaluation is, on standard error, so that standard output stays what was asked for. */
export interface EvalPrinter {
  /** Lines that stay. */
  say(lines: readonly string[]): Promise<void>;
  onProgress(progress: RunProgress): void;
  /** The first samples that were not right are shown: what is wrong with a run is seen before its end. */
  onRecord(record: RunRecord): void;
  /** Leaves the terminal as it was. */
  close(): Promise<void>;
}

/** Milliseconds between two drawings of the line: fast enough to look alive. */
const drawingEvery = 200;
/** Samples that went wrong that are shown while the run goes on. */
const mostShown = 3;

export interface EvalPrinterOptions {
  readonly confidential: boolean;
  readonly currency?: string | undefined;
  /** Nothing is told while it goes on: programs read the end. */
  readonly silent: boolean;
}

/** On a terminal one line that changes, below lines that stay; elsewhere a line for each tenth. */
export function evalPrinter(
  host: Host,
  { confidential, currency, silent }: EvalPrinterOptions,
  now: () => number = () => performance.now(),
): EvalPrinter {
  const output = host.errorOutput;
  const style = terminalStyle(host, output);
  let drawnAt = Number.NEGATIVE_INFINITY;
  let tenth = 0;
  let line = '';
  let shown = 0;
  // Nobody waits for a progress line; if it cannot be written, the next real line tells.
  const write = (text: string): void => void output.write(text).catch(() => {});
  const above = (lines: readonly string[]): string =>
    output.isTerminal && line !== ''
      ? `\r\u001b[K${lines.join('\n')}\n${style.paint('faint', line)}`
      : `${lines.join('\n')}\n`;
  return {
    async say(lines) {
      if (!silent && lines.length > 0) await output.write(above(lines)).catch(() => {});
    },
    onProgress(progress) {
      if (silent) return;
      const { done, planned } = progress;
      if (output.isTerminal) {
        if (now() - drawnAt < drawingEvery && done < planned) return;
        drawnAt = now();
        line = evalProgressLine(progress, style, currency);
        write(`\r\u001b[K${style.paint('faint', line)}`);
        return;
      }
      const reached = planned === 0 ? 10 : Math.floor((10 * done) / planned);
      if (reached === tenth) return;
      tenth = reached;
      write(`${evalProgressLine(progress, style, currency)}\n`);
    },
    onRecord(record) {
      if (silent || record.status === 'right' || shown >= mostShown) return;
      shown += 1;
      const lines = sampleLines(record, style, { confidential });
      if (shown === mostShown) lines.push(style.paint('faint', '  (more of these: mull runs show, or the report)'));
      write(above(lines));
    },
    async close() {
      if (line !== '' && output.isTerminal) await output.write('\r\u001b[K').catch(() => {});
      line = '';
    },
  };
}
