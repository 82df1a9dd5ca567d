import type { BudgetFields } from '../../core/budget.ts';
import { MullError } from '../../core/mull-error.ts';
import { redact } from '../../core/redact.ts';
import type { RunDataset, RunPlan } from '../../core/run-plan.ts';
import type { EvalRecipe } from '../../dataset/eval-recipe.ts';
import type { Question } from '../../dataset/question.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Sampling } from '../../engine/sampling.ts';
import { planId } from './plan-id.ts';
import { type Grid, sweepSettings } from './sweep-settings.ts';

/** What a plan is made from. */
export interface MakePlanOptions {
  readonly recipe: EvalRecipe;
  readonly dataset: Pick<RunDataset, 'source' | 'revision' | 'hash'>;
  /** All questions of the data set, in their order. */
  readonly questions: readonly Question[];
  readonly engine: Pick<Engine, 'id' | 'model'>;
  /** The first so many; absent: all. */
  readonly limit?: number;
  readonly samples: number;
  readonly seed: number;
  readonly sampling: Partial<Sampling>;
  readonly budget: BudgetFields;
  readonly grids: readonly Grid[];
  /** Instead of the name that is made from what is asked of whom. */
  readonly name?: string;
  readonly currency?: string;
  readonly createdAt: string;
}

/**
 * The plan of a run, before its first sample.
 *
 * @throws what `sweepSettings` throws; E_OPTION_INVALID for a name that cannot be one of a folder
 */
export async function makePlan(options: MakePlanOptions): Promise<RunPlan> {
  const { recipe, questions: all, samples, seed, engine, budget, grids, name } = options;
  const questions = all.slice(0, options.limit);
  const dataset: RunDataset = {
    name: recipe.name,
    ...options.dataset,
    size: all.length,
    ...(recipe.confidential ? { confidential: true } : {}),
  };
  const settings = sweepSettings(
    {
      budget,
      ...(options.sampling.temperature === undefined ? {} : { temperature: options.sampling.temperature }),
      variants: recipe.variants,
      questions: questions.length,
      samples,
    },
    grids,
  );
  const asked = { id: redact(engine.id), model: engine.model.name };
  const sampling = Object.fromEntries(
    Object.entries({ temperature: 0, ...options.sampling }).filter(([, value]) => value !== undefined),
  ) as Record<string, number>;
  const { system, prompt, filter, fields, shuffle, answerAfter } = recipe;
  const identity = { dataset, engine: asked, seed, sampling, ...(system === undefined ? {} : { system }) };
  if (name !== undefined) checkName(name);
  return {
    format: 'mull run',
    version: 1,
    id:
      name ?? (await planId({ ...identity, prompt: JSON.stringify({ prompt, filter, fields, shuffle, answerAfter }) })),
    createdAt: options.createdAt,
    ...identity,
    questions: questions.map(({ id, hash }) => [id, hash] as const),
    settings,
    ...(prompt === undefined ? {} : { prompt }),
    grading: recipe.grading,
    published: recipe.published,
    ...(options.currency === undefined ? {} : { currency: options.currency }),
    sessions: [],
  };
}

function checkName(name: string): void {
  if (/^[\w][\w.+-]{0,99}$/.test(name)) return;
  throw new MullError('E_OPTION_INVALID', `${JSON.stringify(name)} cannot be the name of a run.`, {
    hint: 'Letters, digits, dots, dashes and underscores, at most 100: --name aime24-long.',
  });
}
