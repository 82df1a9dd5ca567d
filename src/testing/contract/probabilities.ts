import type { ContractContext } from './contract-context.ts';

/** Log-probabilities, while writing and while reading. */
export function registerProbabilities(context: ContractContext): void {
  const { expect } = context.kit;
  const { abilities, engine, options } = context;
  const tolerance = options.tolerance ?? 1e-4;
  const parts = [
    { text: options.text ?? ' Wait, let me check that again.', control: false },
    { text: ' So', control: false },
  ];

  if (abilities.logprobs === 0) {
    context.test('asking for log-probabilities is refused', async (open) => {
      const sequence = await open();
      await context.refuses('E_UNSUPPORTED', () => context.say(sequence, { logprobs: 0 }));
    });
  } else {
    context.test('each token comes with its log-probability and the best alternatives', async () => {
      const { tokens, logprobs } = await context.alone({ logprobs: 3, maxTokens: 8 });
      expect(logprobs.map((entry) => entry.token)).toEqual(tokens);
      for (const { token, logprob, top = [] } of logprobs) {
        expect(logprob <= 0).toBe(true);
        expect(top.length).toBe(3);
        expect(top[0]?.token).toBe(token);
        expect([...top].sort((a, b) => b.logprob - a.logprob)).toEqual(top);
      }
    });

    context.test('more alternatives than the engine can report are refused', async (open) => {
      const sequence = await open();
      const logprobs = abilities.logprobs + 1;
      await context.refuses('E_UNSUPPORTED', () => context.say(sequence, { logprobs }));
    });
  }

  if (abilities.continuation === 'none') return;

  if (!abilities.read) {
    context.test('reading log-probabilities is refused and appends nothing', async (open) => {
      const sequence = await open();
      const length = sequence.length.value;
      await context.refuses('E_UNSUPPORTED', () => sequence.append(parts, { read: [{ after: 0, top: 1 }] }));
      expect(sequence.length.value).toBe(length);
    });
    return;
  }

  context.test('reading behind several parts at once gives what writing there would give', async (open) => {
    const read = [
      { after: 1, top: 3 },
      { after: 0, top: 3 },
    ];
    const reader = await open();
    const { readings } = await reader.append(parts, { read });
    await reader.close();
    for (const [index, probe] of read.entries()) {
      const sequence = await open();
      for (const part of parts.slice(0, probe.after + 1)) await sequence.append([part]);
      const { logprobs } = await context.say(sequence, { logprobs: 3, maxTokens: 1, banFirst: [] });
      const expected = logprobs[0]?.top ?? [];
      expect(readings[index]!.length).toBe(3);
      // A model that would end its turn there shows no alternatives, as nothing is written.
      for (const [rank, { logprob }] of expected.entries()) {
        expect(Math.abs(readings[index]![rank]!.logprob - logprob)).toBeLessThan(tolerance);
      }
      await sequence.close();
    }
  });

  context.test('the tokens asked for are read, best first, and appended text can be continued', async (open) => {
    const sequence = await open();
    const [a] = await engine.encode!({ text: '1', control: false });
    const [b] = await engine.encode!({ text: 'x', control: false });
    const before = sequence.length.value;
    const read = [{ after: 0, tokens: [a!, b!] }];
    const { readings, tokens } = await sequence.append(parts, { read });
    expect([...readings[0]!.map((entry) => entry.token)].sort()).toEqual([a, b].sort());
    expect(readings[0]![0]!.logprob >= readings[0]![1]!.logprob).toBe(true);
    expect(sequence.length.value).toBe(before + tokens.value);
    expect((await context.say(sequence, { maxTokens: 2 })).end.reason === 'aborted').toBe(false);
  });

  context.test('a probe that does not fit the append is refused and appends nothing', async (open) => {
    const sequence = await open();
    const length = sequence.length.value;
    await context.refuses('E_OPTION_INVALID', () => sequence.append(parts, { read: [{ after: 2, top: 1 }] }));
    await context.refuses('E_OPTION_INVALID', () => sequence.append(parts, { read: [{ after: 0 }] }));
    expect(sequence.length.value).toBe(length);
  });
}
