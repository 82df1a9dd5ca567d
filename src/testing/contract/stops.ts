import type { Stop } from '../../engine/generation.ts';
import type { ContractContext } from './contract-context.ts';

/** Texts that end a generation, and tokens that must not begin one. */
export function registerStops(context: ContractContext): void {
  const { expect } = context.kit;
  const { abilities, engine } = context;

  context.test('a stop ends the generation and does not enter the text', async (open) => {
    const whole = await context.alone();
    const stop = firstOccurring(whole.text, Math.floor(whole.text.length / 2), 2);
    const sequence = await open();
    const before = sequence.length.value;
    const { text, end } = await context.say(sequence, { stop: [stop] });
    expect(text).toBe(whole.text.slice(0, whole.text.indexOf(stop.text)));
    expect(end.reason).toBe('stop');
    expect(end.stop).toEqual(stop);
    expect(sequence.length.value - before).toBe(end.tokens.value);
  });

  context.test('a stop that spans several tokens is found, and no part of it is shown', async (open) => {
    const whole = await context.alone();
    const [first, second, third] = whole.chunks.slice(whole.chunks.length >> 1).map((chunk) => chunk.text);
    const stop = { text: `${first!.slice(-1)}${second}${third!.slice(0, 1)}`, control: false };
    const sequence = await open();
    const { text, end } = await context.say(sequence, { stop: [stop] });
    expect(text).toBe(whole.text.slice(0, whole.text.indexOf(stop.text)));
    expect(end.stop).toEqual(stop);
  });

  context.test('of several stops the one that comes first ends the generation', async () => {
    const whole = await context.alone();
    const late = firstOccurring(whole.text, Math.floor(whole.text.length * 0.75), 2);
    const early = firstOccurring(whole.text, Math.floor(whole.text.length * 0.25), 2);
    const { end } = await context.alone({ stop: [late, early] });
    expect(end.stop).toEqual(early);
  });

  context.test('an empty stop is refused', async (open) => {
    const sequence = await open();
    const stop = [{ text: '', control: false }];
    await context.refuses('E_OPTION_INVALID', () => context.say(sequence, { stop }));
  });

  if (!abilities.ban) {
    context.test('banning the first token is refused', async (open) => {
      const sequence = await open();
      await context.refuses('E_UNSUPPORTED', () => context.say(sequence, { banFirst: ['turn-end'] }));
      expect((await context.say(sequence, { maxTokens: 1 })).text.length).toBeGreaterThan(0);
    });
    return;
  }

  context.test('a banned token is not the first, and a text of several tokens cannot be banned', async (open) => {
    const sequence = await open();
    const mark = sequence.mark();
    const plain = await context.say(sequence, { maxTokens: 1 });
    const ban: Stop = { text: plain.text, control: false };
    if ((await engine.encode?.(ban))?.length === 1) {
      await sequence.rewind(mark);
      const other = await context.say(sequence, { maxTokens: 1, banFirst: [ban] });
      expect(other.tokens[0] === plain.tokens[0]).toBe(false);
    }
    const long = [{ text: `${plain.text} and on and on`, control: false }];
    await context.refuses('E_UNSUPPORTED', () => context.say(sequence, { banFirst: long }));
  });

  context.test('with the end of the turn banned, something is said', async (open) => {
    const sequence = await open();
    for (let i = 0; i < 3; i += 1) {
      const { end } = await context.say(sequence, { maxTokens: 3, banFirst: ['turn-end'] });
      expect(end.tokens.value).toBeGreaterThan(0);
    }
  });
}

/** The first piece of `text` of at least `length` characters, from `from` on, that does not occur before its place. */
function firstOccurring(text: string, from: number, length: number): Stop {
  for (let size = length; from + size <= text.length; size += 1) {
    const piece = text.slice(from, from + size);
    if (text.indexOf(piece) === from) return { text: piece, control: false };
  }
  throw new Error(`The text repeats itself too much to test stops: ${JSON.stringify(text)}`);
}
