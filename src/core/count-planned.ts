import type { RunPlan } from './run-plan.ts';

/** How many samples a plan asks for. */
export function countPlanned({ settings }: Pick<RunPlan, 'settings'>): number {
  return settings.reduce((sum, { questions, samples }) => sum + questions * samples, 0);
}
