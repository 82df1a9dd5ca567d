import { MullError } from '../../core/mull-error.ts';
import type { RunRecord } from '../../core/run-record.ts';
import { sha256 } from '../../core/sha256.ts';
import type { GradeOptions } from '../../grade/options.ts';
import { drawSeed } from '../../lockstep/draw-seed.ts';
import type { PlannedSample } from '../plan/planned-samples.ts';
import { type AnsweredQuestion, answerQuestion } from './answer-question.ts';
import { buildMessages } from './build-messages.ts';
import { judgeSample } from './judge-sample.ts';
import { costOf } from './price-table.ts';
import type { RunSamplesOptions } from './run-samples.ts';

/** A sample that has ended, and what it failed with, if it did. */
export interface EndedSample {
  readonly record: RunRecord;
  readonly error?: { readonly cause: unknown };
}

/** Failures that another try may not meet: the engine or the way to it had trouble. */
const passing = new Set([
  'E_ENGINE_BUSY',
  'E_ENGINE_FAULT',
  'E_ENGINE_PROTOCOL',
  'E_ENGINE_TIMEOUT',
  'E_ENGINE_UNREACHABLE',
]);
const longestPause = 30_000;

/** Makes one sample: asks, grades, prices. Never throws: what failed stands beside the record that says so. */
export async function runSample(
  planned: PlannedSample,
  options: RunSamplesOptions & { readonly signal: AbortSignal },
): Promise<EndedSample> {
  const { plan, engine, session, signal, onTokens, retries = 2, retryDelay = 1000 } = options;
  const { setting, sample, key } = planned;
  const question = options.questions.get(planned.question)!;
  const { hash: _, ...recorded } = question;
  const messages = buildMessages(question.text, plan, setting);
  const seed = drawSeed(plan.seed, sample);
  const startedAt = new Date().toISOString();
  const started = performance.now();
  const base = {
    key,
    question: recorded,
    setting: setting.name,
    sample,
    seed,
    session,
    promptHash: await sha256(JSON.stringify(messages)),
    startedAt,
  };
  const seconds = (): number => Math.round(performance.now() - started) / 1000;
  for (let attempts = 1; ; attempts += 1) {
    try {
      const { budget, method, temperature } = setting;
      const sampling = temperature === undefined ? plan.sampling : { ...plan.sampling, temperature };
      const answered = await answerQuestion({ engine, messages, budget, method, sampling, seed, signal, onTokens });
      return { record: recordOf(answered, { ...base, seconds: seconds(), attempts }, options) };
    } catch (error) {
      const code = MullError.isMullError(error) ? error.code : 'E_INTERNAL';
      if (passing.has(code) && attempts <= retries && !signal.aborted) {
        await pause(Math.min(longestPause, retryDelay * 2 ** (attempts - 1)), signal);
        if (!signal.aborted) continue;
      }
      return { record: failedRecord(error, { ...base, seconds: seconds(), attempts }), error: { cause: error } };
    }
  }
}

type RecordBase = Pick<
  RunRecord,
  'key' | 'question' | 'setting' | 'sample' | 'seed' | 'session' | 'promptHash' | 'startedAt' | 'seconds' | 'attempts'
>;

function recordOf(
  { result, forced }: AnsweredQuestion,
  base: RecordBase,
  { plan, price }: Pick<RunSamplesOptions, 'plan' | 'price'>,
): RunRecord {
  const { answer, thinking, receipt, finishReason, branches, votes, total } = result;
  const judged = judgeSample({ answer, finishReason, receipt, question: base.question }, plan.grading as GradeOptions);
  const { usage, thinkingTokens, forcedTokens, answerTokens } = total ?? receipt;
  const probe = total?.probeTokens ?? 0;
  return {
    ...base,
    ...judged,
    answer,
    thinking,
    forced,
    finishReason,
    receipt,
    tokens: {
      prompt: usage.prompt,
      cached: usage.cached,
      thinking: thinkingTokens,
      forced: forcedTokens,
      answer: answerTokens,
      ...(probe === 0 ? {} : { probe }),
    },
    ...(branches ? { branches } : {}),
    ...(votes ? { votes } : {}),
    ...(price ? { cost: costOf({ usage }, price) } : {}),
  };
}

function failedRecord(error: unknown, base: RecordBase): RunRecord {
  const code = MullError.isMullError(error) ? error.code : 'E_INTERNAL';
  const message = error instanceof Error ? error.message : String(error);
  return {
    ...base,
    status: 'error',
    answer: '',
    thinking: '',
    forced: [],
    tokens: { prompt: 0, cached: 0, thinking: 0, forced: 0, answer: 0 },
    error: { code, message },
  };
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
