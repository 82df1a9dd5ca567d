import type { RunPlan } from '../../core/run-plan.ts';
import type { RunSummary } from '../../eval/summary/run-summary.ts';

/** A run as reports take it: what was asked, and what came of it in figures. */
export interface ReportedRun {
  readonly plan: RunPlan;
  readonly summary: RunSummary;
}
