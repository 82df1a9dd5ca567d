import { MullError } from '../core/mull-error.ts';
import type { Scorer } from './scorer.ts';
import type { Stage } from './stage.ts';
import type { BranchResult, Told } from './told.ts';

/**
 * Lets a scorer score branches, and holds it to what it promised.
 *
 * @throws E_SCORER_FAULT when it throws, or gives anything but one finite number per branch; E_ABORTED at once when the
 * run is aborted, whether the scorer listens or not
 */
export async function scoreBranches(stage: Stage, scorer: Scorer, results: readonly BranchResult[]): Promise<Told> {
  const candidates = results.map(({ answer, thinking, receipt, confidence }) => ({
    answer,
    thinking,
    thinkingTokens: receipt.thinkingTokens,
    confidence: confidence?.mean,
  }));
  const { signal, seed, options, spending } = stage;
  const scoring = {
    question: questionOf(stage),
    seed,
    signal,
    engine: options.engine,
    spend: (cost: Parameters<typeof spending.judge>[0]) => spending.judge(cost),
  };
  let scores: readonly number[];
  try {
    scores = await untilAborted(Promise.resolve(scorer.score(candidates, scoring)), signal);
  } catch (error) {
    if (signal.aborted || MullError.isMullError(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw fault(scorer, `threw "${reason}"`, error);
  }
  if (!Array.isArray(scores)) throw fault(scorer, `gave ${typeof scores} instead of a list of scores`);
  if (scores.length !== results.length)
    throw fault(scorer, `gave ${scores.length} scores for ${results.length} answers`);
  const wrong = scores.findIndex((score) => !Number.isFinite(score));
  if (wrong !== -1) throw fault(scorer, `gave ${String(scores[wrong])} as the score of answer ${wrong}`);
  for (const [index, { chain }] of results.entries()) {
    stage.records[chain] = { ...stage.records[chain]!, score: scores[index]! };
  }
  return { type: 'scored', scores };
}

/** The last question of the user, as text. */
function questionOf({ options: { prompt, messages = [] } }: Stage): string {
  const content = prompt ?? messages.findLast(({ role }) => role === 'user')?.content ?? '';
  if (typeof content === 'string') return content;
  return content.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

function untilAborted<Value>(value: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    value.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function fault(scorer: Scorer, what: string, cause?: unknown): MullError {
  return new MullError('E_SCORER_FAULT', `The scorer ${scorer.name} ${what}.`, {
    hint: 'A scorer gives one finite number per answer. The answers themselves stand in the events `branch-end`.',
    cause,
  });
}
