import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { CallGatherer } from '../../../src/adapter/http/chat/call-gatherer.ts';
import { callPieces } from '../../../src/adapter/http/chat/call-pieces.ts';
import { createHttpEngine } from '../../../src/adapter/http/create-http-engine.ts';
import type { Message } from '../../../src/core/message.ts';
import { think } from '../../../src/forcing/think.ts';
import { serve } from '../../server/served.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server that renders its own template, thinks, says something and calls a tool, streamed as OpenAI documents it. */
async function callingServer(): Promise<string> {
  const server = createServer(async (request, response) => {
    const json = (body: object, status = 200): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const text = await request.setEncoding('utf8').reduce<string>((all, piece) => all + String(piece), '');
    if (request.url === '/v1/models') return json({ object: 'list', data: [{ id: 'm', max_model_len: 4096 }] });
    if (request.url !== '/v1/chat/completions') return json({}, 404);
    const usage = { prompt_tokens: 9, completion_tokens: 12, total_tokens: 21 };
    const { stream = false } = JSON.parse(text) as { stream?: boolean };
    if (!stream) {
      const message = { role: 'assistant', reasoning_content: 'Let me see.', content: 'Yes.' };
      return json({ choices: [{ index: 0, message, finish_reason: 'stop' }], usage });
    }
    const deltas = [
      { role: 'assistant', content: '' },
      { reasoning_content: 'Let me add.' },
      { content: 'Adding.' },
      { tool_calls: [{ index: 0, id: 'call_a', type: 'function', function: { name: 'add', arguments: '' } }] },
      { tool_calls: [{ index: 0, function: { arguments: '{"a":' } }] },
      { tool_calls: [{ index: 1, id: 'call_b', type: 'function', function: { name: 'add', arguments: '{}' } }] },
      { tool_calls: [{ index: 0, function: { arguments: ' 1}' } }] },
    ];
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const delta of deltas) {
      response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: null }] })}\n\n`);
    }
    const last = { choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }], usage };
    response.end(`data: ${JSON.stringify(last)}\n\ndata: [DONE]\n\n`);
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

const tools = [{ name: 'add', parameters: { type: 'object' } }];
const calls: Message['toolCalls'] = [
  { id: 'call_a', name: 'add', arguments: '{"a": 1}' },
  { id: 'call_b', name: 'add', arguments: '{}' },
];

describe('calls of tools that a server reads itself', () => {
  test('are put together from their pieces, in their order', () => {
    const gatherer = new CallGatherer();
    gatherer.add([{ index: 1, id: 'b', name: 'g', arguments: '{' }]);
    gatherer.add([{ index: 0, name: 'f' }]);
    gatherer.add([{ index: 1, arguments: '}' }]);
    expect(gatherer.calls).toEqual([
      { id: expect.stringMatching(/^\w{9}$/), name: 'f', arguments: '{}' },
      { id: 'b', name: 'g', arguments: '{}' },
    ]);
  });

  test('come with their arguments as an object from Ollama', () => {
    expect(callPieces([{ function: { name: 'f', arguments: { a: 1 } } }])).toEqual([
      { index: 0, name: 'f', arguments: '{"a":1}' },
    ]);
  });

  test('end the answer, and stand in the message', async () => {
    const engine = await createHttpEngine({ url: await callingServer() });
    const result = await think({ engine, prompt: 'What is 1 + 2?', tools });
    await engine.close();
    expect(result).toMatchObject({ finishReason: 'tool-call', thinking: 'Let me add.', answer: 'Adding.' });
    expect(result.message.toolCalls).toEqual(calls);
  });

  test('reach the clients of mull serve', async () => {
    const { post } = await serve(await createHttpEngine({ url: await callingServer() }));
    const { body } = await post('/v1/chat/completions', {
      messages: [{ role: 'user', content: 'What is 1 + 2?' }],
      tools: tools.map((tool) => ({ type: 'function', function: tool })),
    });
    expect(body.choices[0].finish_reason).toBe('tool_calls');
    expect(body.choices[0].message.tool_calls).toEqual(
      calls?.map(({ id, name, arguments: text }) => ({ id, type: 'function', function: { name, arguments: text } })),
    );
  });
});
