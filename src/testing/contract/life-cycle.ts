import type { Sequence } from '../../engine/sequence.ts';
import type { ContractContext } from './contract-context.ts';

/** One thing at a time, and nothing after the end. */
export function registerLifeCycle(context: ContractContext): void {
  const { expect } = context.kit;
  const { abilities, options } = context;
  const { continuation, rewind } = abilities;

  /** Every call that this engine knows. */
  const calls = (sequence: Sequence): (() => Promise<unknown>)[] => {
    const mark = sequence.mark();
    return [
      () => context.say(sequence, { maxTokens: 1 }),
      ...(continuation === 'none' ? [] : [() => sequence.append([{ text: ' x', control: false }])]),
      ...(rewind ? [() => sequence.rewind(mark)] : []),
      ...(context.forks ? [async () => Promise.all((await sequence.fork([1])).map((fork) => fork.close()))] : []),
    ];
  };

  context.test('while a generation runs, any other call on the sequence is refused', async (open) => {
    const sequence = await open(context.forks ? { forks: 1 } : {});
    const attempts = calls(sequence);
    const iterator = sequence.generate(context.generation())[Symbol.asyncIterator]();
    const first = iterator.next();
    for (const call of attempts) await context.refuses('E_SEQUENCE_BUSY', call);
    await first;
    for (const call of attempts) await context.refuses('E_SEQUENCE_BUSY', call);
    await iterator.return?.();
    for (const call of attempts) await call();
  });

  context.test('after close every call is refused, and closing again does nothing', async (open) => {
    const sequence = await open(context.forks ? { forks: 1 } : {});
    const attempts = calls(sequence);
    await sequence.close();
    for (const call of attempts) await context.refuses('E_CLOSED', call);
    await sequence.close();
  });

  context.kit.test('closing the engine ends what runs, turns away who waits, and closes for good', async () => {
    const engine = await options.open();
    const open = (): Promise<Sequence> => engine.open(options.prompt, { seed: 1 });
    const sequences: Sequence[] = [];
    for (let i = 0; i < engine.abilities.slots; i += 1) sequences.push(await open());
    const generation = sequences[0]!.generate(context.generation());
    const iterator = generation[Symbol.asyncIterator]();
    expect((await iterator.next()).done === true).toBe(false);
    const waiting = context.refuses('E_CLOSED', open);
    await engine.close();
    await waiting;
    expect((await iterator.next()).done).toBe(true);
    expect((await generation.end).reason).toBe('aborted');
    await context.refuses('E_CLOSED', open);
    await context.refuses('E_CLOSED', () => context.say(sequences[0]!));
    await engine.close();
  });

  context.kit.test('nobody has to look at the end of a generation that fails', async () => {
    const engine = await options.open();
    const sequence = await engine.open(options.prompt, { seed: 1 });
    await sequence.close();
    const generation = sequence.generate(context.generation());
    await context.refuses('E_CLOSED', () => generation[Symbol.asyncIterator]().next());
    await context.refuses('E_CLOSED', () => generation.end);
    await engine.close();
  });
}
