// `npm run test:real [-- --model NAME --questions N --waits 0,1,2 --max 0,32,128]`: a small public model on GSM8K, under
// maximums and Waits. Every receipt is checked against the tokens that were seen; the command fails if one does not fit.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createLlamaEngine } from '../src/adapter/llama/create-llama-engine.ts';
import type { BudgetFields } from '../src/core/budget.ts';
import type { ThinkEvent, ThinkResult } from '../src/core/events.ts';
import type { Engine } from '../src/engine/engine.ts';
import { accuracy } from '../src/eval/metrics/accuracy.ts';
import { think } from '../src/forcing/think.ts';
import { fetchModel } from './real/fetch-model.ts';
import { checkReceipt } from './real-curve/check-receipt.ts';
import { lastNumber } from './real-curve/last-number.ts';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'qwen2.5-coder-0.5b' },
    questions: { type: 'string', default: '20' },
    max: { type: 'string', default: '0,16,64,128' },
    waits: { type: 'string', default: '0,1,2' },
    slots: { type: 'string', default: '8' },
    threads: { type: 'string', default: '2' },
    thinking: { type: 'string' },
  },
});

const { model: path, questions: data } = fetchModel(values.model);

// Small public models were not trained to think: mull asks them in words, and short equations keep it short.
const system = 'Work out the problem in short equations, one per line. Then give only the final number.';
const questions = readFileSync(data, 'utf8')
  .split('\n')
  .slice(0, Number(values.questions))
  .map((line): { question: string; answer: string } => JSON.parse(line))
  .map(({ question, answer }) => ({ question, gold: lastNumber(answer.split('####')[1] ?? '') }));

const unbounded = 320;
const budgets: readonly BudgetFields[] = [
  ...numbers(values.max).map((max) => ({ max })),
  ...numbers(values.waits).map((waits) => ({ max: unbounded * (waits + 1), waits })),
];

const engine = await createLlamaEngine({
  path,
  ...(values.thinking === undefined ? {} : { thinking: values.thinking }),
  slots: Number(values.slots),
  threads: Number(values.threads),
  contextSize: 2048,
});
console.log(
  `\n${values.model}, GSM8K, first ${questions.length} questions, greedy, last number of the answer against the gold one\n`,
);
console.log('| budget | right | 95 % interval | mean thinking tokens | ended by | receipts checked |');
console.log('| --- | --- | --- | --- | --- | --- |');
const faults: string[] = [];
for (const budget of budgets) {
  const runs = await underBudget(engine, budget);
  const { right, total, interval } = accuracy(runs.filter((run) => run.right).length, runs.length);
  const mean = runs.reduce((sum, run) => sum + run.result.receipt.thinkingTokens, 0) / runs.length;
  faults.push(...runs.flatMap((run) => run.faults));
  const name = budget.waits === undefined ? `at most ${budget.max}` : `${budget.waits} waits, at most ${budget.max}`;
  const percent = [interval.low, interval.high].map((bound) => `${Math.round(bound * 100)}%`).join('–');
  console.log(
    `| ${name} | ${right} of ${total} | ${percent} | ${mean.toFixed(1)} | ${ends(runs.map((run) => run.result))} | ${runs.length} |`,
  );
}
await engine.close();
if (faults.length > 0) {
  console.error(`\nReceipts that do not fit what was seen:\n${faults.join('\n')}`);
  process.exitCode = 1;
}
// The same model through `mull eval`, with whatever options were given here.
await import('./real-eval.ts');

interface Run {
  readonly right: boolean;
  readonly result: ThinkResult;
  readonly faults: readonly string[];
}

async function underBudget(engine: Engine, budget: BudgetFields): Promise<Run[]> {
  const runs: Run[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < questions.length; index = next++) {
      const { question, gold } = questions[index]!;
      const messages = [
        { role: 'system' as const, content: system },
        { role: 'user' as const, content: question },
      ];
      const events: ThinkEvent[] = [];
      for await (const event of think({ engine, messages, budget: { ...budget, answer: 192 } })) events.push(event);
      const last = events.at(-1);
      if (last?.type !== 'finish') throw new Error('a run ended without a result');
      const faults = await checkReceipt(engine, budget, events, last.result);
      runs.push({
        right: lastNumber(last.result.answer) === gold,
        result: last.result,
        faults: faults.map((fault) => `question ${index}: ${fault}`),
      });
    }
  };
  await Promise.all(Array.from({ length: engine.abilities.slots }, work));
  return runs;
}

function ends(results: readonly ThinkResult[]): string {
  const counts = new Map<string, number>();
  for (const { receipt } of results) counts.set(receipt.endedBy, (counts.get(receipt.endedBy) ?? 0) + 1);
  return [...counts].map(([end, count]) => `${end} ${count}`).join(', ');
}

function numbers(list: string): number[] {
  return list
    .split(',')
    .filter((text) => text !== '')
    .map(Number);
}
