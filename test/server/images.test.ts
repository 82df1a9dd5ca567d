import { afterEach, describe, expect, test } from 'vitest';
import { createHttpEngine, type HttpEngineOptions } from '../../src/http.ts';
import type { DialectServer } from '../../src/testing/dialects/dialect-options.ts';
import { type DialectName, startDialect } from '../../src/testing/dialects/start-dialect.ts';
import { type Answer, type Served, serve } from './served.ts';

const thought = 'I see a cat on a mat, and behind it there is one more mat without a cat.';
const counted = Array.from({ length: 30 }, (_, index) => index + 1).join(' ');
const data = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]).toString('base64');
const question = { type: 'text', text: 'What is this?' };
const url = `data:image/png;base64,${data}`;

/** An image as each API that clients speak writes it. */
const asked = [
  {
    path: '/v1/chat/completions',
    part: { type: 'image_url', image_url: { url } },
    answer: (body: Answer['body']): string => body.choices[0].message.content,
  },
  {
    path: '/v1/messages',
    part: { type: 'image', source: { type: 'base64', media_type: 'image/png', data } },
    answer: (body: Answer['body']): string => body.content.at(-1).text,
  },
];

/** An image as each server behind mull wants it. */
const wanted: readonly {
  readonly name: DialectName;
  readonly options: Partial<HttpEngineOptions>;
  readonly part: object;
}[] = [
  { name: 'vllm', options: { way: 'chat' }, part: { type: 'image_url', image_url: { url } } },
  { name: 'openai', options: {}, part: { type: 'image_url', image_url: { url } } },
  {
    name: 'anthropic',
    options: {},
    part: { type: 'image', source: { type: 'base64', media_type: 'image/png', data } },
  },
];

const running: DialectServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

async function inFrontOf(
  name: DialectName,
  options: Partial<HttpEngineOptions>,
): Promise<{ readonly upstream: DialectServer; readonly mull: Served }> {
  const upstream = await startDialect(name, {
    script: (prompt) => `${thought}</think>${prompt.includes('Count from') ? counted : 'A cat.'}`,
    words: [thought, counted, 'A cat.'],
  });
  running.push(upstream);
  const engine = await createHttpEngine({ url: upstream.url, model: upstream.model, retries: 0, ...options });
  return { upstream, mull: await serve(engine) };
}

describe.each(wanted)('an image in front of $name', ({ name, options, part: passed }) => {
  test.each(asked)('sent to $path reaches the model as it is, streamed or not', async ({ path, part, answer }) => {
    const { upstream, mull } = await inFrontOf(name, options);
    const messages = [{ role: 'user', content: [question, part] }];
    const before = upstream.requests.length;
    const { status, body } = await mull.post(path, { messages, max_tokens: 4000 });
    expect([status, answer(body)]).toEqual([200, 'A cat.']);
    const events = await mull.stream(path, { messages, max_tokens: 4000 });
    expect(events.some(({ event, data: sent }) => event === 'error' || sent.error !== undefined)).toBe(false);
    const streamed = upstream.requests
      .slice(before)
      .map((request) => request.body as { stream?: boolean; messages?: { content: unknown }[] })
      .filter(({ stream }) => stream);
    expect(streamed.length).toBeGreaterThanOrEqual(2);
    for (const { messages: sent } of streamed) expect(sent?.[0]?.content).toEqual([question, passed]);
  });
});
