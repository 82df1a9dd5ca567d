import { expect, test } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import type { Generation } from '../../src/engine/generation.ts';
import type { Sequence } from '../../src/engine/sequence.ts';
import { engineContract, scriptedEngine } from '../../src/testing.ts';

const prompt = { parts: [{ text: 'What is nine times seven?', control: false }] };
const script =
  'first we take nine and seven, then multiply both of them: sixty three comes out, I am quite sure of it. ';

function sound(slots = 3): Engine {
  return scriptedEngine({ script: script.repeat(20), contextSize: 512, slots });
}

/** Runs the contract, or one test of it, without a test runner; gives the names of the tests that failed. */
async function failures(open: () => Engine, only?: string): Promise<string[]> {
  const tests: { readonly name: string; readonly body: () => Promise<void> }[] = [];
  const failed: string[] = [];
  let closeAll: () => Promise<void> = async () => undefined;
  await engineContract({
    name: 'an engine',
    prompt,
    controls: ['</think>', '<|im_end|>'],
    historyDecides: false,
    open: async () => open(),
    kit: {
      expect,
      describe: (_, body) => body(),
      test: (name, body) => tests.push({ name, body }),
      afterAll: (body) => {
        closeAll = body;
      },
    },
  });
  for (const { name, body } of tests.filter((entry) => only === undefined || entry.name === only)) {
    const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('hangs')), 500));
    await Promise.race([body(), late]).catch(() => failed.push(name));
  }
  await closeAll();
  return failed;
}

/** The scripted engine with some of its behaviour replaced by something wrong. */
function spoiled(options: {
  readonly engine?: (engine: Engine) => Partial<Engine>;
  readonly sequence?: (sequence: Sequence) => Partial<Sequence>;
}): Engine {
  const engine = sound();
  const overlay: Partial<Engine> = {
    open: async (asked, settings) => {
      const sequence = await engine.open(asked, settings);
      return over(sequence, options.sequence?.(sequence) ?? {});
    },
    ...options.engine?.(engine),
  };
  return over(engine, overlay);
}

/** `base` with some members replaced. */
function over<T extends object>(base: T, changes: Partial<T>): T {
  return new Proxy(base, {
    get: (target, name) => {
      if (name in changes) return changes[name as keyof T];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

test.each([1, 2, 3, 8])('an engine with %i slots that keeps the contract fails nothing', async (slots) => {
  expect(await failures(() => sound(slots))).toEqual([]);
});

test.each<[string, string, Parameters<typeof spoiled>[0]]>([
  [
    'lets a stop into the text',
    'a stop ends the generation and does not enter the text',
    { sequence: (sequence) => ({ generate: (options) => sequence.generate({ ...options, stop: [] }) }) },
  ],
  [
    'ignores bans',
    'a banned token is not the first, and a text of several tokens cannot be banned',
    { sequence: (sequence) => ({ generate: (options) => sequence.generate({ ...options, banFirst: [] }) }) },
  ],
  [
    'writes more than it may',
    'a limit is held to the token',
    {
      sequence: (sequence) => ({
        generate: (options) => sequence.generate({ ...options, maxTokens: options.maxTokens + 1 }),
      }),
    },
  ],
  [
    'does not hear signals',
    'an aborted generation ends without an error, and what was shown stays',
    { sequence: (sequence) => ({ generate: ({ signal: _, ...options }) => sequence.generate(options) }) },
  ],
  [
    'does not rewind',
    'after a rewind everything is as it was at the mark',
    { sequence: () => ({ rewind: async () => undefined }) },
  ],
  [
    'appends nothing',
    'what is appended is counted and the sequence goes on behind it',
    {
      sequence: () => ({
        append: async () => ({ tokens: { value: 5, counting: 'exact' }, readings: [], warnings: [] }),
      }),
    },
  ],
  [
    'reads at the wrong place',
    'reading behind several parts at once gives what writing there would give',
    {
      sequence: (sequence) => ({
        append: (parts, options) =>
          sequence.append(parts, { ...options, read: options?.read?.map((probe) => ({ ...probe, after: 0 })) }),
      }),
    },
  ],
  [
    'keeps its slots',
    'when all slots are taken, opening waits until one is free, first come, first served',
    { sequence: () => ({ close: async () => undefined }) },
  ],
  [
    'draws at random',
    'the same seed gives the same tokens, alone or beside others',
    {
      engine: () => {
        let seed = 0;
        const rambling = scriptedEngine({ script: script.repeat(20), contextSize: 512, slots: 3, certainty: 0 });
        return {
          open: (asked, settings) => {
            seed += 1;
            return rambling.open(asked, { ...settings, seed });
          },
        };
      },
    },
  ],
  [
    'takes text from users for control tokens',
    'no text from a user becomes a control token',
    {
      engine: (engine) => ({
        encode: (part) => engine.encode!('text' in part ? { ...part, control: true } : part),
      }),
    },
  ],
  [
    'evaluates everything again',
    'no token is evaluated twice',
    {
      sequence: (sequence) => ({
        get usage() {
          return { ...sequence.usage, evaluated: sequence.usage.evaluated * 2 };
        },
      }),
    },
  ],
  [
    'forks as often as it likes',
    'more forks than were reserved are refused at once; closing one makes room',
    { sequence: (sequence) => ({ fork: async (seeds) => seeds.map(() => sequence) }) },
  ],
  [
    'keeps what was drawn ahead',
    'leaving the loop leaves exactly what was shown',
    { sequence: (sequence) => ({ generate: (options) => deaf(sequence.generate(options)) }) },
  ],
])('an engine that %s fails the test "%s"', async (_, name, options) => {
  expect(await failures(() => spoiled(options), name)).toEqual([name]);
});

/** A generation that does not hear that its loop was left. */
function deaf(generation: Generation): Generation {
  const iterator = generation[Symbol.asyncIterator]();
  return {
    end: generation.end,
    [Symbol.asyncIterator]: () => ({
      next: () => iterator.next(),
      return: async () => {
        while (!(await iterator.next()).done);
        return { done: true, value: undefined };
      },
    }),
  };
}
