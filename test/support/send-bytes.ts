import type { ServerResponse } from 'node:http';

/** What goes wrong while a body is sent. */
export interface BodyFault {
  /** Sends so many bytes of the body and drops the connection. */
  readonly cutAfter?: number;
  /** Sends so many bytes of the body and then nothing more. */
  readonly silentAfter?: number;
  readonly ignoreRange?: boolean;
  /** Sends as many bytes as were announced, but wrong ones. */
  readonly corrupt?: boolean;
  /** Sends so many bytes behind the body, and announces no length. */
  readonly extra?: number;
}

/** Sends bytes, or the range of them that is asked for, as RFC 9110 section 14 has it; or goes wrong as told. */
export function sendBytes(
  asked: { readonly range?: string; readonly fault?: BodyFault },
  response: ServerResponse,
  content: Uint8Array,
  headers: Readonly<Record<string, string>>,
): void {
  const { fault } = asked;
  const range = fault?.ignoreRange ? undefined : asked.range;
  const [, from = '0', to = ''] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  const start = Number(from);
  const end = Math.min(to === '' ? content.length - 1 : Number(to), content.length - 1);
  if (range !== undefined && start >= content.length) {
    response.writeHead(416, { 'content-range': `bytes */${content.length}` });
    response.end();
    return;
  }
  const body = Buffer.from(content.subarray(start, end + 1));
  if (fault?.corrupt) body.fill(0x21, Math.floor(body.length / 2));
  response.writeHead(range === undefined ? 200 : 206, {
    'accept-ranges': 'bytes',
    ...(fault?.extra === undefined ? { 'content-length': String(body.length) } : {}),
    ...(range === undefined ? {} : { 'content-range': `bytes ${start}-${end}/${content.length}` }),
    ...headers,
  });
  if (fault?.cutAfter !== undefined) {
    response.write(body.subarray(0, fault.cutAfter), () => response.destroy());
  } else if (fault?.silentAfter !== undefined) {
    response.write(body.subarray(0, fault.silentAfter));
  } else {
    response.end(fault?.extra === undefined ? body : Buffer.concat([body, Buffer.alloc(fault.extra)]));
  }
}
