import type { ServerResponse } from 'node:http';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { ServerFault } from '../server-fault.ts';
import type { Answer, Frame } from './answer.ts';
import { encodeFrame } from './encode-frame.ts';

export interface StreamJob {
  readonly response: ServerResponse;
  readonly answer: Extract<Answer, { readonly framing: string }>;
  readonly fault: ServerFault | undefined;
  readonly errorFrame: () => Frame;
  readonly signal: AbortSignal;
  /** Hears of every event that was written. */
  readonly wrote: () => void;
}

const hugeText = 'x'.repeat(10 * 1024 * 1024);

/** Writes the frames of an answer as they come; gives how it ended. */
export async function writeStream(job: StreamJob): Promise<'complete' | 'fault' | 'disconnected'> {
  const { answer, fault, signal, response } = job;
  const wire = new Wire(response, fault?.kind, signal);
  const lineEnd = fault?.kind === 'crlf' ? '\r\n' : '\n';
  const encode = (frame: Frame): string => encodeFrame(frame, answer.framing, lineEnd);
  const holdsLast = fault?.kind === 'no-done' || fault?.kind === 'unterminated';
  let held: Frame | undefined;
  let index = 0;
  if (fault?.kind === 'bom') await wire.write('\uFEFF');
  for await (const frame of answer.frames) {
    if (signal.aborted) return 'disconnected';
    if (frame.comment) {
      await wire.write(encode(frame));
      continue;
    }
    const current = holdsLast ? held : frame;
    held = frame;
    if (current === undefined) continue;
    const striking = fault !== undefined && index >= (fault.after ?? 0);
    if (striking) {
      const end = await strike(job, wire, encode, current, index === (fault.after ?? 0));
      if (end !== undefined) return end;
    }
    await wire.write(encode(current));
    job.wrote();
    index += 1;
  }
  if (signal.aborted) return 'disconnected';
  if (fault?.kind === 'unterminated' && held !== undefined) {
    await wire.write(encode(held).trimEnd());
    job.wrote();
  }
  await wire.end();
  return signal.aborted ? 'disconnected' : 'complete';
}

/** Lets the fault happen in front of an event; gives how the stream ended, if it did. */
async function strike(
  { fault, answer, errorFrame, signal }: StreamJob,
  wire: Wire,
  encode: (frame: Frame) => string,
  frame: Frame,
  first: boolean,
): Promise<'fault' | undefined> {
  const whole = encode(frame);
  switch (fault?.kind) {
    case 'cut':
      await wire.cut();
      return 'fault';
    case 'cut-inside':
      await wire.write(whole.slice(0, Math.ceil(whole.length / 2)));
      await wire.cut();
      return 'fault';
    case 'end':
      await wire.end();
      return 'fault';
    case 'stall':
      await left(signal);
      return 'fault';
    case 'slow':
      await setTimeout(fault.milliseconds ?? 200, undefined, { signal }).catch(() => undefined);
      return undefined;
    case 'comments':
      // Not part of NDJSON, where an empty line stands for it.
      await wire.write(answer.framing === 'events' ? ': keep-alive\n\n' : '\n');
      return undefined;
    default:
      break;
  }
  if (!first) return undefined;
  switch (fault?.kind) {
    case 'garbage':
      await wire.write(Uint8Array.from([0xff, 0xfe, 0x00, 0xc3, 0x28, 0xf0, 0x9f, 0x0a, 0x0a]));
      return undefined;
    case 'malformed':
      await wire.write(encode({ ...frame, data: frame.data.slice(0, Math.ceil(frame.data.length / 2)) }));
      return undefined;
    case 'not-json':
      await wire.write(encode({ ...frame, data: 'upstream connect error or disconnect/reset before headers' }));
      return undefined;
    case 'not-an-object':
      await wire.write(encode({ ...frame, data: '42' }));
      return undefined;
    case 'huge':
      await wire.write(encode({ ...frame, data: JSON.stringify({ padding: hugeText }) }));
      return undefined;
    case 'duplicate':
      await wire.write(whole);
      return undefined;
    case 'error':
      await wire.write(encode(errorFrame()));
      await wire.end();
      return 'fault';
    default:
      return undefined;
  }
}

/** The way to the client: waits while the client does not read, and packs as the fault says. */
export class Wire {
  readonly #response: ServerResponse;
  readonly #packing: string | undefined;
  readonly #signal: AbortSignal;
  #merged: Buffer[] = [];
  #written: Promise<void> = Promise.resolve();

  constructor(response: ServerResponse, packing: string | undefined, signal: AbortSignal) {
    this.#response = response;
    this.#packing = packing;
    this.#signal = signal;
  }

  async write(data: string | Uint8Array): Promise<void> {
    const bytes = Buffer.from(data as string);
    if (this.#packing === 'merged') {
      this.#merged.push(bytes);
      return;
    }
    if (this.#packing !== 'split') return this.#send(bytes);
    for (const byte of bytes) {
      await this.#send(Uint8Array.of(byte));
      await setImmediate();
    }
  }

  async end(): Promise<void> {
    if (this.#merged.length > 0) await this.#send(Buffer.concat(this.#merged));
    if (!this.#signal.aborted) this.#response.end();
  }

  /** Breaks the connection once everything before has arrived: clients drop what they have not read by then. */
  async cut(): Promise<void> {
    await this.#written;
    await setTimeout(5);
    this.#response.socket?.destroy();
  }

  async #send(bytes: Uint8Array): Promise<void> {
    if (this.#signal.aborted) return;
    let room = true;
    this.#written = new Promise((resolve) => {
      room = this.#response.write(bytes, () => resolve());
    });
    if (room) return;
    await new Promise<void>((resolve) => {
      this.#response.once('drain', resolve);
      this.#signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}

/** Resolves when the client has left. */
export function left(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
