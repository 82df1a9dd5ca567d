import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawPebbleQuestion } from '../../../src/dataset/draw-pebble-question.ts';
import { createHttpEngine } from '../../../src/http.ts';
import { think } from '../../../src/index.ts';
import { type LlamaServer, startLlamaServer } from '../../support/llama-server.ts';

/** One continuation, as the server counts it. */
interface Counted {
  /** Tokens that were sent, those the server had already, and those it evaluated. */
  readonly sent: number;
  readonly cached: number;
  readonly evaluated: number;
  readonly sampled: number;
}

const waits = 6;
let server: LlamaServer;
let requests: Counted[] = [];

beforeAll(async () => {
  server = await startLlamaServer();
});
afterAll(() => server.close());

test(`a Wait costs its own tokens and at most two more, by the counters of llama-server, for ${waits} Waits in a row`, async () => {
  const engine = await createHttpEngine({ url: server.url, fetch: listening });
  const prompt = drawPebbleQuestion({ seed: 11 }).text;
  await think({ engine, prompt, budget: { max: 1 } });
  requests = [];
  const { receipt } = await think({ engine, prompt, budget: { waits } });
  const message = (await engine.encode!({ text: 'Wait', control: false })).length;
  await engine.close();
  expect(receipt.bounds.waits.happened).toBe(waits);
  const [first, ...rest] = requests;
  // The prompt was sent before, and only its last token has to be computed to go on from there.
  expect(first!.evaluated).toBeLessThanOrEqual(2);
  // A Wait takes two requests: one for a single token, in which the end of thinking is banned, and one for the rest.
  expect(rest.length).toBeGreaterThanOrEqual(2 * waits);
  for (let wait = 0; wait < waits; wait += 1) {
    const own = rest.slice(2 * wait, 2 * wait + 2);
    const evaluated = own.reduce((sum, request) => sum + request.evaluated, 0);
    expect(evaluated, JSON.stringify(own)).toBeLessThanOrEqual(message + 2);
    for (const { sent, cached, evaluated: computed } of own) expect(cached + computed).toBe(sent);
  }
  // What mull says is what the server says; the last token of each answer is computed with the next request only.
  const sum = (field: keyof Counted): number => requests.reduce((total, request) => total + request[field], 0);
  expect(receipt.usage.evaluated).toBe(sum('evaluated') + sum('sampled') - requests.length);
});

/** Keeps the counters that llama-server sends with the last event of every continuation. */
async function listening(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  if (!String(input).endsWith('/completion')) return response;
  const [body, copy] = response.body!.tee();
  const sent = (JSON.parse(String(init?.body)) as { prompt: number[] }).prompt.length;
  new Response(copy).text().then(
    (text) => {
      const last = text
        .trim()
        .split('\n')
        .findLast((line) => line.includes('"timings"'));
      if (last === undefined) return;
      const { timings } = JSON.parse(last.replace(/^data: /, '')) as { timings: Record<string, number> };
      requests.push({ sent, cached: timings.cache_n!, evaluated: timings.prompt_n!, sampled: timings.predicted_n! });
    },
    () => undefined,
  );
  return new Response(body, { status: response.status, headers: response.headers });
}
