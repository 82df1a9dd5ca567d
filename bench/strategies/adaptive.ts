import type { Engine } from '../../src/engine/engine.ts';
import { mcnemarOfRuns } from '../../src/eval/metrics/mcnemar.ts';
import { pairedGainBelowMargin } from '../../src/eval/metrics/paired-gain-below-margin.ts';
import { askAll } from './ask-all.ts';
import { mean, share } from './figures.ts';
import type { Measured } from './measured.ts';

/** One accuracy point: what adaptive sampling may lose. */
const margin = 0.01;
const mostTokens = 0.6;
const level = 0.05;

/**
 * Adaptive sampling against a fixed majority of as many samples. One Wait at temperature 1: a single chain of pebble is
 * right about four times in five and unlike the next one, so that a vote has something to mend. Without Waits its
 * chains share their mistakes; with two or more there is little left to mend.
 */
export async function adaptive(
  engine: Engine,
  questions: number,
  { samples, probability }: { readonly samples: number; readonly probability: number },
): Promise<Measured> {
  const common = { engine, questions, seed: 9_000, budget: { waits: 1 }, sampling: { temperature: 1 } };
  const single = await askAll(common);
  const fixed = await askAll({ ...common, strategy: `majority:samples=${samples}` });
  const stopping = await askAll({ ...common, strategy: `adaptive:samples=${samples},probability=${probability}` });
  const { onlyFirst: onlyFixed, onlySecond: onlyStopping, exact } = mcnemarOfRuns(fixed.right, stopping.right);
  const p = pairedGainBelowMargin({ onlyLater: onlyFixed, onlyEarlier: onlyStopping, questions }, margin);
  const spent = mean(stopping.tokens) / mean(fixed.tokens);
  const row = (name: string, { right, tokens }: typeof fixed): string =>
    `| ${name} | ${share(right)} | ${mean(tokens).toFixed(1)} | ${(mean(tokens) / mean(fixed.tokens)).toFixed(2)} |`;
  return {
    lines: [
      `### Adaptive sampling, ${questions} questions, waits=1, temperature 1`,
      '',
      '| strategy | right | mean tokens | of the fixed vote |',
      '| --- | ---: | ---: | ---: |',
      row('one chain', single),
      row(`majority:samples=${samples}`, fixed),
      row(`adaptive:samples=${samples},probability=${probability}`, stopping),
      '',
      `Only the fixed vote has ${onlyFixed} questions right, only the adaptive one ${onlyStopping} (McNemar, exact: p = ${exact.toFixed(3)}).`,
      `That the fixed vote gains less than ${100 * margin} point: p = ${p.toPrecision(2)} (Tango's score test, paired, one-sided).`,
    ],
    failed: [
      ...(spent > mostTokens
        ? [`adaptive sampling took ${spent.toFixed(2)} of the tokens, more than ${mostTokens}`]
        : []),
      ...(p > level
        ? [`that adaptive sampling loses less than ${100 * margin} point is not shown: p = ${p.toFixed(3)}`]
        : []),
    ],
  };
}
