import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Abilities } from '../../../src/engine/abilities.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import type { Prompt } from '../../../src/engine/prompt.ts';
import type { Sequence } from '../../../src/engine/sequence.ts';
import { createHttpEngine, type HttpEngineOptions } from '../../../src/http.ts';
import type { DialectServer } from '../../../src/testing/dialects/dialect-options.ts';
import type { ServerFault, ServerFaultKind } from '../../../src/testing/dialects/server-fault.ts';
import { type DialectName, startDialect } from '../../../src/testing/dialects/start-dialect.ts';

const words = 'one two three four five six seven eight';
const counting =
  'I count as I was told to do, beginning with the first of them and ending with the last.</think>1 2 3 4 5 6 7 8 9';
const chatml =
  "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\\n' + m['content'] + '<|im_end|>\\n' }}{% endfor %}{{ '<|im_start|>assistant\\n<think>\\n' }}";
const parts: Prompt = {
  parts: [{ text: '<|im_start|>user\nGo on.<|im_end|>\n<|im_start|>assistant\n<think>\n', control: true }],
};
const messages: Prompt = { messages: [{ role: 'user', content: 'Go on.' }] };

/** A line that is no JSON cannot be passed over, and the last line says that the answer is whole. */
const lines = { garbage: 'E_ENGINE_PROTOCOL', 'no-done': 'E_ENGINE_FAULT' } as const;

/** Each way of use, with the place where its texts are asked for. */
const ways: readonly {
  readonly name: string;
  readonly way: Abilities['continuation'];
  readonly path: string;
  readonly prompt: Prompt;
  readonly dialect?: DialectName;
  readonly model?: string;
  readonly api?: HttpEngineOptions['api'];
  /** Faults that come to something else in lines of JSON. */
  readonly other?: Partial<Record<ServerFaultKind, string>>;
}[] = [
  { name: 'tokens', way: 'tokens', path: '/completions', prompt: parts },
  { name: 'text', way: 'text', path: '/completions', prompt: parts },
  { name: 'chat', way: 'chat', path: '/chat/completions', prompt: messages },
  {
    name: 'turns that cannot be continued',
    way: 'none',
    path: '/chat/completions',
    prompt: messages,
    dialect: 'openrouter',
  },
  {
    name: "Anthropic's API",
    way: 'none',
    path: '/messages',
    prompt: messages,
    dialect: 'anthropic',
    model: 'claude-opus-4-7',
  },
  {
    name: "Ollama's own API",
    way: 'chat',
    path: '/api/chat',
    prompt: messages,
    dialect: 'ollama',
    api: 'ollama',
    other: lines,
  },
];

/** What a fault comes to: a code, or nothing to be seen. */
const before: Partial<Record<ServerFaultKind, string | undefined>> = {
  refuse: undefined,
  status: undefined,
  late: undefined,
  html: undefined,
  empty: 'E_ENGINE_PROTOCOL',
  'wrong-type': 'E_ENGINE_PROTOCOL',
  never: 'E_ENGINE_TIMEOUT',
};
const inside: Partial<Record<ServerFaultKind, string | undefined>> = {
  cut: 'E_ENGINE_FAULT',
  'cut-inside': 'E_ENGINE_FAULT',
  end: 'E_ENGINE_FAULT',
  stall: 'E_ENGINE_TIMEOUT',
  slow: undefined,
  garbage: undefined,
  malformed: 'E_ENGINE_PROTOCOL',
  'not-json': 'E_ENGINE_PROTOCOL',
  'not-an-object': 'E_ENGINE_PROTOCOL',
  error: 'E_ENGINE_FAULT',
  huge: undefined,
  comments: undefined,
};
const whole: Partial<Record<ServerFaultKind, string | undefined>> = {
  'no-done': undefined,
  crlf: undefined,
  split: undefined,
  merged: undefined,
  bom: undefined,
  unterminated: undefined,
};

interface Seen {
  readonly text: string;
  readonly code?: string;
  readonly message?: string;
}

async function write(sequence: Sequence, maxTokens: number): Promise<Seen> {
  let text = '';
  try {
    const generation = sequence.generate({ channel: 'thinking', maxTokens, stop: [], sampling: { temperature: 0 } });
    for await (const chunk of generation) text += chunk.text;
    return { text };
  } catch (error) {
    const { code, message } = error as { readonly code: string; readonly message: string };
    return { text, code, message };
  }
}

/** Of some expectations those that these faults have, too. */
function pick(
  other: Partial<Record<ServerFaultKind, string>> | undefined,
  faults: Partial<Record<ServerFaultKind, string | undefined>>,
): Partial<Record<ServerFaultKind, string | undefined>> {
  return Object.fromEntries(Object.entries(other ?? {}).filter(([kind]) => kind in faults));
}

for (const { name, way, path, prompt, dialect = 'vllm', model, api, other } of ways) {
  describe(`an upstream that fails, by ${name}`, () => {
    let server: DialectServer;
    let patient: Engine;
    let hasty: Engine;
    beforeAll(async () => {
      server = await startDialect(dialect, {
        ...(model && { model }),
        script: (asked) => (asked.includes('Go on') ? words : counting),
        words: [words, counting],
        slots: 16,
      });
      const options: HttpEngineOptions = {
        url: server.url,
        model: server.model,
        ...(api && { api }),
        chatTemplate: chatml,
        thinking: 'think',
        abilities: { continuation: way },
        apiKey: 'sk-secret-0123456789abcdef',
        retries: 1,
        slots: 16,
      };
      patient = await createHttpEngine({ ...options, timeout: 60_000, idleTimeout: 60_000 });
      // Long enough for a machine with much else to do; what stalls, stalls side by side.
      hasty = await createHttpEngine({ ...options, timeout: 1000, idleTimeout: 1000 });
    });
    afterAll(async () => {
      await patient.close();
      await hasty.close();
      await server.close();
    });

    /** Writes side by side, each with a fault; then goes on from there. Nothing may hang, be missing or come twice. */
    const suffer = async (faults: readonly ServerFault[], expected: string | undefined): Promise<void> => {
      const engine = expected === 'E_ENGINE_TIMEOUT' ? hasty : patient;
      const calm = await patient.open(prompt, { seed: 1 });
      const sequences = await Promise.all(faults.map(() => engine.open(prompt, { seed: 1 })));
      try {
        const right = (await write(calm, 8)).text;
        expect(right.split(' ').length).toBe(8);
        for (const fault of faults) server.fail({ ...fault, path });
        const lengths = sequences.map((sequence) => sequence.length.value);
        const seen = await Promise.all(sequences.map((sequence) => write(sequence, 8)));
        for (const [index, sequence] of sequences.entries()) {
          await check(sequence, seen[index]!, { right, expected, length: lengths[index]! });
        }
      } finally {
        await Promise.all([calm, ...sequences].map((sequence) => sequence.close()));
      }
    };

    const check = async (
      sequence: Sequence,
      seen: Seen,
      {
        right,
        expected,
        length,
      }: { readonly right: string; readonly expected: string | undefined; readonly length: number },
    ): Promise<void> => {
      const what = `behind ${JSON.stringify(seen.text)}: ${seen.message ?? 'no error'}`;
      expect(seen.code, what).toBe(expected);
      expect(right.startsWith(seen.text), what).toBe(true);
      if (expected === undefined) expect(seen.text, what).toBe(right);
      expect(`${seen.message}`, what).not.toContain('secret');
      // The sequence holds what was yielded, and is free for the next call.
      expect(sequence.length.value > length, what).toBe(seen.text !== '');
      const left = 8 - seen.text.split(' ').filter((word) => word !== '').length;
      if (left === 0) return;
      const rest = await write(sequence, left);
      // What cannot be continued stays broken: it must not look as if it had ended.
      if (way === 'none') expect(rest, what).toMatchObject({ text: '', code: expected });
      else expect(shown(seen.text + rest.text), what).toBe(shown(right));
    };

    // The parser of Ollama drops white space in front of what is continued.
    const shown = (text: string): string => (api === 'ollama' ? text.replaceAll(' ', '') : text);

    for (const [kind, code] of Object.entries(before)) {
      test(`before an answer begins: ${kind} ${code === undefined ? 'is got over' : `is ${code}`}`, async () => {
        await suffer([{ kind: kind as ServerFaultKind, retryAfter: 0 }], code);
      });
    }

    for (const [kind, code] of Object.entries({ ...inside, ...pick(other, inside) })) {
      test(`at every event of an answer: ${kind} ${code === undefined ? 'is got over' : `is ${code}`}`, async () => {
        const places = kind === 'huge' ? [0, 4] : [0, 1, 2, 3, 4, 5, 6, 7];
        await suffer(
          places.map((after) => ({ kind: kind as ServerFaultKind, after, milliseconds: 5 })),
          code,
        );
      });
    }

    for (const [kind, code] of Object.entries({ ...whole, ...pick(other, whole) })) {
      test(`in the form of an answer: ${kind} ${code === undefined ? 'is got over' : `is ${code}`}`, async () => {
        await suffer([{ kind: kind as ServerFaultKind }], code);
      });
    }

    test('a server that stays without room is E_ENGINE_BUSY, one that stays away E_ENGINE_UNREACHABLE', async () => {
      for (const [kind, code] of [
        ['status', 'E_ENGINE_BUSY'],
        ['refuse', 'E_ENGINE_UNREACHABLE'],
      ] as const) {
        await suffer([{ kind, times: 2, retryAfter: 0 }], code);
      }
    });
  });
}
