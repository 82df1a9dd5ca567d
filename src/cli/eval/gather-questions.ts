import { MullError } from '../../core/mull-error.ts';
import type { RunDataset } from '../../core/run-plan.ts';
import type { EvalRecipe } from '../../dataset/eval-recipe.ts';
import type { Question } from '../../dataset/question.ts';
import { readQuestions } from '../../dataset/read-questions.ts';
import { loadRows } from '../../dataset/source/load-rows.ts';
import type { EvalFlags } from '../eval-options.ts';
import type { Host } from '../host.ts';
import { hubOptions } from '../hub-options.ts';
import { pullPrinter } from '../pull-printer.ts';
import { readRecipe } from './read-recipe.ts';

/** What is asked, read and checked. */
export interface GatheredQuestions {
  readonly recipe: EvalRecipe;
  readonly questions: readonly Question[];
  readonly dataset: Pick<RunDataset, 'source' | 'revision' | 'hash'>;
  /** Why the Hub was not asked and a copy was taken. */
  readonly notAsked?: MullError;
}

/** The recipe and its questions, from wherever they come. */
export async function gatherQuestions(
  name: string | undefined,
  flags: EvalFlags,
  host: Host,
  signal: AbortSignal,
): Promise<GatheredQuestions> {
  const { recipe, base } = await readRecipe(name, flags, host);
  const printer = pullPrinter(host);
  try {
    const hub = { ...(await hubOptions(host)), signal, onProgress: printer.onProgress };
    const { rows, notAsked, ...dataset } = await loadRows(recipe.data, { base, input: host.input, hub });
    const questions = await readQuestions(rows, {
      fields: recipe.fields,
      filter: recipe.filter,
      answerAfter: recipe.answerAfter,
      seed: recipe.shuffle ?? recipe.seed,
      shuffle: recipe.shuffle !== undefined,
      shown: dataset.source,
    });
    return { recipe, questions, dataset, ...(notAsked === undefined ? {} : { notAsked }) };
  } catch (error) {
    throw MullError.isMullError(error) ? withOtherWay(error) : error;
  } finally {
    await printer.close();
  }
}

/** Without the Hub a file does as well. */
function withOtherWay(error: MullError): MullError {
  const { code, message, hint, cause } = error;
  if (!/^E_(?:HUB_|OFFLINE|PEER_)/.test(code)) return error;
  return new MullError(code, message, {
    hint: `${hint} Or give a file with its rows: --data FILE.`,
    cause: cause ?? error,
  });
}
