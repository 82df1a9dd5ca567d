import { recordKey } from '../../core/record-key.ts';
import type { ForcedMark, RecordedQuestion, RunRecord } from '../../core/run-record.ts';
import { judgeSample } from '../runner/judge-sample.ts';
import type { LmEvalSample } from './lm-eval-sample.ts';
import { splitThinking } from './split-thinking.ts';

export interface ResponseContext {
  readonly setting: string;
  /** Number of the sample, from 0. */
  readonly sample: number;
  /** When the log was written, ISO 8601. */
  readonly startedAt: string;
  /** Counts the tokens of a text. */
  readonly count: (text: string) => number;
}

/**
 * One response of a log as a record. The verdict is the log's; where it has none for a single response, our grader
 * judges. It has no receipt, for nothing is known of what was enforced: a cut is told by the words s1 opens an answer
 * with, Waits cannot be told from those the model wrote.
 */
export function recordOfResponse(
  { id, question: text, gold, level, subject, responses, extracted, right, settings, promptHash }: LmEvalSample,
  response: number,
  { setting, sample, startedAt, count }: ResponseContext,
): RunRecord {
  const whole = responses[response] ?? '';
  const { thinking, answer, closed, format } = splitThinking(whole);
  const question: RecordedQuestion = {
    id,
    text,
    gold,
    ...(level === undefined ? {} : { level }),
    ...(subject === undefined ? {} : { subject }),
  };
  const thinkingTokens = thinking === '' ? 0 : count(thinking);
  const finish = 'Final Answer:';
  const cut = format === 's1' && settings.max_tokens_thinking !== undefined && answer.startsWith(finish);
  const forced: ForcedMark[] = cut
    ? [{ kind: 'cut', text: `<|im_start|>answer\n${finish}`, position: thinkingTokens, offset: thinking.length }]
    : [];
  // A thought that was never closed is no answer, whatever number stands last in it.
  const finishReason = closed ? ('stop' as const) : ('length' as const);
  const judged = judgeSample({ answer, finishReason, question });
  const logged = right[response];
  const taken = extracted[response];
  return {
    key: recordKey(setting, id, sample),
    question,
    setting,
    sample,
    seed: 0,
    session: 0,
    ...judged,
    ...(logged === undefined || judged.status === 'truncated'
      ? {}
      : {
          status: logged ? 'right' : answer === '' ? 'no-answer' : 'wrong',
          verdict: { equal: logged, reason: 'as the log says', by: 'lm-evaluation-harness' },
        }),
    ...(taken === undefined ? {} : { extraction: { text: taken, rule: 'as the log says' } }),
    ...(promptHash === undefined ? {} : { promptHash }),
    answer,
    thinking,
    forced,
    finishReason,
    tokens: { prompt: 0, cached: 0, thinking: thinkingTokens, forced: 0, answer: answer === '' ? 0 : count(answer) },
    seconds: 0,
    startedAt,
    attempts: 1,
  };
}
