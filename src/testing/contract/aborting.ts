import type { ContractContext } from './contract-context.ts';
import { said } from './contract-context.ts';

/** Signals. */
export function registerAborting(context: ContractContext): void {
  const { expect } = context.kit;
  const { abilities } = context;

  context.test('an aborted generation ends without an error, and what was shown stays', async (open) => {
    const whole = await context.alone();
    const sequence = await open();
    const before = sequence.length.value;
    const controller = new AbortController();
    const generation = sequence.generate(context.generation({ signal: controller.signal }));
    const chunks = [];
    for await (const chunk of generation) {
      chunks.push(chunk);
      if (chunks.length === 3) controller.abort();
    }
    const end = await generation.end;
    expect(end.reason).toBe('aborted');
    expect(chunks.length).toBe(3);
    expect(sequence.length.value - before).toBe(end.tokens.value);
    expect(whole.text.startsWith(said(chunks, end).text)).toBe(true);
    // The sequence is free for the next call.
    expect((await context.say(sequence, { maxTokens: 2 })).end.reason).toBe('limit');
  });

  context.test('a generation aborted before it has said anything says nothing', async (open) => {
    const sequence = await open();
    const aborted = await context.say(sequence, { signal: AbortSignal.abort() });
    expect(aborted.end).toEqual({ reason: 'aborted', tokens: { value: 0, counting: abilities.counting } });
    const controller = new AbortController();
    const started = context.say(sequence, { signal: controller.signal });
    controller.abort();
    expect((await started).text).toBe('');
    expect((await context.say(sequence, { maxTokens: 2 })).end.reason).toBe('limit');
  });

  context.test('a call with an aborted signal is refused and changes nothing', async (open) => {
    const reason = new Error('changed my mind');
    const signal = AbortSignal.abort(reason);
    const sequence = await open(context.forks ? { forks: 1 } : {});
    const length = sequence.length.value;
    if (abilities.continuation !== 'none') {
      await context.refuses('E_ABORTED', () => sequence.append([{ text: ' more', control: false }], { signal }));
    }
    if (context.forks) await context.refuses('E_ABORTED', () => sequence.fork([1], { signal }));
    expect(sequence.length.value).toBe(length);
    await sequence.close();
    await context.refuses('E_ABORTED', () => open({ signal }));
  });

  context.test('closing a sequence ends its generation and frees its slot', async (open) => {
    const sequence = await open();
    const generation = sequence.generate(context.generation());
    const chunks = [];
    for await (const chunk of generation) {
      chunks.push(chunk);
      if (chunks.length === 2) await sequence.close();
    }
    expect(chunks.length).toBe(2);
    expect((await generation.end).reason).toBe('aborted');
    // All slots can be had again.
    for (let i = 0; i < abilities.slots; i += 1) await open();
  });
}
