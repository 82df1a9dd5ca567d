import type { BudgetFields } from '../../core/budget.ts';
import { MullError } from '../../core/mull-error.ts';
import type { Receipt } from '../../core/receipt.ts';
import type { Engine } from '../../engine/engine.ts';
import { think } from '../../forcing/think.ts';
import { type Amounts, mostTokens } from './amounts.ts';
import type { ConformanceRow, ConformanceWay } from './conformance-row.ts';
import { judgeEffort } from './judge.ts';
import { judgeReceipt } from './judge-receipt.ts';

/** Tokens of an answer: only whether one comes matters. */
const answer = 32;

/** What mull itself makes of a question without a bound. */
export async function thinkNaturally(engine: Engine, prompt: string, signal: AbortSignal): Promise<Receipt> {
  const { hiddenThinking, continuation, nativeMax } = engine.abilities;
  // Where nothing can be cut, nothing is asked for.
  const canCut = !hiddenThinking && (continuation !== 'none' || nativeMax);
  const budget = { ...(canCut ? { max: mostTokens } : {}), answer };
  return (await think({ engine, prompt, budget, seed: 0, signal })).receipt;
}

/** Asks an engine through mull for a maximum, a minimum, a Wait and no thinking at all. */
export async function* tryWay(
  engine: Engine,
  prompt: string,
  options: {
    readonly way: ConformanceWay;
    readonly natural: readonly number[];
    readonly amounts: Amounts;
    readonly signal: AbortSignal;
  },
): AsyncGenerator<ConformanceRow, void> {
  const { way, amounts, signal } = options;
  const { max, min, minCap, waitsCap } = amounts;
  const trials: readonly (readonly [ConformanceRow['bound'], asked: number, BudgetFields])[] = [
    ['max', max, { max }],
    // Whether thinking that goes on repeats itself is another question.
    ['min', min, { min, max: minCap, loop: 'ignore' }],
    ['waits', 1, { waits: 1, max: waitsCap }],
    ['off', 0, { max: 0 }],
  ];
  if (engine.abilities.nativeEffort && !engine.abilities.nativeMax) yield await tryEffort(engine, prompt, options);
  for (const [bound, asked, fields] of trials) {
    const row = { way, bound, asked, hosts: '' } as const;
    try {
      const { receipt } = await think({ engine, prompt, budget: { ...fields, answer }, seed: 0, signal });
      yield { ...row, ...judgeReceipt(bound, asked, receipt, options) };
    } catch (error) {
      if (signal.aborted || !MullError.isMullError(error) || !refusals.has(error.code)) throw error;
      yield {
        ...row,
        how: error.code === 'E_UNSUPPORTED' ? 'mull refuses it' : 'left to the server',
        happened: [],
        counting: undefined,
        verdict: 'refused',
        remark: error.message.replace(`${engine.id} `, '').replace(/^\S+ answered /, ''),
      };
    }
  }
}

/** Before the first token by mull, or by the server. */
const refusals: ReadonlySet<string> = new Set(['E_UNSUPPORTED', 'E_ENGINE_REFUSED']);

/** Whether the server, told how hard to think, thinks accordingly. */
async function tryEffort(
  engine: Engine,
  prompt: string,
  {
    way,
    natural,
    signal,
  }: { readonly way: ConformanceWay; readonly natural: readonly number[]; readonly signal: AbortSignal },
): Promise<ConformanceRow> {
  const receipts: Receipt[] = [];
  for (const effort of ['low', 'high'] as const) {
    receipts.push((await think({ engine, prompt, budget: { effort, answer }, seed: 0, signal })).receipt);
  }
  const [low = 0, high = 0] = receipts.map(({ thinkingTokens }) => thinkingTokens);
  return {
    way,
    bound: 'effort',
    asked: undefined,
    how: 'left to the server',
    hosts: '',
    happened: [low, high],
    counting: receipts[0]?.counting,
    verdict: judgeEffort(low, high, natural),
  };
}
