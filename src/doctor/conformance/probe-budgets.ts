import type { HttpEngine } from '../../adapter/http/http-engine.ts';
import { type JsonObject, numberOf, objectOf } from '../../adapter/http/json-value.ts';
import { MullError } from '../../core/mull-error.ts';
import type { Engine } from '../../engine/engine.ts';
import { type Amounts, amountsFor, fewestTokens, mostTokens } from './amounts.ts';
import { type TurnAsker, turnAsker } from './ask-turn.ts';
import type { ConformanceEvent, ConformanceSubject, MissingWay } from './conformance.ts';
import type { ConformanceRow, ConformanceWay } from './conformance-row.ts';
import type { OwnField } from './own-fields.ts';
import type { Turn } from './read-turn.ts';
import { tryBegunAnswers } from './try-begun-answers.ts';
import { fieldsFor, tryOwnFields } from './try-own-fields.ts';
import { thinkNaturally, tryWay } from './try-way.ts';

export interface ProbeOptions {
  /** The version of mull. */
  readonly mull: string;
  /** Opened as it would be used. */
  readonly engine: Engine & Partial<Pick<HttpEngine, 'client' | 'facts'>>;
  /** The way it is used by itself. */
  readonly uses: ConformanceWay;
  /** Its ways of use, and whether each can be had. */
  readonly ways: readonly (MissingWay & { readonly offered: boolean })[];
  /** The same engine, used in one way. */
  readonly openWay: (way: ConformanceWay) => Promise<Engine>;
  /** Asked in turn until there is one that the model thinks about long enough. */
  readonly questions: readonly string[];
  readonly signal: AbortSignal;
}

/** Requests of one way: a Wait, a minimum and a ban take more than one. */
const requestsPerWay = 12;

/**
 * Asks an engine for a maximum, a minimum, a Wait and no thinking, in every way it has, and a server also by every field
 * that some host documents; judges each by what was asked and what happened.
 *
 * @throws whatever connecting and asking throws; a refusal is a finding and no error
 */
export async function* probeBudgets(options: ProbeOptions): AsyncGenerator<ConformanceEvent, void> {
  const { engine, signal } = options;
  const head = { mull: options.mull, engine: engine.id };
  // Of the last question a server is asked twice.
  yield { type: 'begin', head, answers: options.questions.length + 1, tokens: mostTokens };
  const rows: ConformanceRow[] = [];
  const asker = (question: string): TurnAsker | undefined => askerOf(engine, question, signal);
  const start = await findQuestion(options, asker);
  const { question, natural, amounts, turn, usual } = start;
  const raw = turn === undefined ? undefined : asker(question);
  const fields = raw === undefined || amounts === undefined ? [] : await fieldsFor(raw, engine.model.thinking);
  const offered = options.ways.filter((way) => way.offered);
  const subject: ConformanceSubject = {
    ...head,
    question,
    natural,
    counting: start.counting,
    ...costOf(fields, amounts, { ways: offered.length, least: mostOf(usual) }),
  };
  yield { type: 'subject', subject };
  const keep = (row: ConformanceRow): ConformanceEvent => {
    rows.push(row);
    return { type: 'row', row };
  };
  if (raw !== undefined && turn !== undefined) {
    if (amounts !== undefined) {
      for await (const row of tryOwnFields(raw, fields, { thinkingTokens: natural, turn, usual }, amounts))
        yield keep(row);
    }
    const reasoningField = engine.facts?.reasoningField.value;
    const { thinking: format } = engine.model;
    for await (const row of tryBegunAnswers(raw, turn, { format, reasoningField })) yield keep(row);
  }
  const missing: MissingWay[] = [];
  for (const { way, offered: isOffered, how } of inOrder(options)) {
    if (!isOffered) {
      missing.push({ way, how });
      yield { type: 'missing', missing: { way, how } };
    } else if (amounts !== undefined) {
      // A bound of its own is asked for as the server was seen to take it.
      const taken = rows.find((row) => row.way === 'fields' && row.bound === 'max' && row.verdict === 'held')?.asked;
      const max = way === 'own' ? (taken ?? amounts.max) : amounts.max;
      const known = { natural, amounts: { ...amounts, max } };
      for await (const row of tryOneWay(options, way, question, known)) yield keep(row);
    }
  }
  yield { type: 'finish', conformance: { ...subject, rows, missing, uses: options.uses } };
}

/** The way that is used first. */
function inOrder({ ways, uses }: ProbeOptions): ProbeOptions['ways'] {
  return [...ways.filter(({ way }) => way === uses), ...ways.filter(({ way }) => way !== uses)];
}

async function* tryOneWay(
  { engine, uses, openWay, signal }: ProbeOptions,
  way: ConformanceWay,
  question: string,
  known: { readonly natural: readonly number[]; readonly amounts: Amounts },
): AsyncGenerator<ConformanceRow, void> {
  const used = way === uses ? engine : await openWay(way);
  try {
    yield* tryWay(used, question, { way, signal, ...known });
  } finally {
    if (used !== engine) await used.close();
  }
}

interface Start {
  readonly question: string;
  readonly natural: readonly number[];
  readonly counting: ConformanceSubject['counting'];
  /** Undefined where the model does not think about any question. */
  readonly amounts: Amounts | undefined;
  /** Fields that go with every raw request. */
  readonly usual: JsonObject;
  /** What a server answered to the raw request. */
  readonly turn: Turn | undefined;
}

/** The first question about which the model thinks long enough to tell obeying from ignoring, and ends. */
async function findQuestion(options: ProbeOptions, asker: (question: string) => TurnAsker | undefined): Promise<Start> {
  let best: Start | undefined;
  for (const question of options.questions) {
    const raw = asker(question);
    const start = raw === undefined ? await startOfEngine(options, question) : await startOfServer(options, raw);
    if (start.amounts !== undefined) return start;
    best ??= start;
  }
  return best!;
}

async function startOfEngine({ engine, signal }: ProbeOptions, question: string): Promise<Start> {
  const { thinkingTokens, counting, endedBy } = await thinkNaturally(engine, question, signal);
  const natural = [thinkingTokens];
  const amounts = endedBy === 'max' ? undefined : amountsFor(natural);
  return { question, natural, counting, amounts, usual: {}, turn: undefined };
}

/** Twice, because answers to the same question differ on most servers, and a difference must not pass for obedience. */
async function startOfServer(options: ProbeOptions, asker: TurnAsker): Promise<Start> {
  const { question } = asker;
  const [fields, first] = await thinkByItself(options, asker);
  const start = { question, usual: fields, counting: first.counting, turn: first };
  if (first.thinkingTokens < fewestTokens || first.cutOff) {
    return { ...start, natural: [first.thinkingTokens], amounts: undefined };
  }
  const second = await asker.ask({ fields, maxTokens: mostTokens });
  if (typeof second === 'string') throw unanswered(options.engine.id, second);
  const natural = [first.thinkingTokens, second.thinkingTokens];
  return { ...start, natural, amounts: amountsFor(natural) };
}

/** The first fields that the server takes, and what it thinks with them. */
async function thinkByItself(options: ProbeOptions, asker: TurnAsker): Promise<[JsonObject, Turn]> {
  let refusal = '';
  for (const fields of asker.usual) {
    const turn = await asker.ask({ fields, maxTokens: mostTokens });
    if (typeof turn !== 'string') return [fields, turn];
    refusal = turn;
  }
  throw unanswered(options.engine.id, refusal);
}

function unanswered(engine: string, words: string): MullError {
  return new MullError('E_ENGINE_REFUSED', `${engine} does not answer a plain question: ${words}`, {
    hint: 'Check the name of the model (`--model`) and that the URL is the API root, usually ending in /v1.',
  });
}

/** Raw requests are for servers that take messages. */
function askerOf(engine: ProbeOptions['engine'], question: string, signal: AbortSignal): TurnAsker | undefined {
  const { client, facts } = engine;
  if (client === undefined || facts === undefined || !facts.chat.value) return undefined;
  return turnAsker({ client, facts, model: engine.model }, question, signal);
}

/** Tokens that a request is allowed with a bound that Claude is given to think at all, and what is kept for its answer. */
function mostOf(usual: JsonObject): number {
  const budget = numberOf(objectOf(usual.thinking).budget_tokens);
  return budget === undefined ? 0 : budget + 512;
}

function costOf(
  fields: readonly OwnField[],
  amounts: Amounts | undefined,
  { ways, least }: { readonly ways: number; readonly least: number },
): Pick<ConformanceSubject, 'requests' | 'tokens'> {
  if (amounts === undefined) return { requests: 0, tokens: 0 };
  const { max, minCap, waitsCap, perRequest, perLongRequest } = amounts;
  const asked = fields.flatMap((field) =>
    field.bodies(0).map(() => Math.max(least, field.bound === 'min' ? perLongRequest : perRequest)),
  );
  const begun = fields.length === 0 ? [] : Array.from({ length: 6 }, () => 32);
  const perWay = Math.max(max + minCap + waitsCap + 4 * 32, 4 * least);
  return {
    requests: asked.length + begun.length + ways * requestsPerWay,
    tokens: [...asked, ...begun].reduce((sum, tokens) => sum + tokens, 0) + ways * perWay,
  };
}
