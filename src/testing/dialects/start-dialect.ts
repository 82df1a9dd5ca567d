import { thinkFormat } from '../think-format.ts';
import { anthropic } from './anthropic/anthropic.ts';
import { deepseek } from './deepseek/deepseek.ts';
import type { Dialect } from './dialect.ts';
import type { DialectOptions, DialectServer } from './dialect-options.ts';
import { ServedModel } from './model/served-model.ts';
import { ollama } from './ollama/ollama.ts';
import { openai } from './openai/openai.ts';
import { openrouter } from './openrouter/openrouter.ts';
import { FaultPicker } from './server/fault-picker.ts';
import { listen } from './server/listen.ts';
import type { RecordedRequest } from './server/recorded-request.ts';
import { sglang } from './sglang/sglang.ts';
import { vllm } from './vllm/vllm.ts';

export type DialectName = 'vllm' | 'sglang' | 'ollama' | 'openrouter' | 'deepseek' | 'anthropic' | 'openai';

const dialects: Readonly<Record<DialectName, Dialect>> = {
  vllm,
  sglang,
  ollama,
  openrouter,
  deepseek,
  anthropic,
  openai,
};

export const dialectNames: readonly DialectName[] = Object.keys(dialects) as DialectName[];

/**
 * Starts a small server that behaves as the documentation of a host says, with a scripted model behind it.
 *
 * These are servers for tests: no real host is involved, and none was run to make them. Every behaviour names its source
 * in a comment.
 *
 * @example
 * const server = await startDialect('vllm', { script: 'Let me see.</think>The answer is 4.' });
 * // ... talk to server.url ...
 * await server.close();
 */
export async function startDialect(name: DialectName, options: DialectOptions): Promise<DialectServer> {
  const dialect = dialects[name];
  const model = new ServedModel({
    script: options.script,
    repeatLast: options.repeatLast,
    thinking: options.thinking ?? thinkFormat,
    contextSize: options.contextSize ?? 4096,
    slots: options.slots ?? 4,
    words: options.words ?? [],
    tokenDelay: options.tokenDelay ?? 0,
    certainty: options.certainty ?? 25,
    clock: options.clock,
  });
  const behaviour = { ...dialect.behaviour, ...options.behaviour };
  const served = options.model ?? dialect.model;
  const requests: RecordedRequest[] = [];
  const faults = new FaultPicker(options.faults ?? []);
  const routes = dialect.routes({ model, name: served, behaviour });
  const { port, close } = await listen({ dialect, routes, apiKey: options.apiKey, faults, requests });
  return {
    url: `http://127.0.0.1:${port}${dialect.basePath}`,
    model: served,
    requests,
    fail: (fault) => faults.add(fault),
    encode: (text) => model.encode(text),
    decode: (tokens) => model.decode(tokens),
    close: async () => {
      await close();
      await model.close();
    },
  };
}
