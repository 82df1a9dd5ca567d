import type { RunPlan } from '../../core/run-plan.ts';
import { sha256 } from '../../core/sha256.ts';

/** What two commands must agree on to work on the same run. */
export type PlanIdentity = Pick<RunPlan, 'dataset' | 'seed' | 'sampling' | 'system' | 'engine'> & {
  /** How a question is put, with everything around it. */
  readonly prompt: string;
};

/**
 * The name of a run: what is asked of whom, and six digits that stand for everything that must not change. Budgets,
 * samples and the number of questions are not among it: they extend a run.
 */
export async function planId(identity: PlanIdentity): Promise<string> {
  const { dataset, engine, seed, sampling, system, prompt } = identity;
  const { name, source } = dataset;
  const digest = await sha256(JSON.stringify([name, source, engine, seed, sampling, system ?? '', prompt]));
  const words = [...new Set([wordsOf(name), wordsOf(engine.model)])];
  return [...words, digest.slice(0, 6)].join('-');
}

/** Fit for the name of a folder on every system. */
function wordsOf(text: string): string {
  const words = text
    .replace(/^.*[/\\]/, '')
    .replace(/[^A-Za-z0-9.]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  return words.slice(0, 40).toLowerCase() || 'run';
}
