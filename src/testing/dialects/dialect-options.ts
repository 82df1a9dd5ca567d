import type { ThinkingFormat } from '../../core/thinking-format.ts';
import type { Clock } from '../clock.ts';
import type { Script } from '../script.ts';
import type { Behaviour } from './behaviour.ts';
import type { RecordedRequest } from './server/recorded-request.ts';
import type { ServerFault } from './server-fault.ts';

export interface DialectOptions {
  /** What the model says, as for the scripted engine; a function gets the whole prompt as text. */
  readonly script: Script;
  /** After the last stretch: say it again instead of ending the turn at once. */
  readonly repeatLast?: boolean;
  /** The name of the model, default one that the host is known for. Some hosts go by it. */
  readonly model?: string;
  /** How the model delimits its thinking, default `thinkFormat`. */
  readonly thinking?: ThinkingFormat;
  /** Most tokens of prompt and output, default 4,096. */
  readonly contextSize?: number;
  /** Requests at the same time, default 4; others wait. */
  readonly slots?: number;
  /** Texts whose words are to be single tokens, besides those of the script. */
  readonly words?: readonly string[];
  /** Milliseconds per token, default 0. */
  readonly tokenDelay?: number;
  /** By how much the scripted token leads, default 25; near 0 for a model that rambles. */
  readonly certainty?: number;
  readonly clock?: Clock;
  /** What it does otherwise than its host documents. */
  readonly behaviour?: Partial<Behaviour>;
  readonly faults?: readonly ServerFault[];
  /** Requests without this key are refused. */
  readonly apiKey?: string;
}

/** A running dialect server on a free loopback port. */
export interface DialectServer {
  /** What clients of the host are given: `http://127.0.0.1:PORT/v1`. */
  readonly url: string;
  /** The name of the served model. */
  readonly model: string;
  /** Every request so far, in the order of arrival. */
  readonly requests: readonly RecordedRequest[];
  /** Adds a fault while the server runs. */
  fail(fault: ServerFault): void;
  /** Token ids of a text in which control strings count, and the text of token ids: what tests compare with. */
  encode(text: string): readonly number[];
  decode(tokens: readonly number[]): string;
  /** Breaks off what runs and frees the port. */
  close(): Promise<void>;
}
