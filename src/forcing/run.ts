import { type BudgetFields, defaultFinish } from '../core/budget.ts';
import type { Effort } from '../core/effort.ts';
import type { ThinkEvent, ThinkResult } from '../core/events.ts';
import { MullError } from '../core/mull-error.ts';
import type { ThinkingFormat } from '../core/thinking-format.ts';
import type { Engine } from '../engine/engine.ts';
import type { Sequence } from '../engine/sequence.ts';
import { checkAbilities } from './check-abilities.ts';
import { Drive, type Driven } from './drive.ts';
import { fitBudget } from './fit-budget.ts';
import type { ForcingPlan } from './forcing-plan.ts';
import { openingPrompt } from './opening-prompt.ts';
import type { Overseer } from './overseer.ts';
import { readBudget } from './read-budget.ts';
import { readOptions } from './read-options.ts';
import { runAborted } from './run-aborted.ts';
import type { PartialResult, RunControls } from './run-controls.ts';
import type { ThinkOptions } from './think.ts';
import { utf8Length } from './utf8-length.ts';
import { writeReceipt } from './write-receipt.ts';

/** 24.8 days; a longer timeout would be taken for one of a millisecond. */
const longestTimeout = 2 ** 31 - 1;

/**
 * One run from question to receipt. Whatever happens, its sequence is closed in the end.
 *
 * @param overseer - is asked in mid-thought how it goes on
 */
export async function* run(
  options: ThinkOptions,
  controls: RunControls,
  overseer?: Overseer,
): AsyncGenerator<ThinkEvent, void> {
  const { engine, messages, sampling, seed, stop } = readOptions(options);
  const fields = readBudget(options.budget);
  const format = engine.model.thinking;
  const canBan = await canBanEnds(engine, format);
  checkAbilities(fields, engine, {
    canBan,
    wantsGrammar: options.responseFormat !== undefined,
    forks: overseer?.forks ?? 0,
    logprobs: Math.max(options.logprobs ?? 0, overseer?.logprobs ?? 0),
  });
  const signal = options.signal ? AbortSignal.any([options.signal, controls.signal]) : controls.signal;
  if (signal.aborted) throw runAborted(signal);
  const deadline =
    fields.seconds === undefined
      ? undefined
      : setTimeout(() => controls.request('time'), Math.min(fields.seconds * 1000, longestTimeout));
  let sequence: Sequence | undefined;
  let soFar: (() => PartialResult) | undefined;
  try {
    const { tools, keepThinking } = options;
    const opened = openingPrompt(engine, { messages, tools, keepThinking, fields });
    const effort = toldEffort(fields, engine);
    sequence = await engine.open(opened.prompt, {
      seed,
      signal,
      ...(effort && { effort }),
      ...(overseer === undefined ? {} : { forks: overseer.forks }),
    });
    const plan = await makePlan({
      fields,
      engine,
      options,
      opening: opened.opening,
      prompt: sequence.length.value,
      canBan,
    });
    const drive = new Drive({
      sequence,
      plan,
      format,
      sampling,
      signal,
      writesDelimiters: opened.writesDelimiters,
      stop,
      tools: tools ?? [],
      grammar: options.responseFormat,
      logprobs: options.logprobs,
      overseer,
    });
    controls.attach(drive);
    const told = { plan, fields, engine, sequence, seed, format };
    soFar = () => makeResult({ driven: drive.soFar('length'), ...told });
    yield { type: 'prompt', tokens: sequence.length, max: plan.budget.max, format };
    const driven = yield* drive.events();
    const result = makeResult({ driven, ...told });
    soFar = undefined;
    await sequence.close();
    yield { type: 'finish', result };
  } catch (error) {
    const own = MullError.isMullError(error) && error.code !== 'E_ABORTED';
    throw signal.aborted && !own ? runAborted(signal) : error;
  } finally {
    clearTimeout(deadline);
    controls.partial = soFar?.();
    await sequence?.close();
  }
}

async function makePlan(facts: {
  readonly fields: BudgetFields;
  readonly engine: Engine;
  readonly options: ThinkOptions;
  readonly opening: ForcingPlan['opening'];
  readonly prompt: number;
  readonly canBan: boolean;
}): Promise<ForcingPlan> {
  const { fields, engine, options } = facts;
  const format = engine.model.thinking;
  const { continuation } = engine.abilities;
  const finishAllowed =
    (options.tools?.length ?? 0) === 0 && options.responseFormat === undefined && continuation !== 'none';
  const cost = (text: string, control: boolean): Promise<number> => costOf(engine, text, control);
  const room = {
    contextSize: engine.model.contextSize,
    prompt: facts.prompt,
    // One more for the line end that a cut in mid-line needs.
    cut: 1 + Math.max(await cost(format.cut, true), await cost(format.close, true)),
  };
  const finish = finishAllowed ? await cost(fields.finish ?? defaultFinish, false) : 0;
  const budget = fitBudget(fields, { ...room, finish });
  const texts = typeof budget.message === 'string' ? [budget.message] : budget.message;
  return {
    budget,
    opening: facts.opening,
    messageCosts: await Promise.all(texts.map((text) => cost(text, false))),
    messageEmpty: texts.map((text) => text === ''),
    canBan: facts.canBan,
    nativeMin: await holdsMinimum(fields, engine),
    finishAllowed,
    finishCost: finish,
    hasHeader: format.header !== undefined,
    canContinue: continuation !== 'none' && !engine.abilities.hiddenThinking,
  };
}

/** Tokens of a text, or its UTF-8 bytes where the engine cannot count (rule 5). */
async function costOf(engine: Engine, text: string, control: boolean): Promise<number> {
  if (text === '') return 0;
  if (engine.encode) return (await engine.encode({ text, control })).length;
  return (await engine.count?.(text))?.value ?? utf8Length(text);
}

/**
 * Whether a minimum is left to the engine. Waits and a message of the caller's are there to be read by the model, so with
 * them mull suppresses ends itself.
 */
async function holdsMinimum(fields: BudgetFields, engine: Engine): Promise<boolean> {
  if (!engine.abilities.nativeMin || (fields.min ?? 0) === 0) return false;
  if ((fields.waits ?? 0) > 0 || (fields.message ?? '') !== '') return false;
  return endsAreTokens(engine, engine.model.thinking);
}

/** Rule 6: only an end of a single token can be banned, and one that cannot be makes the whole ban useless. */
async function canBanEnds(engine: Engine, format: ThinkingFormat): Promise<boolean> {
  return engine.abilities.ban && (await endsAreTokens(engine, format));
}

async function endsAreTokens(engine: Engine, format: ThinkingFormat): Promise<boolean> {
  for (const end of format.ends) if ((await costOf(engine, end, true)) !== 1) return false;
  return true;
}

/** The effort an engine is told that can hold no bound; the others get the tokens it stands for. */
function toldEffort(fields: BudgetFields, { abilities }: Engine): Effort | undefined {
  if (!abilities.nativeEffort || abilities.nativeMax) return undefined;
  return fields.max === 0 ? 'none' : fields.effort;
}

function makeResult(facts: {
  readonly driven: Driven;
  readonly plan: ForcingPlan;
  readonly fields: BudgetFields;
  readonly engine: Engine;
  readonly sequence: Sequence;
  readonly seed: number;
  readonly format: ThinkingFormat;
}): ThinkResult {
  const { driven, plan, fields, engine, sequence } = facts;
  const receipt = writeReceipt(plan, driven.state, {
    asked: { max: plan.budget.askedMax, min: fields.min, waits: fields.waits },
    effort: fields.effort,
    toldEffort: toldEffort(fields, engine) !== undefined,
    counting: driven.counting,
    usage: sequence.usage,
    engine: engine.id,
    seed: facts.seed,
    format: facts.format,
    by: engine.abilities.continuation === 'none' ? 'engine' : 'mull',
    warnings: [...driven.warnings, ...(sequence.warnings ?? [])],
    answerEmpty: driven.finishReason === 'stop' && driven.sampledAnswer.trim() === '',
  });
  const answer = driven.answer.trim();
  const { toolCalls } = driven;
  return {
    answer,
    thinking: driven.thinking,
    receipt,
    finishReason: driven.finishReason,
    ...(driven.stop === undefined ? {} : { stop: driven.stop }),
    message: {
      role: 'assistant',
      content: answer,
      thinking: driven.thinking,
      ...(toolCalls.length === 0 ? {} : { toolCalls }),
    },
  };
}
