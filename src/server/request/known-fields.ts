import type { z } from 'zod';
import { budgetDialects } from '../budget/budget-dialects.ts';

const everywhere = [
  'budget',
  'strategy',
  'include_reasoning',
  ...budgetDialects.map(({ field }) => field.split('.')[0] ?? ''),
];

/** The names of all fields that are read of a body of this form. */
export function knownFields(schema: z.ZodObject): ReadonlySet<string> {
  return new Set([...Object.keys(schema.shape), ...everywhere]);
}
