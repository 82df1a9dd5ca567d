import type { ContractContext } from './contract-context.ts';

/** The context window, and options out of range. */
export function registerLimits(context: ContractContext): void {
  const { expect } = context.kit;
  const { abilities, engine, options } = context;
  const { contextSize } = engine.model;
  // Bytes that no tokenizer merges into few tokens.
  const tooLong = Array.from({ length: contextSize }, (_, index) => ` ${(index * 7919) % 1009}x`).join('');

  context.test('a prompt that does not fit is refused, with the numbers', async (open) => {
    const prompt =
      'parts' in options.prompt
        ? { parts: [{ text: tooLong, control: false }] }
        : { messages: [{ role: 'user' as const, content: tooLong }] };
    const error = await open({ prompt }).catch((thrown: unknown) => thrown);
    await context.refuses('E_CONTEXT_OVERFLOW', () => Promise.reject(error));
    expect(String(error).includes(String(contextSize))).toBe(true);
  });

  if (abilities.continuation !== 'none') {
    context.test('an append that does not fit is refused and nothing is lost', async (open) => {
      const whole = await context.alone({ maxTokens: 8 });
      const sequence = await open();
      const length = sequence.length.value;
      await context.refuses('E_CONTEXT_OVERFLOW', () => sequence.append([{ text: tooLong, control: false }]));
      expect(sequence.length.value).toBe(length);
      context.same(await context.say(sequence, { maxTokens: 8 }), whole);
    });
  }

  if (abilities.tokenIds && abilities.ban) {
    context.test('a generation that fills the context says so', async (open) => {
      const sequence = await open();
      const [token] = await engine.encode!({ text: ' a', control: false });
      const filler = Array.from({ length: contextSize - sequence.length.value - 1 }, () => token!);
      await sequence.append([{ tokens: filler }]);
      const { end } = await context.say(sequence, { banFirst: ['turn-end'] });
      expect(end).toEqual({ reason: 'context', tokens: { value: 1, counting: 'exact' } });
      expect(sequence.length.value).toBe(contextSize);
      expect((await context.say(sequence)).end).toEqual({ reason: 'context', tokens: { value: 0, counting: 'exact' } });
    });

    context.test('a token that the vocabulary does not have is refused', async (open) => {
      const sequence = await open();
      for (const token of [-1, 0.5, 1e9]) {
        await context.refuses('E_OPTION_INVALID', () => sequence.append([{ tokens: [token] }]));
      }
    });
  }

  context.test('options out of range are refused before anything is said', async (open) => {
    const sequence = await open();
    const length = sequence.length.value;
    for (const maxTokens of [0, -1, 1.5, Number.NaN]) {
      await context.refuses('E_OPTION_INVALID', () => context.say(sequence, { maxTokens }));
    }
    await context.refuses('E_OPTION_INVALID', () => context.say(sequence, { sampling: { temperature: -1 } }));
    expect(sequence.length.value).toBe(length);
  });

  if (!abilities.media && abilities.continuation !== 'none') {
    context.test('an image is refused', async (open) => {
      const sequence = await open();
      const media = { type: 'image' as const, mediaType: 'image/png', data: new Uint8Array(4) };
      await context.refuses('E_UNSUPPORTED', () => sequence.append([{ media }]));
    });
  }

  if (abilities.nativeMin) {
    context.test('a minimum holds back every end until it is reached', async (open) => {
      const sequence = await open();
      const { end } = await context.say(sequence, { minTokens: 24 });
      expect(end.reason).toBe('limit');
      expect(end.tokens.value).toBe(24);
      for (const minTokens of [-1, 0.5, 25]) {
        await context.refuses('E_OPTION_INVALID', () => context.say(sequence, { minTokens }));
      }
    });
  } else {
    context.test('a minimum is refused', async (open) => {
      const sequence = await open();
      await context.refuses('E_UNSUPPORTED', () => context.say(sequence, { minTokens: 1 }));
    });
  }

  if (!abilities.nativeEffort) {
    context.test('an effort is refused', async (open) => {
      await context.refuses('E_UNSUPPORTED', () => open({ effort: 'low' }));
    });
  }

  // What an engine that cannot be continued does not pass on is told in a warning.
  if (!abilities.penalties && abilities.continuation !== 'none') {
    context.test('penalties are refused', async (open) => {
      const sequence = await open();
      for (const penalty of [{ frequencyPenalty: 1 }, { presencePenalty: 1 }]) {
        await context.refuses('E_UNSUPPORTED', () =>
          context.say(sequence, { sampling: { temperature: 0, ...penalty } }),
        );
      }
    });
  }

  if (!abilities.bias && abilities.continuation !== 'none') {
    context.test('a bias for tokens is refused', async (open) => {
      const sequence = await open();
      const sampling = { temperature: 0, logitBias: { 1: 5 } };
      await context.refuses('E_UNSUPPORTED', () => context.say(sequence, { sampling }));
    });
  } else if (abilities.bias && abilities.tokenIds) {
    context.test('a token with a bias of -100 is not said', async () => {
      const [first] = (await context.alone()).tokens;
      const { tokens } = await context.alone({ sampling: { temperature: 0, logitBias: { [first!]: -100 } } });
      expect(tokens.includes(first!)).toBe(false);
    });
  }

  if (!abilities.grammar) {
    context.test('a grammar is refused', async (open) => {
      const sequence = await open();
      await context.refuses('E_UNSUPPORTED', () => context.say(sequence, { grammar: { regex: '[0-9]+' } }));
    });
  }

  if (abilities.continuation === 'tokens' || abilities.continuation === 'text') {
    context.test('messages are refused: this engine does not render them', async (open) => {
      const prompt = { messages: [{ role: 'user' as const, content: 'Hello' }] };
      await context.refuses('E_UNSUPPORTED', () => open({ prompt }));
    });
  }
}
