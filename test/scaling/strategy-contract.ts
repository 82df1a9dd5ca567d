import { describe, expect, test } from 'vitest';
import type { BudgetFields } from '../../src/core/budget.ts';
import type { ThinkEvent, ThinkResult } from '../../src/core/events.ts';
import { MullError } from '../../src/core/mull-error.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { readStrategy } from '../../src/scaling/read-strategy.ts';
import type { Strategy } from '../../src/scaling/strategy.ts';
import { think } from '../../src/scaling/think.ts';
import type { Fault } from '../../src/testing/fault.ts';
import { type Meter, metered } from '../support/metered-engine.ts';

export interface StrategyContractOptions {
  readonly name: string;
  readonly strategy: () => Strategy;
  /** An engine with so many slots, on which things go wrong as told. The suite closes it. */
  readonly open: (options: { readonly slots?: number; readonly faults?: readonly Fault[] }) => Engine | Promise<Engine>;
  readonly prompt: string;
  /** The fewest slots with which it can run at all: one, and one per probe at the same time. */
  readonly fewestSlots: number;
  /** Whether it has an answer although the first chain fails. */
  readonly survivesFailure: boolean;
  /** Whether faults can be had on demand; otherwise those checks are left to the engines where they can. */
  readonly faults: boolean;
  /** Of all chains together, where the strategy has such a bound. */
  readonly mostTokens?: number;
}

const budget: BudgetFields = { max: 24, answer: 12 };

/** The one suite for every strategy: whatever it decides, it keeps to the budget and cleans up. */
export function strategyContract(options: StrategyContractOptions): void {
  const { prompt, strategy } = options;

  async function withMeter<Result>(
    work: (meter: Meter) => PromiseLike<Result>,
    how: { readonly slots?: number; readonly faults?: readonly Fault[] } = {},
  ): Promise<Result> {
    const meter = metered(await options.open(how));
    try {
      return await work(meter);
    } finally {
      await meter.engine.close();
    }
  }
  const ask = (meter: Meter, more: { readonly seed?: number; readonly signal?: AbortSignal } = {}) =>
    think({ engine: meter.engine, prompt, budget, strategy: strategy(), ...more });

  describe(`${options.name} keeps the strategy contract`, () => {
    test('gives one answer, with every chain and its receipt, and tells it in order', () =>
      withMeter(async (meter) => {
        const run = ask(meter);
        const events = await eventsOf(run);
        const result = await run;
        const branches = result.branches ?? [];
        expect(events.at(-1)).toEqual({ type: 'finish', result });
        expect(events.filter(({ type }) => type === 'finish')).toHaveLength(1);
        expect(branches[result.chosen ?? -1]).toMatchObject({ answer: result.answer, thinking: result.thinking });
        for (const { branch, receipt, state } of branches) {
          const own = events.filter((event) => 'branch' in event && event.branch === branch);
          expect([own[0]?.type, own.at(-1)?.type]).toEqual(['branch-start', 'branch-end']);
          if (state === 'done') expect(receipt?.engine).toBe(meter.engine.id);
        }
      }));

    test('passes no budget, of a chain or of all', () =>
      withMeter(async (meter) => {
        const { branches = [], total } = await ask(meter);
        for (const { receipt } of branches) {
          expect(receipt?.thinkingTokens ?? 0).toBeLessThanOrEqual(24);
          expect(receipt?.answerTokens ?? 0).toBeLessThanOrEqual(12);
        }
        const spent = (total?.thinkingTokens ?? 0) + (total?.answerTokens ?? 0) + (total?.probeTokens ?? 0);
        expect(spent).toBeGreaterThan(0);
        expect(spent).toBeLessThanOrEqual(options.mostTokens ?? Number.POSITIVE_INFINITY);
      }));

    test('adds up what everything cost, to the token', () =>
      withMeter(async (meter) => {
        const { total } = await ask(meter);
        expect(total?.usage).toMatchObject(meter.usage);
        expect(meter.unclosed).toBe(0);
      }));

    test('gives the same for the same seed, however many slots there are', async () => {
      const results = await Promise.all(
        [options.fewestSlots, 8].map((slots) => withMeter((meter) => ask(meter), { slots })),
      );
      const [first, ...others] = results.map(decided);
      for (const other of others) expect(other).toEqual(first);
    });

    test('closes every sequence when it is aborted, wherever that is', () =>
      withMeter(async (meter) => {
        const whole = await eventsOf(ask(meter));
        for (const place of [1, 5, Math.floor(whole.length / 2)]) {
          const abort = new AbortController();
          const run = ask(meter, { signal: abort.signal });
          expect(await refusal(readUntil(run, place, () => abort.abort()))).toBe('E_ABORTED');
          expect(meter.unclosed).toBe(0);
        }
      }));

    test('closes every sequence when the loop over its events is left', () =>
      withMeter(async (meter) => {
        for (const place of [2, 9]) {
          await readUntil(ask(meter), place, 'leave');
          expect(meter.unclosed).toBe(0);
        }
      }));

    test('answers at once when asked to, and begins nothing more', () =>
      withMeter(async (meter) => {
        const run = ask(meter);
        let asked = false;
        for await (const event of run) {
          if (!asked && event.type === 'thinking-delta') run.answer();
          asked ||= event.type === 'thinking-delta';
        }
        const { answer, branches = [] } = await run;
        expect(answer).not.toBe('');
        expect(branches.filter(({ state }) => state === 'done').length).toBeGreaterThan(0);
        expect(meter.unclosed).toBe(0);
      }));

    test('has a text form that makes the same strategy again', () => {
      const { text } = strategy();
      expect(readStrategy(text).text).toBe(text);
    });

    if (!options.faults) return;

    test('closes every sequence when the engine fails, and says so with a code', async () => {
      const faults: Fault[] = [
        { at: 'open', kind: 'error', times: 100 },
        { at: 'append', kind: 'error', times: 100 },
        { at: 'generate', kind: 'error', after: 2, times: 100 },
        { at: 'step', kind: 'crash', after: 6 },
      ];
      for (const fault of faults) {
        await withMeter(
          async (meter) => {
            expect(await refusal(ask(meter))).toMatch(/^E_ENGINE_/);
            expect(meter.unclosed).toBe(0);
          },
          { faults: [fault] },
        );
      }
    });

    test(
      options.survivesFailure
        ? 'has an answer although a chain fails, and warns of it'
        : 'passes on the error of its only chain',
      () =>
        withMeter(
          async (meter) => {
            const run = ask(meter);
            if (!options.survivesFailure) expect(await refusal(run)).toBe('E_ENGINE_FAULT');
            else {
              const { answer, receipt, branches = [] } = await run;
              expect(answer).not.toBe('');
              expect(receipt.warnings.map(({ code }) => code)).toContain('W_BRANCH_FAILED');
              expect(branches.filter(({ state }) => state === 'failed')).toHaveLength(1);
            }
            expect(meter.unclosed).toBe(0);
          },
          { faults: [{ at: 'generate', kind: 'error', after: 1 }] },
        ),
    );
  });
}

/**
 * What a run decided, without what may differ: what a cache spared, and how far chains had come that were stopped because
 * they no longer mattered.
 */
function decided({ answer, thinking, votes = [], branches = [], total }: ThinkResult): object {
  const voted = votes.flatMap((vote) => vote.branches);
  const stopped = voted.length > 0 && voted.length < branches.length;
  return {
    answer,
    thinking,
    votes,
    seeds: branches.map(({ seed }) => seed),
    branches: branches
      .filter(({ branch }) => !stopped || voted.includes(branch))
      .map(({ receipt: _receipt, ...branch }) => branch),
    tokens: stopped ? [] : [total?.thinkingTokens, total?.answerTokens, total?.probeTokens],
  };
}

async function eventsOf(source: AsyncIterable<ThinkEvent>): Promise<ThinkEvent[]> {
  const events: ThinkEvent[] = [];
  for await (const event of source) events.push(event);
  return events;
}

/** Reads so many events and then leaves the loop, or does something and reads on. */
async function readUntil(run: AsyncIterable<ThinkEvent>, count: number, then: 'leave' | (() => void)): Promise<void> {
  let seen = 0;
  for await (const _event of run) {
    seen += 1;
    if (seen !== count) continue;
    if (then === 'leave') return;
    then();
  }
}

/** The code of the error; 'accepted' where there is none. */
async function refusal(run: PromiseLike<unknown>): Promise<string> {
  try {
    await run;
  } catch (error) {
    if (MullError.isMullError(error)) return error.code;
    throw error;
  }
  return 'accepted';
}
