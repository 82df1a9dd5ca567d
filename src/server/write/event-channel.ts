import type { ServerResponse } from 'node:http';
import process from 'node:process';

const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache',
  // nginx would collect the events of a whole answer.
  'x-accel-buffering': 'no',
} as const;

export interface EventChannelOptions {
  readonly response: ServerResponse;
  readonly headers: Readonly<Record<string, string>>;
  readonly ping: string;
  /** Seconds without an event after which the client is told that the stream lives. */
  readonly pingSeconds: number;
}

/**
 * A stream of server-sent events, written straight to the response of node.
 *
 * `write` waits while the client does not read: what waits for a slow reader is what fits into the buffer of its
 * connection, and no more.
 */
export class EventChannel {
  readonly #response: ServerResponse;
  readonly #pinging: NodeJS.Timeout;
  #quiet = true;
  #gathered = '';

  constructor({ response, headers: more, ping, pingSeconds }: EventChannelOptions) {
    this.#response = response;
    response.writeHead(200, { ...headers, ...more });
    response.flushHeaders();
    response.socket?.setNoDelay(true);
    this.#pinging = setInterval(() => {
      if (this.#quiet && !response.writableNeedDrain && response.writable) response.write(ping);
      this.#quiet = true;
    }, pingSeconds * 1000);
  }

  /** A promise only where the client has to catch up, as most of the time it has not. */
  write(text: string): Promise<void> | undefined {
    if (text === '') return undefined;
    this.#quiet = false;
    // Events that come in one go, as from a packet with several tokens, leave in one go. (To cork the response would
    // make four writes to the socket of each.)
    if (this.#gathered === '') process.nextTick(this.#send);
    this.#gathered += text;
    return this.#response.writableNeedDrain && !this.#response.destroyed ? this.#drained() : undefined;
  }

  readonly #send = (): void => {
    const text = this.#gathered;
    this.#gathered = '';
    if (text !== '' && !this.#response.destroyed) this.#response.write(text);
  };

  end(text: string): void {
    clearInterval(this.#pinging);
    const rest = this.#gathered + text;
    this.#gathered = '';
    if (!this.#response.destroyed) this.#response.end(rest);
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        this.#response.off('drain', go).off('close', go);
        resolve();
      };
      this.#response.once('drain', go).once('close', go);
    });
  }
}
