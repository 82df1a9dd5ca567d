import type { Counting } from '../../core/count.ts';
import type { EndedBy, Receipt } from '../../core/receipt.ts';
import type { RunRecord } from '../../core/run-record.ts';
import { weakestCounting } from '../../core/weakest-counting.ts';
import { groupTally } from './group-tally.ts';
import { isIntervention } from './is-intervention.ts';
import { readSetting } from './read-setting.ts';
import type { SettingSummary, TokenFigures } from './run-summary.ts';
import { statusTally } from './status-tally.ts';
import { type TokenDistribution, tokenDistribution } from './token-distribution.ts';

/** Sums up the samples of one setting. */
export interface SettingTally {
  add(record: RunRecord, question: number): void;
  summary(questions: number): SettingSummary;
}

export function settingTally(setting: string): SettingTally {
  const { numbers, method } = readSetting(setting);
  const statuses = statusTally();
  const thinking = tokenDistribution();
  const answer = tokenDistribution();
  const total = tokenDistribution();
  let chains = 0;
  let taken = 0;
  const tokens = { prompt: 0, cached: 0, thinking: 0, forced: 0, answer: 0 };
  const forced = { samples: 0, cuts: 0, waits: 0 };
  const endedBy: Partial<Record<EndedBy, number>> = {};
  const warnings: Record<string, number> = {};
  const errors: Record<string, number> = {};
  const levels = groupTally();
  const subjects = groupTally();
  let asked: SettingSummary['asked'] | undefined;
  let counting: Counting = 'exact';
  let seconds = 0;
  let cost: number | null = null;

  const addReceipt = (receipt: Receipt): void => {
    asked ??= askedOf(receipt);
    counting = weakestCounting(counting, receipt.counting);
    increment(endedBy, receipt.endedBy);
    if (receipt.warnings.length === 0) return;
    for (const code of new Set(receipt.warnings.map((warning) => warning.code))) increment(warnings, code);
  };

  return {
    add(record, question) {
      const { status, question: asks, tokens: used } = record;
      statuses.add(status, question);
      levels.add(asks.level, status, used.thinking, question);
      subjects.add(asks.subject, status, used.thinking, question);
      tokens.prompt += used.prompt;
      tokens.cached += used.cached;
      tokens.thinking += used.thinking;
      tokens.forced += used.forced;
      tokens.answer += used.answer;
      seconds += record.seconds;
      if (record.cost !== undefined) cost = (cost ?? 0) + record.cost;
      if (record.receipt) addReceipt(record.receipt);
      if (status === 'error') {
        increment(errors, record.error?.code ?? 'E_INTERNAL');
        return;
      }
      // Without a receipt nobody vouches for the count: imported logs hold texts, not tokens.
      if (!record.receipt && !record.branches) counting = 'estimated';
      thinking.add(used.thinking);
      answer.add(used.answer);
      total.add(used.thinking + used.answer + (used.probe ?? 0));
      chains += record.branches?.length ?? 1;
      taken += record.receipt?.thinkingTokens ?? used.thinking;
      if (record.forced.some(isIntervention)) forced.samples += 1;
      for (const { kind } of record.forced) {
        if (kind === 'cut') forced.cuts += 1;
        else if (kind === 'wait') forced.waits += 1;
      }
    },
    summary(questions) {
      const { figures, counts } = statuses.summary(questions);
      return {
        setting,
        asked: asked ?? fromName(numbers),
        method,
        ...figures,
        thinking: figuresOf(thinking),
        answer: figuresOf(answer),
        total: figuresOf(total),
        takenThinking: total.count === 0 ? 0 : taken / total.count,
        chains,
        tokens: { ...tokens },
        forced: { ...forced },
        endedBy: { ...endedBy },
        counting,
        warnings: { ...warnings },
        errors: { ...errors },
        seconds,
        cost,
        levels: levels.summaries(questions),
        subjects: subjects.summaries(questions),
        outcomes: { samples: counts.map(({ samples }) => samples), right: counts.map(({ right }) => right) },
      };
    },
  };
}

function increment<Key extends string>(counts: Partial<Record<Key, number>>, key: Key): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

function askedOf({ bounds: { max, min, waits } }: Receipt): SettingSummary['asked'] {
  return {
    // 'auto' asks for no number: what the context leaves bounds it, as without a maximum.
    ...(typeof max.asked === 'number' ? { max: max.asked } : {}),
    ...(typeof min.asked === 'number' ? { min: min.asked } : {}),
    ...(typeof waits.asked === 'number' ? { waits: waits.asked } : {}),
  };
}

function fromName({ max, min, waits }: Readonly<Record<string, number>>): SettingSummary['asked'] {
  return {
    ...(max === undefined ? {} : { max }),
    ...(min === undefined ? {} : { min }),
    ...(waits === undefined ? {} : { waits }),
  };
}

function figuresOf(distribution: TokenDistribution): TokenFigures {
  const { mean, sum, least, most, quantile } = distribution;
  return {
    mean,
    sum,
    least,
    lowerQuartile: quantile(0.25),
    median: quantile(0.5),
    upperQuartile: quantile(0.75),
    most,
    counts: distribution.counts(),
  };
}
