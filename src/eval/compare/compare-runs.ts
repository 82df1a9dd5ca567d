import { MullError } from '../../core/mull-error.ts';
import { nearestName } from '../../core/nearest-name.ts';
import type { RunPlan } from '../../core/run-plan.ts';
import { holm } from '../metrics/holm.ts';
import { compareSettings, type Side } from './compare-settings.ts';
import type { Comparison } from './comparison.ts';
import type { QuestionOutcome, RunOutcomes } from './question-outcomes.ts';
import { verdictOf } from './verdict-of.ts';

/** A run to compare, or one of its settings. */
export interface ComparedRun {
  readonly plan: RunPlan;
  readonly outcomes: RunOutcomes;
  readonly setting?: string;
}

/**
 * Compares two runs: the settings that are named, else the only ones there are, else every setting that both have. Of
 * several, the first comparison is of all of them together; the p values of the single ones are adjusted after Holm,
 * for each would be a chance to find something by accident.
 *
 * @throws E_OPTION_INVALID where there is nothing to compare
 */
export function compareRuns(first: ComparedRun, second: ComparedRun, options: { seed?: number } = {}): Comparison[] {
  const compared = pairs(first, second).map(([a, b]) => {
    const comparison = compareSettings(sideOf(first, a), sideOf(second, b), options);
    if (comparison) return comparison;
    throw nothing(
      `${first.plan.id} ${a} and ${second.plan.id} ${b} have no question in common.`,
      'Runs are compared question by question: ask both the same ones.',
    );
  });
  if (compared.length === 1) return compared;
  const adjusted = holm(compared.map(({ test }) => test.p));
  const single = compared.map((comparison, i): Comparison => {
    const p = adjusted[i] ?? 1;
    const verdict = verdictOf(p, comparison.difference);
    return { ...comparison, verdict, test: { ...comparison.test, p, comparisons: compared.length } };
  });
  const together = compareSettings(
    pooled(
      first,
      compared.map((each) => each.first.setting),
    ),
    pooled(
      second,
      compared.map((each) => each.second.setting),
    ),
    options,
  );
  return together ? [together, ...single] : single;
}

/** All these settings as one: what each question came to over all of them. */
function pooled({ plan, outcomes }: ComparedRun, settings: readonly string[]): Side {
  const sums = new Map<string, QuestionOutcome>();
  for (const setting of settings) {
    for (const [question, outcome] of outcomes.get(setting) ?? []) {
      const sum = sums.get(question);
      sums.set(
        question,
        sum === undefined
          ? outcome
          : {
              samples: sum.samples + outcome.samples,
              right: sum.right + outcome.right,
              truncated: sum.truncated + outcome.truncated,
              thinkingTokens: sum.thinkingTokens + outcome.thinkingTokens,
            },
      );
    }
  }
  return { run: plan.id, setting: allSettings, outcomes: sums, hashes: new Map(plan.questions) };
}

/** How the comparison over everything is called. */
const allSettings = 'all settings';

function pairs(first: ComparedRun, second: ComparedRun): [string, string][] {
  const [ours, theirs] = [chosen(first), chosen(second)];
  if (ours.length === 1 && theirs.length === 1) return [[ours[0] ?? '', theirs[0] ?? '']];
  if (
    ours.length === 1 &&
    first.setting !== undefined &&
    second.setting === undefined &&
    theirs.includes(first.setting)
  ) {
    return [[first.setting, first.setting]];
  }
  const common = ours.filter((setting) => theirs.includes(setting));
  if (first.plan.id === second.plan.id && first.setting === second.setting) {
    throw nothing(
      `${first.plan.id} was given twice.`,
      `To compare two of its settings: ${first.plan.id}#"${ours[0]}" ${first.plan.id}#"${ours[1] ?? ours[0]}"`,
    );
  }
  if (common.length > 0) return common.map((setting) => [setting, setting]);
  throw nothing(
    'The runs have no setting in common.',
    `Name one of each behind a #: ${first.plan.id} has ${ours.join(', ')}; ${second.plan.id} has ${theirs.join(', ')}.`,
  );
}

function chosen({ plan, outcomes, setting }: ComparedRun): string[] {
  // In the order of the plan, not of whichever sample ended first.
  const names = plan.settings.map(({ name }) => name).filter((name) => outcomes.has(name));
  if (names.length === 0)
    throw nothing(`No sample of ${plan.id} was answered.`, 'See what became of them: mull report');
  if (setting === undefined) return names;
  if (names.includes(setting)) return [setting];
  const near = nearestName(setting, names);
  throw nothing(
    `${plan.id} has no setting "${setting}".`,
    near === undefined ? `Its settings are: ${names.join(', ')}.` : `Did you mean "${near}"?`,
  );
}

function sideOf({ plan, outcomes }: ComparedRun, setting: string): Side {
  return { run: plan.id, setting, outcomes: outcomes.get(setting) ?? new Map(), hashes: new Map(plan.questions) };
}

function nothing(message: string, hint: string): MullError {
  return new MullError('E_OPTION_INVALID', message, { hint });
}
