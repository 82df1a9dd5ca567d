import type { Frame } from './answer.ts';

/**
 * A frame as it goes over the wire.
 *
 * Event streams: https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation, lines end
 * in LF, CR LF or CR. Lines of JSON end in LF.
 */
export function encodeFrame({ data, event, comment }: Frame, framing: 'events' | 'lines', lineEnd: string): string {
  if (framing === 'lines') return data + lineEnd;
  if (comment) return `: ${data}${lineEnd}${lineEnd}`;
  const name = event === undefined ? '' : `event: ${event}${lineEnd}`;
  return `${name}data: ${data}${lineEnd}${lineEnd}`;
}
