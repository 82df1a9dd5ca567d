import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import type { GenerateOptions, Stop } from '../../src/engine/generation.ts';
import type { Mark, Sequence } from '../../src/engine/sequence.ts';
import { ReferenceSequence } from '../support/reference-sequence.ts';
import { text, toyEngine } from '../support/toy-engine.ts';
import { toyToken, toyTokenizer } from '../support/toy-model.ts';

/** Tokens that make stops, split characters and ends of turn likely. */
const sayable = [
  ...['a', 'b', 'ab', 'ba', 'abc', 'STOP', 'xST', 'O', 'P', 'a€', '<|end|>', '</think>'].map(toyToken),
  ...[0xe2, 0x82, 0xac],
];
const toy = { sayable, slots: 3, contextSize: 90 };

type Operation =
  | { readonly do: 'append'; readonly text: string }
  | { readonly do: 'generate'; readonly options: GenerateOptions; readonly leaveAfter: number }
  | { readonly do: 'mark' }
  | { readonly do: 'rewind'; readonly to: number }
  | { readonly do: 'fork'; readonly seed: number }
  | { readonly do: 'read'; readonly text: string }
  | { readonly do: 'reopen'; readonly length: number; readonly seed: number };

const stop: fc.Arbitrary<Stop> = fc.constantFrom(
  { text: 'STOP', control: false },
  { text: 'ab', control: false },
  { text: 'OPa', control: false },
  { text: '€', control: false },
  { text: '</think>', control: true },
  { text: '<|end|>', control: true },
  { text: '</think>', control: false },
);
const words = fc.constantFrom('', 'a', 'STOP', 'Wait', ' the end', '€');
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ do: fc.constant('append' as const), text: words }),
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('generate' as const),
      leaveAfter: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.nat(5)),
      options: fc.record({
        channel: fc.constant('answer' as const),
        maxTokens: fc.integer({ min: 1, max: 12 }),
        stop: fc.array(stop, { maxLength: 3 }),
        banFirst: fc.constantFrom([], ['turn-end' as const], [{ text: 'a', control: false }, 'turn-end' as const]),
        sampling: fc.constantFrom({ temperature: 0 }, { temperature: 1 }, { temperature: 1.5, topK: 8, topP: 0.9 }),
      }),
    }),
  },
  fc.record({ do: fc.constant('mark' as const) }),
  fc.record({ do: fc.constant('rewind' as const), to: fc.nat(5) }),
  fc.record({ do: fc.constant('fork' as const), seed: fc.nat(3) }),
  fc.record({ do: fc.constant('read' as const), text: words }),
  fc.record({ do: fc.constant('reopen' as const), length: fc.nat(30), seed: fc.nat(3) }),
);

/** What an observer sees of a program, and what the reference says he must see. */
interface Observed {
  readonly seen: unknown[];
  readonly expected: unknown[];
}

/** Runs a program on an engine and on the reference, side by side. `counts`: whether evaluations are compared too. */
async function run(engine: Engine, program: readonly Operation[], counts: boolean): Promise<Observed> {
  const [seen, expected]: [unknown[], unknown[]] = [[], []];
  const start = toyTokenizer.encode('question: ', false);
  let sequence: Sequence = await engine.open({ parts: [{ tokens: start }] }, { seed: 1, forks: 1 });
  let reference = new ReferenceSequence(toy, start, 1, sequence.usage.cached);
  let marks: { mark: Mark; tokens: readonly number[] }[] = [];
  const note = (actual: unknown, wanted: unknown): void => {
    const { cached, evaluated, ...usage } = sequence.usage;
    seen.push([actual, sequence.length.value, usage, counts && [cached, evaluated]]);
    expected.push([
      wanted,
      reference.tokens.length,
      reference.usage,
      counts && [reference.cached, reference.evaluated],
    ]);
  };
  for (const step of program) {
    if (step.do === 'append') {
      const added = toyTokenizer.encode(step.text, false);
      if (reference.tokens.length + added.length > toy.contextSize) continue;
      const appended = await sequence.append([{ text: step.text, control: false }]);
      reference.append(added);
      note(appended.tokens.value, added.length);
    } else if (step.do === 'generate') {
      const generation = sequence.generate(step.options);
      const chunks: unknown[] = [];
      if (step.leaveAfter > 0) {
        for await (const { text: shown, tokens } of generation) {
          chunks.push([shown, tokens]);
          if (chunks.length === step.leaveAfter) break;
        }
      } else await generation[Symbol.asyncIterator]().return?.();
      note([chunks, await generation.end], reference.generate(step.options, step.leaveAfter));
    } else if (step.do === 'mark') {
      marks.push({ mark: sequence.mark(), tokens: reference.tokens.slice() });
    } else if (step.do === 'rewind') {
      const place = marks[step.to % Math.max(1, marks.length)];
      if (place === undefined) continue;
      await sequence.rewind(place.mark);
      reference.rewind(place.tokens.length);
      marks = marks.filter(({ mark }) => mark.position <= place.mark.position);
      note('rewound', 'rewound');
    } else if (step.do === 'fork') {
      const [fork] = await sequence.fork([step.seed]);
      reference.prepareFork();
      note('forked', 'forked');
      await sequence.close();
      sequence = fork!;
      reference = reference.fork(step.seed);
      note('fork', 'fork');
    } else if (step.do === 'read') {
      const added = toyTokenizer.encode(step.text, false);
      if (reference.tokens.length + added.length > toy.contextSize) continue;
      const read = [{ after: 0, top: 2 }];
      const { readings } = await sequence.append([{ text: step.text, control: false }], { read });
      const shown = readings.map((reading) => reading.map(({ token, logprob }) => [token, logprob.toFixed(4)]));
      note(shown, [reference.read(added, 2)]);
    } else {
      const tokens = reference.tokens.slice(0, Math.max(1, step.length));
      await sequence.close();
      marks = [];
      sequence = await engine.open({ parts: [{ tokens }] }, { seed: step.seed, forks: 1 });
      reference = new ReferenceSequence(toy, tokens, step.seed, sequence.usage.cached);
      note('reopened', 'reopened');
    }
  }
  await sequence.close();
  return { seen, expected };
}

const program = fc.array(operation, { minLength: 1, maxLength: 14 });

test('1,000 random programs do what a plain model of a sequence does, token by token', async () => {
  await fc.assert(
    fc.asyncProperty(program, async (steps) => {
      const { engine } = toyEngine(toy, { prefillChunk: 5 });
      const { seen, expected } = await run(engine, steps, true);
      expect(seen).toEqual(expected);
    }),
    { numRuns: 1000 },
  );
});

test('100 random pairs of programs do the same beside one another, whatever the model takes its time for', async () => {
  await fc.assert(
    fc.asyncProperty(program, program, async (first, second) => {
      const { engine } = toyEngine({ ...toy, slots: 4, async: true }, { prefillChunk: 5, bufferedChunks: 2 });
      // How far each ran ahead is a matter of timing, and so is what was evaluated or discarded for nothing.
      const both = await Promise.all([run(engine, first, false), run(engine, second, false)]);
      const plain = (list: readonly unknown[]): unknown[] => list.map((entry) => (entry as unknown[]).slice(0, 2));
      for (const { seen, expected } of both) expect(plain(seen)).toEqual(plain(expected));
    }),
    { numRuns: 100 },
  );
});

test('after any program all slots are free again', async () => {
  await fc.assert(
    fc.asyncProperty(program, async (steps) => {
      const { engine } = toyEngine(toy);
      await run(engine, steps, false);
      const sequence = await engine.open(text('all of them'), { seed: 1, forks: 2 });
      expect(await sequence.fork([1, 2])).toHaveLength(2);
    }),
    { numRuns: 50 },
  );
});
