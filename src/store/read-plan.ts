import { readFile } from 'node:fs/promises';
import { MullError } from '../core/mull-error.ts';
import type { RunPlan } from '../core/run-plan.ts';
import { parsePlan } from './parse-plan.ts';
import { runPaths } from './run-paths.ts';

/**
 * The plan of a run.
 *
 * @throws E_RUN_NOT_FOUND where there is none, E_RUN_INVALID where it cannot be read
 */
export async function readPlan(folder: string): Promise<RunPlan> {
  const { plan } = runPaths(folder);
  let text: string;
  try {
    text = await readFile(plan, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new MullError('E_RUN_NOT_FOUND', `There is no run in ${folder}.`, {
        hint: 'Give the name of a run as `mull runs` lists it, or the path of its folder.',
        cause: error,
      });
    }
    throw new MullError('E_RUN_INVALID', `${plan} cannot be read (${code}).`, {
      hint: 'Check its permissions.',
      cause: error,
    });
  }
  return parsePlan(text, plan);
}
