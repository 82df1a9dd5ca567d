import type { BudgetFields } from '../core/budget.ts';
import { MullError } from '../core/mull-error.ts';
import type { Engine } from '../engine/engine.ts';

/**
 * Refuses, before anything is sent, what the engine would silently not do (rules 6 and 14).
 *
 * @param run.canBan - whether every end of thinking can be banned on this engine
 */
export function checkAbilities(
  fields: BudgetFields,
  engine: Engine,
  run: {
    readonly canBan: boolean;
    readonly wantsGrammar: boolean;
    /** Answers that are to be probed for at the same time. */
    readonly forks: number;
    readonly logprobs: number;
  },
): void {
  const { continuation, hiddenThinking, nativeMax, nativeMin, nativeEffort } = engine.abilities;
  const wantsMore = (fields.waits ?? 0) > 0 || (fields.min ?? 0) > 0;
  if (wantsMore && hiddenThinking) throw unsupported(engine, 'budget.waits and budget.min', 'it hides its thinking');
  if ((fields.waits ?? 0) > 0 && continuation === 'none')
    throw unsupported(engine, 'budget.waits', 'nothing can be appended to its thinking');
  if ((fields.min ?? 0) > 0 && continuation === 'none' && !nativeMin) {
    throw unsupported(engine, 'budget.min', 'nothing can be appended to its thinking and it has no minimum of its own');
  }
  const alone = continuation === 'none' && !nativeMax;
  if (alone && fields.max !== undefined && !(fields.max === 0 && nativeEffort)) {
    throw unsupported(
      engine,
      'budget.max',
      'its thinking cannot be cut and it has no maximum of its own',
      nativeEffort ? { instead: ' It takes budget.effort.' } : {},
    );
  }
  if (alone && fields.effort !== undefined && fields.max === undefined && !nativeEffort) {
    throw unsupported(engine, 'budget.effort', 'it has no maximum of its own and takes no effort');
  }
  if (run.wantsGrammar && !engine.abilities.grammar)
    throw unsupported(engine, 'responseFormat', 'it cannot follow a grammar');
  if (run.forks > 0 && (engine.abilities.fork === 'none' || hiddenThinking || continuation === 'none'))
    throw unsupported(engine, 'answers in mid-thought', 'its thinking cannot be copied', { verb: 'give' });
  if (run.logprobs > engine.abilities.logprobs) {
    const { logprobs } = engine.abilities;
    const why = logprobs === 0 ? 'it reports none' : `it reports ${logprobs} at most`;
    throw unsupported(engine, `${run.logprobs} log-probabilities per token`, why, { verb: 'give' });
  }
  const messages = typeof fields.message === 'string' ? [fields.message] : (fields.message ?? []);
  if (wantsMore && messages.includes('') && !run.canBan) {
    throw unsupported(
      engine,
      "the empty budget.message ''",
      'the end of its thinking cannot be banned, so nothing would change',
    );
  }
}

function unsupported(
  engine: Engine,
  what: string,
  why: string,
  { instead = '', verb = 'hold' }: { readonly instead?: string; readonly verb?: 'hold' | 'give' } = {},
): MullError {
  return new MullError('E_UNSUPPORTED', `${engine.id} cannot ${verb} ${what}: ${why}.`, {
    hint: `Leave ${what} out, or use an engine that can be continued.${instead} Nothing was sent.`,
  });
}
