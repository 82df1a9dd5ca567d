import type { Chunk } from '../../engine/generation.ts';
import type { Sequence } from '../../engine/sequence.ts';
import type { ContractContext } from './contract-context.ts';
import { said } from './contract-context.ts';

/** Many sequences at once. */
export function registerSlots(context: ContractContext): void {
  const { expect } = context.kit;
  const { abilities, engine, options } = context;

  context.test('when all slots are taken, opening waits until one is free, first come, first served', async (open) => {
    const taken: Sequence[] = [];
    for (let i = 0; i < abilities.slots; i += 1) taken.push(await open());
    const order: number[] = [];
    const waiting = [1, 2].map(async (number) => {
      const sequence = await open();
      order.push(number);
      await sequence.close();
    });
    await pause();
    expect(order).toEqual([]);
    await taken[0]!.close();
    await Promise.all(waiting);
    expect(order).toEqual([1, 2]);
  });

  context.test('an opening that waits can be aborted, and does not hold up the next', async (open) => {
    const taken: Sequence[] = [];
    for (let i = 0; i < abilities.slots; i += 1) taken.push(await open());
    const controller = new AbortController();
    const refused = context.refuses('E_ABORTED', () => open({ signal: controller.signal }));
    const next = open();
    controller.abort();
    await refused;
    await taken[0]!.close();
    expect((await next).length.value).toBeGreaterThan(0);
  });

  context.test('more forks than there are slots are refused at once', async (open) => {
    const code = abilities.fork === 'none' ? 'E_UNSUPPORTED' : 'E_SLOTS';
    if (abilities.fork === 'none') await context.refuses(code, () => open({ forks: 1 }));
    else await context.refuses(code, () => open({ forks: abilities.slots }));
  });

  if (abilities.reproducible) {
    context.test('the same seed gives the same tokens, alone or beside others', async () => {
      const seeds = Array.from({ length: Math.min(4, abilities.slots) }, (_, index) => 11 + index);
      const speak = async (seed: number): Promise<string> => {
        const sequence = await engine.open(options.prompt, { seed });
        try {
          return (await context.say(sequence, { sampling: { temperature: 1 } })).text;
        } finally {
          await sequence.close();
        }
      };
      const alone: string[] = [];
      for (const seed of seeds) alone.push(await speak(seed));
      expect(await Promise.all(seeds.map(speak))).toEqual(alone);
    });
  }

  if (abilities.slots < 2) return;

  context.test('a reader that does not read holds up nobody else, and misses nothing', async (open) => {
    const whole = await context.alone();
    const slow = await open();
    const generation = slow.generate(context.generation());
    const iterator = generation[Symbol.asyncIterator]();
    const first = await iterator.next();
    const chunks: Chunk[] = first.done ? [] : [first.value];
    context.same(await context.alone(), whole);
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) chunks.push(next.value);
    context.same(said(chunks, await generation.end), whole);
  });
}

/** Long enough for anything that does not wait to happen. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
