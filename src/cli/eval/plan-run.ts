import type { BudgetFields } from '../../core/budget.ts';
import type { RunPlan } from '../../core/run-plan.ts';
import type { Engine } from '../../engine/engine.ts';
import { makePlan } from '../../eval/plan/make-plan.ts';
import type { Grid } from '../../eval/plan/sweep-settings.ts';
import { readStrategy } from '../../scaling/read-strategy.ts';
import { type EvalFlags, evalOptions } from '../eval-options.ts';
import { thinkSettings } from '../think-settings.ts';
import type { GatheredQuestions } from './gather-questions.ts';

/** The bounds that a sweep is usually over; one of them alone on the command line means: only this. */
const swept: readonly (keyof BudgetFields)[] = ['max', 'min', 'waits', 'effort'];

/** The plan from recipe and flags, flags first. */
export function planRun(
  { recipe, questions, dataset }: GatheredQuestions,
  flags: EvalFlags,
  engine: Pick<Engine, 'id' | 'model'>,
  currency: string | undefined,
): Promise<RunPlan> {
  const { budget, sampling, seed } = thinkSettings(budgetFlags(flags), {});
  const single = swept.some((field) => field in budget);
  const methods = recipe.methods.map((method) => (typeof method === 'string' ? method : readStrategy(method).text));
  const ofRecipe: readonly Grid[] = [...recipe.sweep, ...(methods.length === 0 ? [] : [{ method: methods }])];
  const asked = flags.sweep ?? (single || flags.method ? [{}] : ofRecipe);
  const grids = flags.method ? asked.map((grid) => ({ ...grid, method: flags.method! })) : asked;
  const limit = flags.full ? undefined : (flags.limit ?? recipe.limit);
  return makePlan({
    recipe,
    dataset,
    questions,
    engine,
    ...(limit === undefined ? {} : { limit }),
    samples: flags.samples ?? recipe.samples,
    seed: seed ?? recipe.seed,
    sampling: { ...(recipe.temperature === undefined ? {} : { temperature: recipe.temperature }), ...sampling },
    budget: { ...recipe.budget, ...budget },
    grids,
    ...(flags.name === undefined ? {} : { name: flags.name }),
    ...(currency === undefined ? {} : { currency }),
    createdAt: new Date().toISOString(),
  });
}

/** The flags that `mull think` has too. */
function budgetFlags(flags: EvalFlags): EvalFlags {
  const own = new Set<string>(evalOptions.map(({ name }) => name));
  return Object.fromEntries(Object.entries(flags).filter(([name]) => !own.has(name))) as EvalFlags;
}
