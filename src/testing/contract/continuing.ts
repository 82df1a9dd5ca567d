import type { ContractContext } from './contract-context.ts';
import { said } from './contract-context.ts';

/** Generating, appending, counting, and leaving a loop. */
export function registerContinuing(context: ContractContext): void {
  const { expect } = context.kit;
  const { abilities, options } = context;
  const text = options.text ?? ' Wait, let me check that again.';
  const appends = abilities.continuation !== 'none';
  const exact = abilities.counting === 'exact';

  context.test('two generations in a row write what one long generation writes', async (open) => {
    const long = await context.alone({ maxTokens: 16 });
    const sequence = await open();
    const first = await context.say(sequence, { maxTokens: 7 });
    expect(first.end.reason).toBe('limit');
    const second = await context.say(sequence, { maxTokens: 9 });
    context.same(said([...first.chunks, ...second.chunks], second.end), long);
  });

  if (appends && abilities.tokenIds && options.historyDecides !== false) {
    context.test('appending what the model would have said is the same as letting it say it', async (open) => {
      const long = await context.alone({ maxTokens: 16 });
      const sequence = await open();
      await sequence.append([{ tokens: long.tokens.slice(0, 7) }]);
      const rest = await context.say(sequence, { maxTokens: 9 });
      const tail = { ...long, tokens: long.tokens.slice(7), logprobs: long.logprobs.slice(7) };
      context.same(rest, { ...tail, text: long.text.slice(long.text.length - rest.text.length) });
    });
  }

  context.test('a limit is held to the token', async (open) => {
    for (const maxTokens of [1, 2, 5]) {
      const sequence = await open();
      const before = sequence.length.value;
      const { end, text: written } = await context.say(sequence, { maxTokens });
      expect(end.reason).toBe('limit');
      expect(end.tokens.counting).toBe(abilities.counting);
      expect(sequence.length.counting).toBe(abilities.counting);
      const hidden = abilities.counting === 'estimated' ? new TextEncoder().encode(written).length : maxTokens;
      expect(end.tokens.value).toBe(hidden);
      expect(sequence.length.value - before).toBe(end.tokens.value);
      await sequence.close();
    }
  });

  if (abilities.tokenIds) {
    context.test('chunks tell every token that is in the sequence', async (open) => {
      const sequence = await open();
      const before = sequence.length.value;
      const { tokens, end } = await context.say(sequence);
      expect(end.tokens.value).toBe(tokens.length);
      expect(sequence.length.value).toBe(before + tokens.length);
    });
  }

  if (!appends) {
    context.test('appending is refused', async (open) => {
      const sequence = await open();
      await context.refuses('E_UNSUPPORTED', () => sequence.append([{ text, control: false }]));
    });
  } else {
    context.test('what is appended is counted and the sequence goes on behind it', async (open) => {
      const sequence = await open();
      await context.say(sequence, { maxTokens: 4 });
      const before = sequence.length.value;
      const appended = await sequence.append([{ text, control: false }], { channel: 'answer' });
      expect(appended.tokens.value).toBeGreaterThan(0);
      expect(sequence.length.value).toBe(before + appended.tokens.value);
      expect((await context.say(sequence, { maxTokens: 4 })).end.reason === 'aborted').toBe(false);
    });
  }

  if (appends && exact && abilities.fork === 'copy') {
    context.test('no token is evaluated twice', async (open) => {
      const sequence = await open();
      await context.say(sequence, { maxTokens: 6 });
      await sequence.append([{ text, control: false }]);
      const { end } = await context.say(sequence, { maxTokens: 6 });
      const { prompt, cached, evaluated, sampled, discarded } = sequence.usage;
      expect(sampled - discarded).toBe(6 + end.tokens.value);
      expect(prompt).toBeGreaterThan(0);
      // The last token is evaluated only once another one follows it, or where the end of the turn was drawn behind it.
      const pending = end.reason === 'limit' ? 1 : 0;
      expect(evaluated).toBe(sequence.length.value - cached - pending);
    });
  }

  context.test('leaving the loop leaves exactly what was shown', async (open) => {
    const whole = await context.alone();
    const sequence = await open();
    const before = sequence.length.value;
    const generation = sequence.generate(context.generation());
    const chunks = [];
    for await (const chunk of generation) {
      chunks.push(chunk);
      if (chunks.length === 5) break;
    }
    const end = await generation.end;
    expect(end.reason).toBe('aborted');
    const shown = said(chunks, end);
    expect(whole.text.startsWith(shown.text)).toBe(true);
    expect(sequence.length.value - before).toBe(end.tokens.value);
    if (abilities.tokenIds) expect(end.tokens.value).toBe(shown.tokens.length);
    const rest = await context.say(sequence, { maxTokens: 24 - Math.max(5, shown.tokens.length) });
    const both = said([...chunks, ...rest.chunks], rest.end);
    const length = both.tokens.length;
    context.same(both, {
      ...whole,
      text: whole.text.slice(0, both.text.length),
      tokens: whole.tokens.slice(0, length),
    });
  });
}
