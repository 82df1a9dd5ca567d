import type { ContractContext } from './contract-context.ts';

/** Coming back to a place, and going two ways from one. */
export function registerPlaces(context: ContractContext): void {
  const { expect } = context.kit;
  const { abilities } = context;

  if (!abilities.rewind) {
    context.test('rewinding is refused', async (open) => {
      const sequence = await open();
      const mark = sequence.mark();
      const { text } = await context.say(sequence, { maxTokens: 2 });
      const length = sequence.length.value;
      await context.refuses('E_UNSUPPORTED', () => sequence.rewind(mark));
      expect(text.length).toBeGreaterThan(0);
      expect(sequence.length.value).toBe(length);
    });
  } else {
    context.test('after a rewind everything is as it was at the mark', async (open) => {
      const sequence = await open();
      const start = sequence.mark();
      const first = await context.say(sequence, { maxTokens: 6 });
      const middle = sequence.mark();
      const second = await context.say(sequence, { maxTokens: 6 });
      await sequence.rewind(middle);
      expect(sequence.length.value).toBe(middle.position);
      context.same(await context.say(sequence, { maxTokens: 6 }), second);
      await sequence.rewind(start);
      expect(sequence.length.value).toBe(start.position);
      context.same(await context.say(sequence, { maxTokens: 6 }), first);
    });

    context.test('a mark of another sequence is refused', async (open) => {
      const other = await open();
      const mark = other.mark();
      await other.close();
      const sequence = await open();
      await context.refuses('E_OPTION_INVALID', () => sequence.rewind(mark));
    });
  }

  if (abilities.fork === 'none') {
    context.test('forking is refused', async (open) => {
      const sequence = await open();
      await context.refuses('E_UNSUPPORTED', () => sequence.fork([1]));
    });
    return;
  }
  if (!context.forks) return;

  context.test('forks and their parent go on independently', async (open) => {
    const whole = await context.alone({ maxTokens: 12 });
    const seeds = abilities.slots > 2 ? [7, 8] : [7];
    const parent = await open({ forks: seeds.length });
    await context.say(parent, { maxTokens: 4 });
    const forks = await parent.fork(seeds);
    for (const fork of forks) expect(fork.length.value).toBe(parent.length.value);
    await parent.append([{ text: ' Something else', control: false }]).catch(() => undefined);
    await context.say(parent, { maxTokens: 3 });
    const heard = await Promise.all(forks.map((fork) => context.say(fork, { maxTokens: 8 })));
    const rest = { ...whole, tokens: whole.tokens.slice(4), logprobs: whole.logprobs.slice(4) };
    for (const fork of heard) {
      context.same(fork, { ...rest, text: whole.text.slice(whole.text.length - fork.text.length) });
    }
    for (const fork of forks) await fork.close();
  });

  if (abilities.rewind) {
    context.test('a fork can go back to a mark its parent made before the fork', async (open) => {
      const parent = await open({ forks: 1 });
      const mark = parent.mark();
      const first = await context.say(parent, { maxTokens: 5 });
      const [fork] = await parent.fork([3]);
      await fork!.rewind(mark);
      expect(fork!.length.value).toBe(mark.position);
      context.same(await context.say(fork!, { maxTokens: 5 }), first);
      await fork!.close();
    });
  }

  context.test('more forks than were reserved are refused at once; closing one makes room', async (open) => {
    const parent = await open({ forks: 1 });
    await context.refuses('E_SLOTS', () => parent.fork([1, 2]));
    const [fork] = await parent.fork([1]);
    await context.refuses('E_SLOTS', () => parent.fork([2]));
    await fork!.close();
    const [again] = await parent.fork([2]);
    expect(again!.length.value).toBe(parent.length.value);
    await again!.close();
  });
}
