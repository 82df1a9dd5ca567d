import type { TokenLogprob } from '../../../engine/sampling.ts';
import type { ModelRequest, ServedModel } from './served-model.ts';
import { StopGate } from './stop-gate.ts';
import { type Split, ThinkingSplitter } from './thinking-splitter.ts';
import { thinkingState } from './thinking-state.ts';

export interface RunPlan extends ModelRequest {
  readonly stops?: readonly string[];
  /** A stop that came stays in the text. */
  readonly includesStop?: boolean;
  /** Where stops are looked for, default everywhere. */
  readonly stopsIn?: 'everything' | 'answer';
  /** Thinking is separated from the answer, and its delimiters are dropped. */
  readonly splits?: boolean;
  /** White space behind a delimiter is dropped. */
  readonly trims?: boolean;
  /** Whether the text begins inside thinking, where that is not seen from the prompt. */
  readonly startsInside?: boolean;
  /** Tokens like `<|im_start|>` appear in the text. */
  readonly showsSpecial?: boolean;
}

/** What became of one token. The text may belong to earlier tokens, too, and may be empty. */
export interface Piece {
  readonly parts: readonly Split[];
  readonly tokens: readonly number[];
  readonly logprobs: readonly TokenLogprob[];
  /** Nothing comes behind it, as is known already when it comes. */
  readonly last: boolean;
}

export interface RunEnd {
  readonly reason: 'stop' | 'length' | 'aborted';
  /** The stop that came: a text, or a token other than the end of the turn. */
  readonly matched?: string | number;
  readonly usage: RunUsage;
}

/** In tokens. `completion` counts everything the model wrote, the end of its turn included. */
export interface RunUsage {
  readonly prompt: number;
  readonly cached: number;
  readonly completion: number;
  readonly thinking: number;
}

/** Pieces, and behind the last of them the end. */
export type Run = AsyncGenerator<Piece | RunEnd>;

/**
 * Runs the model and makes of its tokens what a server shows: text up to a stop, thinking apart from the answer; at last
 * how it ended.
 */
export async function* run(model: ServedModel, plan: RunPlan): Run {
  const { prompt, stops = [], minTokens = 0, stopsIn = 'everything' } = plan;
  const inside = plan.startsInside ?? thinkingState(model.decode(prompt), model.thinking) === 'inside';
  const gate = new StopGate(stops, plan.includesStop ?? false);
  const splitter = plan.splits ? new ThinkingSplitter(model.thinking, inside, plan.trims ?? false) : undefined;
  const split = (text: string): Split[] =>
    splitter?.push(text) ?? (text === '' ? [] : [{ channel: 'answer' as const, text }]);
  let [completion, thinking, cached] = [0, 0, 0];
  const ended = (reason: RunEnd['reason'], matched?: string | number): RunEnd => ({
    reason,
    ...(matched !== undefined && { matched }),
    usage: { prompt: prompt.length, cached, completion, thinking },
  });
  for await (const next of model.generate(plan)) {
    if ('reason' in next) {
      const { reason, token } = next;
      const turn = reason === 'turn' && token !== undefined;
      const rest = [...split(gate.flush()), ...(splitter?.flush() ?? [])];
      if (turn) completion += 1;
      if (rest.length > 0 || turn) yield { parts: rest, tokens: turn ? [token] : [], logprobs: [], last: true };
      if (turn) yield ended('stop');
      else if (reason === 'token') yield ended('stop', token);
      else yield ended(reason === 'aborted' ? 'aborted' : 'length');
      return;
    }
    const { token, text, logprob } = next;
    cached = next.cached;
    completion += 1;
    if (next.inside) thinking += 1;
    const stopping = plan.stopTokens?.includes(token) === true && completion > minTokens;
    const special = !plan.showsSpecial && isSpecial(model, token, splitter !== undefined);
    const shown = special || (stopping && !plan.includesStop) ? '' : text;
    const { parts, matched } = look(gate, split, shown, stopsIn, completion > minTokens);
    const last = stopping || matched !== undefined || completion >= plan.maxTokens;
    // With the last token nothing can be the beginning of anything any more.
    if (last) parts.push(...split(gate.flush()), ...(splitter?.flush() ?? []));
    yield { parts, tokens: [token], logprobs: logprob === undefined ? [] : [logprob], last };
    if (matched !== undefined) {
      yield ended('stop', matched);
      return;
    }
  }
}

/** Whether a token is left out of the text; what delimits thinking is seen where thinking is told apart. */
function isSpecial(model: ServedModel, token: number, splits: boolean): boolean {
  const text = model.decode([token]);
  if (!/^<\|.*\|>$/.test(text)) return false;
  const { open, ends } = model.thinking;
  return !splits || ![open, ...ends].some((delimiter) => delimiter.includes(text));
}

/** Sends text through the gate and the splitter in the order that `stopsIn` asks for. */
function look(
  gate: StopGate,
  split: (text: string) => Split[],
  text: string,
  stopsIn: 'everything' | 'answer',
  looked: boolean,
): { parts: Split[]; matched?: string } {
  if (!looked) return { parts: split(text) };
  if (stopsIn === 'everything') {
    const passed = gate.push(text);
    return { parts: split(passed.text), ...(passed.matched !== undefined && { matched: passed.matched }) };
  }
  const parts: Split[] = [];
  for (const part of split(text)) {
    if (part.channel === 'thinking') {
      parts.push(part);
      continue;
    }
    const passed = gate.push(part.text);
    if (passed.text !== '') parts.push({ channel: 'answer', text: passed.text });
    if (passed.matched !== undefined) return { parts, matched: passed.matched };
  }
  return { parts };
}
