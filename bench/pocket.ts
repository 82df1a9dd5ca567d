import { join } from 'node:path';
import { getLlama, type LlamaContextSequence, LlamaLogLevel } from 'node-llama-cpp';
import { openEngine } from '../src/adapter/open-engine.ts';
import type { Engine } from '../src/engine/engine.ts';
import { median } from './median.ts';

const rounds = 9;
const tokensEach = 256;
/** Texts that mean nothing to pebble, so that it never ends its turn and every run has the same length. */
const prompts = [
  'Wait=2 ok a1',
  'the the *2 7+3x a1',
  'the  a1+3',
  '\nSoSo',
  'Guess b2yz 7 a1 7 noSox b2',
  '+3Guess b2 7So',
  'yz 7the ',
  'the the *2GuessHmm',
];

/** Tokens per second of pocket against node-llama-cpp on one thread: pebble, greedy, both as their users call them. */
export async function run(): Promise<string> {
  const engine = await openEngine('pebble');
  const llama = await getLlama({ build: 'never', gpu: false, logLevel: LlamaLogLevel.error, maxThreads: 1 });
  const model = await llama.loadModel({ modelPath: join(import.meta.dirname, '../models/pebble.gguf') });
  const rows = [
    '| sequences | node-llama-cpp | pocket | ratio | node-llama-cpp, CPU | pocket, CPU |',
    '| --- | --- | --- | --- | --- | --- |',
  ];
  for (const count of [1, 8]) {
    const context = await model.createContext({ sequences: count, contextSize: 512, threads: 1 });
    const sequences = Array.from({ length: count }, () => context.getSequence());
    const theirs: Measured[] = [];
    const ours: Measured[] = [];
    // One round first for the compilers.
    for (let round = -1; round < rounds; round += 1) {
      const their = await measure(sequences.map((sequence, i) => () => withLlama(sequence, prompts[i] ?? '')));
      const our = await measure(sequences.map((_sequence, i) => () => withPocket(engine, prompts[i] ?? '')));
      if (round < 0) continue;
      theirs.push(their);
      ours.push(our);
    }
    const ratio = median(ours.map((our, round) => our.perSecond / (theirs[round]?.perSecond ?? 1)));
    rows.push(`| ${[count, ...speeds(theirs, ours), ratio.toFixed(2), ...costs(theirs, ours)].join(' | ')} |`);
    await context.dispose();
  }
  await engine.close();
  await llama.dispose();
  return [
    ...rows,
    '',
    `Tokens per second over all sequences and microseconds of processor time per token: medians of ${rounds} interleaved`,
    `rounds of ${tokensEach} tokens per sequence, greedy. The evaluation of the prompt (3 to 14 tokens) is included.`,
    'node-llama-cpp computes on one thread but waits on another: on a busy machine compare the processor time.',
  ].join('\n');
}

interface Measured {
  readonly perSecond: number;
  /** Of the whole process, in microseconds. */
  readonly perToken: number;
}

async function measure(runs: readonly (() => Promise<void>)[]): Promise<Measured> {
  const started = performance.now();
  const before = process.cpuUsage();
  await Promise.all(runs.map((one) => one()));
  const { user, system } = process.cpuUsage(before);
  const count = runs.length * tokensEach;
  return { perSecond: (count * 1000) / (performance.now() - started), perToken: (user + system) / count };
}

function speeds(...all: (readonly Measured[])[]): string[] {
  return all.map((measured) => Math.round(median(measured.map((one) => one.perSecond))).toLocaleString('en-US'));
}

function costs(...all: (readonly Measured[])[]): string[] {
  return all.map((measured) => `${Math.round(median(measured.map((one) => one.perToken)))} µs`);
}

async function withLlama(sequence: LlamaContextSequence, prompt: string): Promise<void> {
  let count = 0;
  const input = sequence.model.tokenize(prompt, true);
  for await (const _token of sequence.evaluate(input, { temperature: 0, yieldEogToken: true })) {
    count += 1;
    if (count === tokensEach) break;
  }
  await sequence.clearHistory();
}

async function withPocket(engine: Engine, prompt: string): Promise<void> {
  const sequence = await engine.open({ parts: [{ text: prompt, control: true }] }, { seed: 1 });
  const options = { channel: 'thinking', maxTokens: tokensEach, stop: [], sampling: { temperature: 0 } } as const;
  let count = 0;
  for await (const chunk of sequence.generate(options)) count += chunk.tokens?.length ?? 0;
  await sequence.close();
  if (count !== tokensEach) throw new Error(`${JSON.stringify(prompt)} gave ${count} tokens instead of ${tokensEach}`);
}
