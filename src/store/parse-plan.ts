import { z } from 'zod';
import { budgetSchema } from '../core/budget.ts';
import { MullError } from '../core/mull-error.ts';
import type { RunPlan } from '../core/run-plan.ts';
import { validate } from '../core/validate.ts';

const count = z.int().min(0);
const engine = z.looseObject({ id: z.string(), model: z.string() });

/** Fields that a later version of mull adds are kept. */
const planSchema = z.looseObject({
  format: z.literal('mull run'),
  version: z.literal(1),
  id: z.string(),
  createdAt: z.string(),
  dataset: z.looseObject({ name: z.string(), source: z.string(), hash: z.string(), size: count }),
  questions: z.array(z.tuple([z.string(), z.string()])),
  settings: z.array(
    z.looseObject({ name: z.string(), budget: budgetSchema, method: z.string(), questions: count, samples: count }),
  ),
  seed: count,
  sampling: z.record(z.string(), z.number()),
  grading: z.record(z.string(), z.unknown()),
  engine,
  published: z.array(z.looseObject({ model: z.string(), label: z.string(), accuracy: z.number(), source: z.string() })),
  sessions: z.array(z.looseObject({ startedAt: z.string(), engine })),
});

/**
 * @param path - of the file, for the error
 * @throws E_RUN_INVALID naming the field, the form expected and the value got
 */
export function parsePlan(text: string, path: string): RunPlan {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new MullError('E_RUN_INVALID', `${path} is not JSON.`, {
      hint: 'Put back a copy of it; the records beside it are whole without it.',
      cause,
    });
  }
  return validate(planSchema, value, path, 'E_RUN_INVALID') as unknown as RunPlan;
}
