import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, expect, test } from 'vitest';
import { MullError } from '../../../src/core/mull-error.ts';
import { createHttpEngine } from '../../../src/http.ts';
import { drawSeed } from '../../../src/lockstep/draw-seed.ts';
import type { DialectServer } from '../../../src/testing/dialects/dialect-options.ts';
import { type DialectName, startDialect } from '../../../src/testing/dialects/start-dialect.ts';

const words = 'zwölf Boxkämpfer jagen \u{1f600} quer über den Sylter Deich </thin und wieder zurück';
const counting = `I count as I was told to do, from the first to the last of them.</think>1 2 3 4 5 6 7 8 9`;
const codes = ['E_ENGINE_FAULT', 'E_ENGINE_PROTOCOL', 'E_CONTEXT_OVERFLOW', 'E_ENGINE_REFUSED', 'E_ENGINE_DENIED'];

const servers = {
  vllm: await serve('vllm'),
  anthropic: await serve('anthropic', 'claude-opus-4-7'),
  ollama: await serve('ollama'),
};
afterAll(() => Promise.all(Object.values(servers).map((server) => server.close())));

function serve(name: DialectName, model?: string): Promise<DialectServer> {
  return startDialect(name, {
    script: (prompt) => (prompt.includes('Count from') ? counting : words),
    words: [words, counting],
    ...(model && { model }),
  });
}

const ways = [
  { name: 'tokens', way: 'tokens', host: 'vllm', streams: 3334 },
  { name: 'text', way: 'text', host: 'vllm', streams: 3334 },
  { name: 'chat', way: 'chat', host: 'vllm', streams: 3334 },
  { name: "Anthropic's API", way: 'none', host: 'anthropic', streams: 600 },
  { name: "Ollama's own API", way: 'chat', host: 'ollama', api: 'ollama', streams: 600 },
] as const;

for (const { name, way, host, streams, ...rest } of ways) {
  test(`by ${name}: ${streams} mutated event streams end in text or in a coded error, and fill no memory`, async () => {
    const server = servers[host];
    let type = '';
    let whole: Uint8Array | undefined;
    let mutant: Uint8Array | undefined;
    const engine = await createHttpEngine({
      url: server.url,
      model: server.model,
      ...rest,
      abilities: { continuation: way },
      // A connection that lay idle for seconds may be closed by the server just as it is used again.
      retries: 2,
      fetch: async (input, init) => {
        if (mutant !== undefined && String(init?.body).includes('"stream":true')) {
          return new Response(pieces(mutant), { headers: { 'content-type': type } });
        }
        const response = await fetch(input, init);
        if (!String(init?.body).includes('"stream":true')) return response;
        type = response.headers.get('content-type') ?? '';
        whole = new Uint8Array(await response.arrayBuffer());
        return new Response(whole.slice(), { headers: response.headers });
      },
    });
    const prompt =
      way === 'chat' || way === 'none'
        ? { messages: [{ role: 'user' as const, content: 'Go on.' }] }
        : { parts: [{ text: '<|im_start|>user\nGo on.<|im_end|>\n<|im_start|>assistant\n<think>\n', control: true }] };
    const { rewind } = engine.abilities;
    let sequence = await engine.open(prompt, { seed: 1 });
    const start = sequence.mark();
    const write = async (): Promise<{ readonly text: string; readonly error?: unknown }> => {
      const before = sequence.length.value;
      const stop = way === 'none' ? [] : [{ text: '</think>', control: true }];
      const generation = sequence.generate({ channel: 'thinking', maxTokens: 64, stop, sampling: { temperature: 0 } });
      let text = '';
      try {
        for await (const chunk of generation) text += chunk.text;
        return { text };
      } catch (error) {
        return { text, error };
      } finally {
        expect(sequence.length.value >= before).toBe(true);
        // Free for the next call, whatever came.
        expect(sequence.mark().position).toBe(sequence.length.value);
        if (rewind) await sequence.rewind(start);
        else {
          await sequence.close();
          sequence = await engine.open(prompt, { seed: 1 });
        }
      }
    };
    const right = await write();
    expect(right.text).toContain('Sylter Deich');
    let failures = 0;
    let memory = 0;
    for (let run = 0; run < streams; run += 1) {
      mutant = mutate(whole!, run);
      const { error } = await write();
      if (error !== undefined) {
        failures += 1;
        expect(MullError.isMullError(error), String(error)).toBe(true);
        expect(codes).toContain((error as MullError).code);
      }
      if (run === streams >> 1) memory = heldMemory();
    }
    expect(failures).toBeGreaterThan(streams / 10);
    expect(failures).toBeLessThan(streams);
    // Two KiB kept of every stream would show; a new sequence per stream is a request that the test server remembers.
    if (rewind) expect(heldMemory() - memory).toBeLessThan(3 * 2 ** 20);
    await engine.close();
  }, 60_000);
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes that are really held, without what only waits to be collected. */
function heldMemory(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

/** A stream changed in up to four places: bytes flipped, left out, doubled or put in. */
function mutate(bytes: Uint8Array, seed: number): Uint8Array {
  let result = Array.from(bytes);
  const draw = (n: number, below: number): number => drawSeed(seed, n) % below;
  for (let change = 0; change <= draw(0, 4); change += 1) {
    const at = draw(1 + change * 4, result.length);
    const length = 1 + draw(2 + change * 4, 24);
    const kind = draw(3 + change * 4, 5);
    const piece = result.slice(at, at + length);
    if (kind === 0) result[at] = draw(4 + change * 4, 256);
    else if (kind === 1) result.splice(at, length);
    else if (kind === 2) result.splice(at, 0, ...piece);
    else if (kind === 3) result.splice(at, 0, ...piece.map((_, index) => draw(index + 100, 256)));
    else result = result.slice(0, at + 1);
  }
  return Uint8Array.from(result);
}

/** The bytes as a body, in a few packets. */
function pieces(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + 997));
      at += 997;
    },
  });
}
