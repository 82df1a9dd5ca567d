import type { TableOption } from './option-table.ts';
import { readChoice } from './read-choice.ts';
import { readNumber } from './read-number.ts';

/** How `mull serve` listens and how much it takes on, under the names of the flags. */
export interface ServeFlags {
  readonly host?: string;
  readonly port?: number;
  /** As it was typed: what reads it would slow down the start of every command. */
  readonly ceiling?: string;
  readonly alias?: readonly string[];
  readonly concurrency?: number;
  readonly queue?: number;
  readonly timeout?: number;
  readonly 'body-limit'?: number;
  readonly ping?: number;
  readonly keys?: string;
  readonly cors?: readonly string[];
  readonly log?: LogLevel;
  readonly 'log-texts'?: boolean;
}

/** How much is logged: nothing, failures, or every request. */
export type LogLevel = 'silent' | 'error' | 'info';

interface ServeOption extends TableOption {
  readonly name: keyof ServeFlags;
  readonly group: 'Server:' | 'Load:' | 'Log:';
}

/** The options that only `mull serve` has, in the order of the help. */
export const serveOptions: readonly ServeOption[] = [
  {
    name: 'port',
    value: 'number',
    group: 'Server:',
    description: 'where to listen (default 8080); 0: any port that is free',
    read: (text) => readNumber(text, '--port', { whole: true, least: 0, most: 65_535 }),
  },
  {
    name: 'host',
    value: 'address',
    group: 'Server:',
    description: 'default 127.0.0.1, which is this machine only; any other needs --keys or MULL_SERVER_KEY',
  },
  {
    name: 'ceiling',
    value: 'bounds',
    group: 'Server:',
    description: 'the most any request gets, whatever it asks for: max=8000,waits=4',
  },
  {
    name: 'alias',
    value: 'name',
    group: 'Server:',
    description: 'a further name clients may call the model by; *: any name; give it again for more',
    read: (text, previous) => [...((previous as readonly string[] | undefined) ?? []), text],
  },
  {
    name: 'keys',
    value: 'file',
    group: 'Server:',
    description: 'JSON with the keys of those who may use it, and the ceilings of each',
  },
  {
    name: 'cors',
    value: 'origin',
    group: 'Server:',
    description: 'pages of this origin may use it from a browser; give it again for more',
    read: (text, previous) => [...((previous as readonly string[] | undefined) ?? []), text],
  },
  {
    name: 'concurrency',
    value: 'number',
    group: 'Load:',
    description: 'answers that are written at the same time (default: as many as the engine can)',
    read: (text) => readNumber(text, '--concurrency', { whole: true, least: 1, most: 10_000 }),
  },
  {
    name: 'queue',
    value: 'number',
    group: 'Load:',
    description: 'answers that may wait for their turn (default 64); one more gets status 429',
    read: (text) => readNumber(text, '--queue', { whole: true, least: 0, most: 1_000_000 }),
  },
  {
    name: 'timeout',
    value: 'seconds',
    group: 'Load:',
    description: 'how long a request may take, waiting included (default 600)',
    read: (text) => readNumber(text, '--timeout', { whole: false, least: 0, above: true, most: 1_000_000 }),
  },
  {
    name: 'body-limit',
    value: 'bytes',
    group: 'Load:',
    description: 'how large the body of a request may be (default 16,777,216)',
    read: (text) => readNumber(text, '--body-limit', { whole: true, least: 1 }),
  },
  {
    name: 'ping',
    value: 'seconds',
    group: 'Load:',
    description: 'silence after which a stream says that it lives, for proxies (default 15)',
    read: (text) => readNumber(text, '--ping', { whole: false, least: 0, above: true, most: 100_000 }),
  },
  {
    name: 'log',
    value: 'level',
    group: 'Log:',
    description: 'silent, error or info (default): a line of JSON per request on standard error',
    read: (text) => readChoice(text, '--log', ['silent', 'error', 'info']),
  },
  {
    name: 'log-texts',
    group: 'Log:',
    description: 'let the log hold the texts of prompts and answers',
  },
];
