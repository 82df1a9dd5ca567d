import { context, propagation, trace } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import type { ServerLog } from '../../src/server/observe/server-log.ts';
import { serve } from './served.ts';

const path = '/v1/chat/completions';
const messages = [{ role: 'user', content: 'A private question?' }];
const thinker = ['one two three</think>', ' four</think>', 'A private answer.'];

function kept(): { log: ServerLog; lines: string[] } {
  const lines: string[] = [];
  return { lines, log: pino({ base: null }, { write: (line: string) => void lines.push(line) }) };
}

describe('the log', () => {
  test('has a line per request with what came of it, and no text of prompt or answer', async () => {
    const { log, lines } = kept();
    const { post } = await serve(thinker, { log });
    await post(path, { messages, budget: { waits: 1, message: 'A private message' } });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 30,
      msg: 'served',
      api: 'chat',
      status: 200,
      model: 'scripted',
      stream: false,
      budget: { waits: 1 },
      answers: [{ endedBy: 'model', finishReason: 'stop' }],
    });
    expect(lines[0]).not.toContain('private');
  });

  test('has the texts where asked for', async () => {
    const { log, lines } = kept();
    const { post } = await serve(thinker, { log, logTexts: true });
    await post(path, { messages, budget: { waits: 1 } });
    expect(lines[0]).toContain('A private question?');
    expect(lines[0]).toContain('A private answer.');
  });

  test('never has a key, whatever is sent and wherever it stands', async () => {
    const { log, lines } = kept();
    const key = 'sk-verysecretverysecretverysecret';
    const { post } = await serve(thinker, { log, logTexts: true, keys: [{ name: 'a', key }] });
    const headers = { authorization: `Bearer ${key}`, 'x-request-id': key };
    await post(path, { messages, budget: { waits: 1 } }, headers);
    await post(path, { messages, reasoning_effort: key }, headers);
    await post(path, { messages, budget: { [key]: 1 } }, headers);
    await post(path, { model: key, messages }, headers);
    await post(path, { messages }, { authorization: `Bearer ${key}x` });
    await post(path, `{"${key}`, headers);
    expect(lines).toHaveLength(6);
    for (const line of lines) expect(line).not.toContain(key);
  });

  test('tells refusals by their code, without the value that was refused', async () => {
    const { log, lines } = kept();
    const { post } = await serve(thinker, { log });
    await post(path, { messages, thinking_budget: 'A private value' });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      msg: 'refused',
      status: 400,
      error: { code: 'E_BUDGET_INVALID' },
    });
    expect(lines[0]).not.toContain('private');
  });
});

test('/metrics counts requests, tokens, what mull did and whether bounds held', async () => {
  const { post, stream, url } = await serve(thinker);
  await post(path, { messages, budget: { waits: 1 } });
  await stream(path, { messages, budget: { waits: 1 } });
  await post(path, { messages, thinking_budget: 'many' });
  const text = await (await fetch(`${url}/metrics`)).text();
  for (const line of [
    'mull_requests_total{api="chat",status="200"} 2',
    'mull_requests_total{api="chat",status="400"} 1',
    'mull_errors_total{code="E_BUDGET_INVALID"} 1',
    'mull_thinking_tokens_total{api="chat"} 10',
    'mull_forced_total{kind="wait"} 2',
    'mull_thinking_ended_total{by="model"} 2',
    'mull_bounds_total{bound="waits",verdict="held"} 2',
    'mull_running 0',
    'mull_waiting 0',
    'mull_request_seconds_count{api="chat"} 3',
    'mull_first_event_seconds_count{api="chat"} 2',
  ]) {
    expect(text.split('\n')).toContain(line);
  }
});

describe('spans', () => {
  afterEach(() => {
    trace.disable();
    propagation.disable();
    context.disable();
  });

  test('one per request, with usage, what ended the thinking and an event for each Wait', async () => {
    const exporter = new InMemorySpanExporter();
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
    const { post } = await serve(thinker);
    await post(path, { messages, budget: { waits: 1 } });
    await post(path, { messages, thinking_budget: 'many' });
    const [served, refused] = exporter.getFinishedSpans();
    expect(served?.name).toBe('chat scripted');
    expect(served?.attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'scripted',
      'gen_ai.usage.reasoning.output_tokens': 5,
      'mull.budget.waits': 1,
      'mull.ended_by': ['model'],
    });
    expect(served?.events.map(({ name }) => name)).toEqual(['mull.wait', 'mull.close']);
    expect(refused?.attributes['error.type']).toBe('E_BUDGET_INVALID');
    expect(JSON.stringify(served?.attributes)).not.toContain('private');
  });
});
