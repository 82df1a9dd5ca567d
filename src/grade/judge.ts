import type { Engine } from '../engine/engine.ts';
import { askModel } from './ask-model.ts';
import { answerPart } from './extract/answer-part.ts';
import { grade } from './grade.ts';
import { judgePrompt } from './judge-prompt.ts';
import type { GradeOptions } from './options.ts';
import type { Verdict } from './verdict.ts';

export interface JudgeOptions extends GradeOptions {
  /** The model that is asked. */
  readonly engine: Engine;
  /** `different`: asked only where the rules find no equality · `always`: asked about every answer. */
  readonly when?: 'different' | 'always';
  /** Default 0; s1 samples at 0.5, so that its verdicts differ from run to run. */
  readonly temperature?: number;
  /** Most tokens the model may write, default 1,024 as in s1. */
  readonly maxTokens?: number;
  readonly seed?: number;
  readonly signal?: AbortSignal;
}

/** The end of a long answer that is shown to the model, in characters. */
const longestAttempt = 8_000;

/**
 * Grades by the rules and asks a language model, with s1's prompt, where they find no equality. What the model decided
 * says so: `by: 'judge'`. An answer the model does not give an index for counts as different.
 *
 * @throws what the engine throws: E_ENGINE_UNREACHABLE, E_CONTEXT_OVERFLOW, E_ABORTED ...
 */
export async function judge(gold: string, answer: string, options: JudgeOptions): Promise<Verdict> {
  const { engine, when = 'different', temperature = 0, maxTokens = 1_024, seed = 0, signal, ...conventions } = options;
  const verdict = grade(gold, answer, conventions);
  if (verdict.gold.rule === 'none' || verdict.answer.rule === 'none') return verdict;
  if (verdict.equal && when === 'different') return verdict;
  const part = answerPart(answer);
  const attempt = answer.slice(part.start, part.end).slice(-longestAttempt).trim();
  const { text: said } = await askModel(engine, judgePrompt([verdict.gold.text], attempt), {
    temperature,
    maxTokens,
    seed,
    signal,
  });
  const index = indexIn(said);
  const equal = index === 1;
  const decision = index === undefined ? 'no index given' : `option ${index}`;
  return { ...verdict, equal, by: 'judge', rules: [], reason: `${equal ? 'equal' : 'different'} (${decision})` };
}

/** The last whole number that stands on a line by itself, else the first one said. */
function indexIn(said: string): number | undefined {
  const part = answerPart(said);
  const text = said.slice(part.start, part.end);
  const alone = [...text.matchAll(/^[\s*]*(-?\d+)[\s*.]*$/gm)].at(-1);
  const found = alone?.[1] ?? /-?\d+/.exec(text)?.[0];
  return found === undefined ? undefined : Number(found);
}
