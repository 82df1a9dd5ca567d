import { afterEach } from 'vitest';
import { createHttpEngine, type HttpEngine, type HttpEngineOptions } from '../../src/http.ts';
import type { DialectOptions, DialectServer } from '../../src/testing/dialects/dialect-options.ts';
import { type DialectName, startDialect } from '../../src/testing/dialects/start-dialect.ts';

export const question = 'What is 2 + 3?';
export const thought = 'I will count now, as I was told to do it, beginning with the first of all the numbers.';
export const hard: string = `${thought} That is easy to say, and I will look at it once more before I begin with it.`;
export const counted: string = Array.from({ length: 30 }, (_, index) => index + 1).join(' ');

const running: DialectServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** A server whose model thinks longer where it is told to think hard; closed behind the test. */
export async function serve(name: DialectName, options: Partial<DialectOptions> = {}): Promise<DialectServer> {
  const server = await startDialect(name, {
    script: (prompt) => {
      const words = prompt.includes('Reasoning: high') ? hard : thought;
      const answer = prompt.includes('Count from') ? counted : 'It is 5.';
      return /<think>\s*$/.test(prompt) ? `${words}</think>${answer}` : answer;
    },
    words: [thought, hard, counted, 'It is 5.', 'Wait'],
    ...options,
  });
  running.push(server);
  return server;
}

export function connect(server: DialectServer, options: Partial<HttpEngineOptions> = {}): Promise<HttpEngine> {
  return createHttpEngine({ url: server.url, model: server.model, retries: 0, ...options });
}
