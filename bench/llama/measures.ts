import type { GenerateOptions } from '../../src/engine/generation.ts';
import type { Sequence } from '../../src/engine/sequence.ts';
import { createLlamaEngine, type LlamaEngine } from '../../src/llama.ts';
import { median } from '../median.ts';
import { rawLlama } from './raw-llama.ts';

export interface Bench {
  readonly path: string;
  readonly rounds: number;
}

/** Tokens that each sequence writes, so that a round takes seconds and not minutes. */
const written: Readonly<Record<number, number>> = { 1: 128, 8: 64, 32: 32 };
const contextSize = 512;

/** Aggregate tokens per second of this engine over the raw loop, interleaved; one line per number of sequences. */
export async function decodeRatios({ path, rounds }: Bench): Promise<string[]> {
  const lines = [
    '| sequences | mull tokens/s | raw tokens/s | ratio | ratio per CPU second |',
    '| ---: | ---: | ---: | ---: | ---: |',
  ];
  for (const [name, count] of Object.entries(written)) {
    const sequences = Number(name);
    const engine = await createLlamaEngine({
      path,
      gpu: false,
      slots: sequences,
      contextSize,
      threads: 1,
      prefixCache: false,
    });
    const raw = rawLlama(path, { sequences, contextSize, threads: 1 });
    const [ours, theirs]: [Speed[], Speed[]] = [[], []];
    // The first round finds out what is faster on this processor, and warms both up.
    for (let round = 0; round <= rounds; round += 1) {
      const mine = await speed(count * sequences, () => aggregate(engine, Array(sequences).fill(count), sequences));
      const other = await speed(count * sequences, () => raw.decode(count));
      if (round === 0) continue;
      ours.push(mine);
      theirs.push(other);
    }
    lines.push(row(sequences, ours, theirs));
    raw.close();
    await engine.close();
  }
  return lines;
}

/** 200 sequences of random lengths over 32 slots, against the raw loop with all 32 always busy. */
export async function queueRatio({ path, rounds }: Bench): Promise<string[]> {
  const slots = 32;
  const engine = await createLlamaEngine({ path, gpu: false, slots, contextSize, threads: 1, prefixCache: false });
  const raw = rawLlama(path, { sequences: slots, contextSize, threads: 1 });
  let state = 1;
  const lengths = Array.from({ length: 200 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return 8 + Math.floor((state / 2 ** 32) * 49);
  });
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const [ours, theirs]: [Speed[], Speed[]] = [[], []];
  for (let round = 0; round < Math.max(1, Math.ceil(rounds / 2)); round += 1) {
    ours.push(await speed(total, () => aggregate(engine, lengths, slots)));
    theirs.push(await speed(slots * written[32]!, () => raw.decode(written[32]!)));
  }
  raw.close();
  await engine.close();
  return [
    '| queue | mull tokens/s | raw tokens/s | ratio | ratio per CPU second |',
    '| --- | ---: | ---: | ---: | ---: |',
    row('200 of 8 to 56 tokens over 32 slots', ours, theirs),
  ];
}

/** What a fork and a Wait cost behind a long text. */
export async function longText({ path, rounds }: Bench): Promise<string[]> {
  const length = 4096;
  const engine = await createLlamaEngine({ path, gpu: false, slots: 2, contextSize: length + 256, threads: 1 });
  const tokens = Array.from({ length }, (_, index) => 100 + ((index * 37) % 900));
  const sequence = await engine.open({ parts: [{ tokens }] }, { seed: 1, forks: 1 });
  await write(sequence, 1);
  const steps: number[] = [];
  const forks: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    steps.push(await timed(() => write(sequence, 1)));
    let fork: Sequence | undefined;
    const copying = await timed(async () => {
      [fork] = await sequence.fork([round]);
    });
    // The copy itself is made with the first batch of the fork.
    const first = await timed(() => write(fork!, 1));
    forks.push(copying + first - median(steps));
    await fork!.close();
  }
  const before = sequence.usage.evaluated;
  await sequence.append([{ text: 'Wait', control: true }]);
  const [wait] = [await engine.encode!({ text: 'Wait', control: true })];
  await write(sequence, 1);
  // The last token drawn had not been evaluated yet either.
  const evaluated = sequence.usage.evaluated - before - 1;
  await engine.close();
  return [
    '| behind 4,096 tokens | |',
    '| --- | ---: |',
    `| one decode step | ${median(steps).toFixed(1)} ms |`,
    `| a fork, its copy included | ${median(forks).toFixed(1)} ms |`,
    `| tokens evaluated for a Wait of ${wait!.length} | ${evaluated} |`,
  ];
}

/** How many steps of the others go by until a newcomer writes its first token. */
export async function newcomer({ path, rounds }: Bench): Promise<string[]> {
  const engine = await createLlamaEngine({ path, gpu: false, slots: 8, contextSize, threads: 1, prefixCache: false });
  const stop = new AbortController();
  let steps = 0;
  const others = await Promise.all(Array.from({ length: 7 }, (_, seed) => engine.open(prompt(seed), { seed })));
  const running = others.map(async (sequence, index) => {
    while (!stop.signal.aborted && sequence.length.value < contextSize - 8) {
      for await (const chunk of sequence.generate({ ...options(200), signal: stop.signal })) {
        if (index === 0) steps += chunk.tokens?.length ?? 0;
      }
    }
  });
  const waited: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = steps;
    const question = Array.from({ length: 20 }, (_, index) => 200 + index);
    const sequence = await engine.open({ parts: [{ tokens: question }] }, { seed: round });
    await write(sequence, 1);
    waited.push(steps - from);
    await sequence.close();
  }
  stop.abort();
  await Promise.all(running);
  await engine.close();
  return [
    `First token of a question of 20 tokens beside 7 others: within ${median(waited)} of their steps, reading it included.`,
  ];
}

/** Resident memory over many sequences. */
export async function memory({ path }: Bench): Promise<string[]> {
  const engine = await createLlamaEngine({ path, gpu: false, slots: 4, contextSize, threads: 1 });
  const run = async (count: number): Promise<number> => {
    for (let i = 0; i < count; i += 1) {
      const sequence = await engine.open(prompt(i), { seed: i, forks: 1 });
      await write(sequence, 1);
      const [fork] = await sequence.fork([i]);
      await fork!.close();
      await sequence.close();
    }
    globalThis.gc?.();
    return process.memoryUsage.rss() / 2 ** 20;
  };
  const after = [await run(200), await run(900), await run(900)];
  await engine.close();
  return [
    `Resident memory after 200, 1,100 and 2,000 sequences: ${after.map((size) => size.toFixed(0)).join(', ')} MiB.`,
  ];
}

/** Tokens per second of the clock, and of the processor, which others on the machine disturb less. */
interface Speed {
  readonly clock: number;
  readonly processor: number;
}

async function speed(tokens: number, work: () => Promise<unknown>): Promise<Speed> {
  const before = process.cpuUsage();
  const milliseconds = await timed(work);
  const { user, system } = process.cpuUsage(before);
  return { clock: (1000 * tokens) / milliseconds, processor: (1e6 * tokens) / (user + system) };
}

/** Lets sequences write, `slots` of them at a time. */
async function aggregate(engine: LlamaEngine, lengths: readonly number[], slots: number): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < lengths.length; index = next++) {
      const sequence = await engine.open(prompt(index), { seed: index });
      await write(sequence, lengths[index]!);
      await sequence.close();
    }
  };
  await Promise.all(Array.from({ length: slots }, worker));
}

/** Draws exactly so many tokens: where the model ends its turn, the next token may not. */
async function write(sequence: Sequence, count: number): Promise<void> {
  const end = sequence.length.value + count;
  while (sequence.length.value < end) {
    for await (const chunk of sequence.generate(options(end - sequence.length.value))) void chunk;
  }
}

function options(maxTokens: number): GenerateOptions {
  return { channel: 'answer', maxTokens, stop: [], banFirst: ['turn-end'], sampling: { temperature: 1 } };
}

function prompt(index: number): { readonly parts: readonly [{ readonly tokens: readonly number[] }] } {
  return { parts: [{ tokens: [100 + (index % 64)] }] };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function row(name: string | number, ours: readonly Speed[], theirs: readonly Speed[]): string {
  const [mine, other] = [ours, theirs].map((speeds) => ({
    clock: median(speeds.map(({ clock }) => clock)),
    processor: median(speeds.map(({ processor }) => processor)),
  })) as [Speed, Speed];
  const ratios = [mine.clock / other.clock, mine.processor / other.processor].map((ratio) => ratio.toFixed(3));
  return `| ${name} | ${mine.clock.toFixed(1)} | ${other.clock.toFixed(1)} | ${ratios.join(' | ')} |`;
}
