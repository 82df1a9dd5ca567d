import { type ChatApi, chatApis } from '../adapter/http/chat/chat-dialect.ts';
import type { ToldFacts } from '../adapter/http/told-facts.ts';
import { type WayName, wayNames } from '../adapter/http/way-name.ts';
import type { TableOption } from './option-table.ts';
import { readChoice } from './read-choice.ts';
import { readFacts } from './read-facts.ts';
import { readNumber } from './read-number.ts';

/** Which engine, and how it is opened, under the names of the flags. */
export interface EngineFlags {
  readonly engine?: string;
  readonly model?: string;
  readonly 'api-key'?: string;
  readonly api?: ChatApi;
  readonly way?: WayName;
  readonly facts?: ToldFacts;
  readonly ca?: string;
  readonly insecure?: boolean;
  readonly thinking?: string;
  readonly context?: number;
  readonly threads?: number;
  readonly 'gpu-layers'?: number;
  readonly isolate?: boolean;
}

export type EngineFlag = keyof EngineFlags;

const group = 'Engine:';

/** The options of every command that opens an engine, in the order of the help. */
export const engineOptions: readonly (TableOption & { readonly name: EngineFlag; readonly group: typeof group })[] = [
  {
    name: 'engine',
    value: 'name',
    group,
    description:
      'pebble (the bundled model, the default), the path of a .gguf file, hf:owner/repo[:file], or the URL of a server',
  },
  {
    name: 'model',
    value: 'name',
    group,
    description: 'servers: which of its models',
  },
  {
    name: 'api-key',
    value: 'key',
    group,
    description: 'servers: better in the environment, as MULL_API_KEY, where no other user sees it',
  },
  {
    name: 'api',
    value: 'name',
    group,
    description: 'servers: openai, anthropic or ollama, instead of what mull finds',
    read: (text) => readChoice(text, '--api', chatApis),
  },
  {
    name: 'way',
    value: 'way',
    group,
    description: 'servers: the one way to use it (tokens, text, chat, own, effort) instead of the best there is',
    read: (text) => readChoice(text, '--way', wayNames),
  },
  {
    name: 'facts',
    value: 'json',
    group,
    description: 'servers: what you know better than mull finds out: \'{"contextSize": 8192}\'',
    read: readFacts,
  },
  {
    name: 'ca',
    value: 'file',
    group,
    description: 'servers: certificates (PEM) to trust besides those of the system',
  },
  {
    name: 'insecure',
    group,
    description: 'servers: trust any certificate; whoever sits in between reads along',
  },
  {
    name: 'thinking',
    value: 'format',
    group,
    description: 'how the model marks its thinking, where what mull finds is wrong: s1, think, harmony, ...',
  },
  {
    name: 'context',
    value: 'tokens',
    group,
    description: 'context window (default: the most that fits, at most 8,192; of a server its own)',
    read: (text) => readNumber(text, '--context', { whole: true, least: 1 }),
  },
  {
    name: 'threads',
    value: 'number',
    group,
    description: 'models on this machine: threads that compute (default: the cores that help)',
    read: (text) => readNumber(text, '--threads', { whole: true, least: 1, most: 512 }),
  },
  {
    name: 'gpu-layers',
    value: 'number',
    group,
    description: 'models on this machine: layers on the GPU (default: as many as fit; 0: none)',
    read: (text) => readNumber(text, '--gpu-layers', { whole: true, least: 0 }),
  },
  {
    name: 'isolate',
    group,
    description: 'models on this machine: in a process of its own, so that a crash is an error and no more',
  },
];
