import type { BudgetFields } from '../../core/budget.ts';
import { MullError } from '../../core/mull-error.ts';
import type { Bound, Receipt } from '../../core/receipt.ts';
import type { Engine } from '../../engine/engine.ts';
import { think } from '../../forcing/think.ts';
import { type Amounts, mostTokens } from './amounts.ts';
import type { ConformanceRow, ConformanceWay } from './conformance-row.ts';
import { judgeEffort, judgeMaximum, judgeMinimum, judgeWaits } from './judge.ts';

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
      yield { ...row, ...outcome(bound, asked, receipt, options) };
    } catch (error) {
      if (signal.aborted || !MullError.isMullError(error) || error.code !== 'E_UNSUPPORTED') throw error;
      yield {
        ...row,
        how: 'mull refuses it',
        happened: [],
        counting: undefined,
        verdict: 'refused',
        remark: error.message.replace(`${engine.id} `, ''),
      };
    }
  }
}

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

function outcome(
  bound: ConformanceRow['bound'],
  asked: number,
  receipt: Receipt,
  { natural, amounts }: { readonly natural: readonly number[]; readonly amounts: Amounts },
): Pick<ConformanceRow, 'how' | 'happened' | 'counting' | 'verdict' | 'remark'> {
  const { thinkingTokens, bounds, counting, endedBy, answerTokens } = receipt;
  const unanswered = answerTokens === 0 ? { remark: 'no answer came' } : {};
  const why = receipt.warnings.filter(({ code }) => code === 'W_NO_PROGRESS').map(({ message }) => message);
  const missed = why.length === 0 ? unanswered : { remark: why.join(' ') };
  if (bound === 'waits') {
    const happened = bounds.waits.happened;
    // Thinking that never ends by itself gives no end to suppress.
    if (happened < asked && endedBy === 'max') {
      const remark = `it did not end within ${amounts.waitsCap.toLocaleString('en-US')} tokens`;
      return { how: holder('waits', bounds.waits), happened: [happened], counting, verdict: 'unknown', remark };
    }
    return {
      how: holder('waits', bounds.waits),
      happened: [happened],
      counting,
      verdict: judgeWaits(asked, happened),
      ...missed,
    };
  }
  if (bound === 'min') {
    const { happened } = bounds.min;
    return {
      how: holder('min', bounds.min),
      happened: [happened],
      counting,
      verdict: judgeMinimum(asked, happened, natural),
      ...missed,
    };
  }
  const how = bound === 'off' && thinkingTokens === 0 ? 'thinking closed or switched off' : holder('max', bounds.max);
  return {
    how,
    happened: [thinkingTokens],
    counting,
    verdict: judgeMaximum(asked, thinkingTokens, natural),
    ...unanswered,
  };
}

const acts = {
  max: 'cut by mull',
  min: 'ends suppressed by mull',
  waits: '"Wait" put in by mull',
} as const;

function holder(bound: keyof typeof acts, { by }: Bound): string {
  return { mull: acts[bound], engine: 'left to the server', nobody: 'asked of nobody' }[by];
}
