import type { Engine } from '../../src/engine/engine.ts';
import { mcnemarOfRuns } from '../../src/eval/metrics/mcnemar.ts';
import { pairedBootstrap } from '../../src/eval/metrics/paired-bootstrap.ts';
import { pairedGainBelowMargin } from '../../src/eval/metrics/paired-gain-below-margin.ts';
import { type Asked, askAll } from './ask-all.ts';
import { mean, share } from './figures.ts';
import type { Measured } from './measured.ts';

/** Thinking, answer and probe tokens of everything together. */
const budgets = [96, 128, 192];
/** Kept for an answer; pebble's has three tokens. */
const answer = 8;
/** As many as the hybrid may use. */
const mostWaits = 8;
/** What pure sequential thinking should have been told, known only afterwards: pebble has five groups at most. */
const waitsInHindsight = 4;
const samples = [2, 4];
/** One accuracy point. */
const margin = 0.01;
const level = 0.05;

interface Row {
  readonly name: string;
  readonly asked: Asked;
  /** What the hybrid is compared with by the criterion. */
  readonly rival: boolean;
}

/**
 * One budget for Waits and samples against the better of pure sequential thinking (one greedy chain that waits until the
 * budget is spent) and pure parallel thinking (a vote over chains that share it), each at the same most tokens.
 */
export async function hybrid(engine: Engine, questions: number): Promise<Measured> {
  const lines = [
    `### One budget for Waits and samples, ${questions} questions`,
    '',
    '| at most | strategy | right | mean tokens | most | hybrid more right by | McNemar |',
    '| ---: | --- | ---: | ---: | ---: | --- | ---: |',
  ];
  const failed: string[] = [];
  for (const tokens of budgets) {
    const ask = (options: Partial<Parameters<typeof askAll>[0]>): Promise<Asked> =>
      askAll({ engine, questions, seed: 5_000, budget: { answer }, ...options });
    const alone = (waits: number): Promise<Asked> => ask({ budget: { max: tokens - answer, waits, answer } });
    const rows: Row[] = [{ name: `waits=${mostWaits}`, asked: await alone(mostWaits), rival: true }];
    for (const count of samples) {
      const strategy = `majority:samples=${count},tokens=${tokens}`;
      rows.push({ name: strategy, asked: await ask({ strategy, sampling: { temperature: 1 } }), rival: true });
    }
    rows.push({ name: `waits=${waitsInHindsight}`, asked: await alone(waitsInHindsight), rival: false });
    const ours = await ask({ strategy: `spend:tokens=${tokens}` });
    lines.push(line(tokens, { name: `spend:tokens=${tokens}`, asked: ours, rival: false }));
    for (const row of rows) lines.push(line(tokens, row, ours));
    const rivals = rows.filter(({ rival }) => rival).sort((a, b) => rightOf(b.asked) - rightOf(a.asked));
    const { onlyFirst: onlyOurs, onlySecond: onlyTheirs } = mcnemarOfRuns(ours.right, rivals[0]!.asked.right);
    const p = pairedGainBelowMargin({ onlyLater: onlyTheirs, onlyEarlier: onlyOurs, questions }, margin);
    lines.push(
      `| | that ${rivals[0]!.name} gains less than ${100 * margin} point: p = ${p.toPrecision(2)} | | | | | |`,
    );
    if (p > level)
      failed.push(`at ${tokens} tokens that ${rivals[0]!.name} is not better is not shown: p = ${p.toFixed(3)}`);
    const most = Math.max(...ours.tokens);
    if (most > tokens) failed.push(`a question took ${most} of ${tokens} tokens`);
  }
  return { lines, failed };
}

function line(tokens: number, { name, asked }: Row, ours?: Asked): string {
  const cells = [tokens, name, share(asked.right), mean(asked.tokens).toFixed(1), Math.max(...asked.tokens)];
  return `| ${[...cells, ...(ours ? compared(ours, asked) : ['', ''])].join(' | ')} |`;
}

function compared(ours: Asked, theirs: Asked): string[] {
  const numbers = ({ right }: Asked): number[] => right.map(Number);
  const { difference, interval } = pairedBootstrap(numbers(ours), numbers(theirs));
  const points = (value: number): string => `${value < 0 ? '' : '+'}${(100 * value).toFixed(1)}`;
  const { exact } = mcnemarOfRuns(ours.right, theirs.right);
  return [
    `${points(difference)} points (${points(interval.low)} to ${points(interval.high)})`,
    `p = ${exact.toPrecision(2)}`,
  ];
}

function rightOf({ right }: Asked): number {
  return right.filter(Boolean).length;
}
