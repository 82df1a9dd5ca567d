import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventStream, EventTooLong, type ServerEvent } from '../../../src/adapter/http/event-stream.ts';
import { LineStream } from '../../../src/adapter/http/line-stream.ts';

const encoder = new TextEncoder();

function read(...pieces: (string | Uint8Array)[]): ServerEvent[] {
  const stream = new EventStream();
  return pieces.flatMap((piece) => stream.push(typeof piece === 'string' ? encoder.encode(piece) : piece));
}

function dataOf(...pieces: (string | Uint8Array)[]): string[] {
  return read(...pieces).map((event) => event.data);
}

describe('reading server-sent events', () => {
  test('an event is its data lines, joined by line feeds', () => {
    expect(dataOf('data: one\n\ndata: two\ndata: lines\n\n')).toEqual(['one', 'two\nlines']);
  });

  test('one space behind the colon is not part of the data, a second one is', () => {
    expect(dataOf('data:a\n\ndata:  b\n\ndata\n\n')).toEqual(['a', ' b', '']);
  });

  test('lines end in LF, CR LF or CR, also mixed', () => {
    expect(dataOf('data: a\r\n\r\ndata: b\r\rdata: c\n\n')).toEqual(['a', 'b', 'c']);
  });

  test('comments, ids, retry times and unknown fields say nothing', () => {
    expect(dataOf(': keep-alive\n\nid: 7\nretry: 10\nfoo: bar\ndata: a\n\n')).toEqual(['a']);
  });

  test('an event may have a name, which holds for that event only', () => {
    expect(read('event: error\ndata: a\n\ndata: b\n\n')).toEqual([
      { type: 'error', data: 'a' },
      { type: 'message', data: 'b' },
    ]);
  });

  test('a byte order mark is skipped at the very beginning and kept elsewhere', () => {
    expect(dataOf('\ufeffdata: a\n\ndata: \ufeffb\n\n')).toEqual(['a', '\ufeffb']);
  });

  test('what no blank line has ended is no event', () => {
    const stream = new EventStream();
    expect(stream.push(encoder.encode('data: {"half'))).toEqual([]);
    expect(stream.pending).toBe(true);
    expect(stream.push(encoder.encode('": 1}\n'))).toEqual([]);
    expect(stream.pending).toBe(true);
    expect(stream.push(encoder.encode('\n'))).toEqual([{ type: 'message', data: '{"half": 1}' }]);
    expect(stream.pending).toBe(false);
  });

  test('broken UTF-8 becomes replacement characters and swallows no line end', () => {
    expect(dataOf(Uint8Array.from([...encoder.encode('data: a'), 0xe2, 0x82, 10, 10]), 'data: b\n\n')).toEqual([
      'a\ufffd',
      'b',
    ]);
  });

  test('an event that never ends is given up before it fills the memory', () => {
    const stream = new EventStream(1000);
    const push = (): void => {
      for (let i = 0; i < 100; i += 1) stream.push(encoder.encode('x'.repeat(50)));
    };
    expect(push).toThrow(EventTooLong);
  });

  test('it makes no difference where the bytes are split', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 12 }).map((value) => value.replace(/[\r\n\ufeff]/g, ''));
    const ending = fc.constantFrom('\n', '\r\n', '\r');
    const line = fc.oneof(
      text.map((value) => `data: ${value}`),
      text.map((value) => `: ${value}`),
      fc.constantFrom('', 'data', 'event: ping', 'id: 3'),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(line, ending)), fc.array(fc.nat(40)), (lines, sizes) => {
        const bytes = encoder.encode(lines.map(([words, end]) => words + end).join(''));
        const pieces: Uint8Array[] = [];
        let at = 0;
        for (const size of sizes) {
          pieces.push(bytes.subarray(at, at + size));
          at += size;
        }
        pieces.push(bytes.subarray(at));
        const single = Array.from(bytes, (byte) => Uint8Array.of(byte));
        expect(read(...pieces)).toEqual(read(bytes));
        expect(read(...single)).toEqual(read(bytes));
      }),
      { numRuns: 300 },
    );
  });
});

describe('reading lines of JSON', () => {
  test('each line is an event, empty ones say nothing, and the last one needs no end', () => {
    const stream = new LineStream();
    const first = stream.push(encoder.encode('{"a":1}\r\n\n{"b":2}\n{"c"'));
    expect(first.map(({ data }) => data)).toEqual(['{"a":1}', '{"b":2}']);
    expect(stream.push(encoder.encode(':3}'))).toEqual([]);
    expect(stream.end()).toEqual([{ type: 'message', data: '{"c":3}' }]);
  });

  test('it makes no difference where the bytes are split', () => {
    const text = '{"a":"zwölf 😀"}\n{"b":"x"}\n{"c":"ä"}';
    const whole = encoder.encode(text);
    for (let at = 0; at <= whole.length; at += 1) {
      const stream = new LineStream();
      const events = [...stream.push(whole.subarray(0, at)), ...stream.push(whole.subarray(at)), ...stream.end()];
      expect(events.map(({ data }) => data)).toEqual(text.split('\n'));
    }
  });

  test('a line that never ends is given up before it fills the memory', () => {
    const stream = new LineStream(100);
    expect(() => {
      for (let n = 0; n < 100; n += 1) stream.push(encoder.encode('0123456789'));
    }).toThrow(EventTooLong);
  });
});
