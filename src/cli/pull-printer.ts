import type { PullProgress } from '../hub/keep-files.ts';
import { pullLine } from '../report/pull-line.ts';
import type { Host } from './host.ts';
import { terminalStyle } from './terminal-style.ts';

/** Tells how far a pull is, on standard error, so that standard output stays what was asked for. */
export interface PullPrinter {
  onProgress(progress: PullProgress): void;
  /** Leaves the terminal as it was. */
  close(): Promise<void>;
}

/** Milliseconds between two drawings of the line: fast enough to look alive. */
const drawingEvery = 100;
/** Milliseconds over which the speed is measured: shorter, and it would jump. */
const speedOver = 3000;

/** On a terminal one line that changes; elsewhere a line for each tenth. */
export function pullPrinter(host: Host, now: () => number = () => performance.now()): PullPrinter {
  const output = host.errorOutput;
  const style = terminalStyle(host, output);
  const speed = speedometer(now);
  let drawnAt = Number.NEGATIVE_INFINITY;
  let tenth = -1;
  let shown = false;
  // Nobody waits for a progress line; if it cannot be written, the next real line tells.
  const write = (text: string): void => void output.write(text).catch(() => {});
  return {
    onProgress(progress) {
      const { bytes, total } = progress;
      const isWhole = bytes === total;
      // A model that is there already needs no line at all.
      if (isWhole && !shown) return;
      const line = pullLine({ ...progress, bytesPerSecond: speed(bytes) }, style);
      if (output.isTerminal) {
        if (!isWhole && now() - drawnAt < drawingEvery) return;
        drawnAt = now();
        write(`\r\u001b[K${style.paint('faint', line)}`);
      } else {
        const reached = total === 0 ? 10 : Math.floor((10 * bytes) / total);
        if (reached === tenth) return;
        tenth = reached;
        write(`${line}\n`);
      }
      shown = true;
    },
    async close() {
      if (shown && output.isTerminal) await output.write('\r\u001b[K').catch(() => {});
    },
  };
}

/** Bytes per second over the last few seconds. */
function speedometer(now: () => number): (bytes: number) => number | undefined {
  let samples: { readonly time: number; readonly bytes: number }[] = [];
  return (bytes) => {
    const time = now();
    samples = [...samples.filter((sample) => time - sample.time < speedOver), { time, bytes }];
    const [oldest] = samples;
    if (oldest === undefined || time - oldest.time < 500) return undefined;
    return ((bytes - oldest.bytes) * 1000) / (time - oldest.time);
  };
}
