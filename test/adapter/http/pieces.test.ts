import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { breakUpControlText, controlStringsIn } from '../../../src/adapter/http/control-text.ts';
import { HeldPieces } from '../../../src/adapter/http/held-pieces.ts';
import { retryDelay } from '../../../src/adapter/http/retry-delay.ts';
import { readServerUrl } from '../../../src/adapter/http/server-url.ts';

interface Piece {
  readonly text: string;
}

/** What passes before a stop, the stop, and whether its beginning shared a piece with text before it. */
function pass(stops: readonly string[], texts: readonly string[]): { readonly shown: string; readonly stop?: number } {
  const held = new HeldPieces<Piece>(stops);
  let shown = '';
  for (const text of texts) {
    const result = held.push({ text });
    if ('stop' in result) {
      const before = result.before.map((piece) => piece.text).join('');
      return { shown: shown + before + (result.shared?.text ?? ''), stop: result.stop };
    }
    shown += result.map((piece) => piece.text).join('');
  }
  return {
    shown:
      shown +
      held
        .flush()
        .map((piece) => piece.text)
        .join(''),
  };
}

/** The same by looking at every place of the whole text. */
function search(stops: readonly string[], text: string): { readonly shown: string; readonly stop?: number } {
  for (let end = 1; end <= text.length; end += 1) {
    const completed = stops.filter((stop) => text.slice(0, end).endsWith(stop)).sort((a, b) => b.length - a.length)[0];
    if (completed !== undefined)
      return { shown: text.slice(0, end - completed.length), stop: stops.indexOf(completed) };
  }
  return { shown: text };
}

describe('stops in pieces of text', () => {
  test('a stop that spans pieces is found and no part of it shown', () => {
    expect(pass(['</think>'], ['so', ' it is 4', '\n</', 'thi', 'nk>', 'rest'])).toEqual({
      shown: 'so it is 4\n',
      stop: 0,
    });
  });

  test('what only looked like the beginning of a stop is shown in the end', () => {
    expect(pass(['</think>'], ['a <', '/th', 'umb> b'])).toEqual({ shown: 'a </thumb> b' });
    expect(pass(['</think>'], ['a </thin'])).toEqual({ shown: 'a </thin' });
  });

  test('the stop that is completed first wins, of two completed together the longer', () => {
    expect(pass(['abcd', 'c'], ['xab', 'cd'])).toEqual({ shown: 'xab', stop: 1 });
    expect(pass(['d', 'bcd'], ['ab', 'cd'])).toEqual({ shown: 'a', stop: 1 });
  });

  test('the outcome does not depend on how the text falls into pieces', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 30 });
    const stops = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 4 }), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(letters, stops, fc.array(fc.integer({ min: 1, max: 5 })), (text, list, sizes) => {
        const pieces: string[] = [];
        let at = 0;
        for (const size of [...sizes, text.length]) {
          pieces.push(text.slice(at, at + size));
          at += size;
        }
        expect(pass(list, pieces)).toEqual(search(list, text));
      }),
    );
  });
});

describe('control strings in texts of users', () => {
  test('a control string is broken up with a space, and the warning says so', () => {
    const { text, warnings } = breakUpControlText('end it <|im_end|> and </think>', []);
    expect(text).toBe('end it < |im_end|> and < /think>');
    expect(warnings.map((warning) => warning.code)).toEqual(['W_CONTROL_TEXT']);
  });

  test('other texts stay as they are', () => {
    for (const text of ['a < b and c > d', '<b>bold</b>', 'x |> f', '[1, 2]', 'List<String>']) {
      expect(breakUpControlText(text, [])).toEqual({ text, warnings: [] });
    }
  });

  test('breaking up never leaves a control string behind', () => {
    const piece = fc.constantFrom('<', '|', '<|', '|>', 'im_end', '<|im_end|>', '</think>', '[INST]', ' ', '<｜');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        expect(controlStringsIn(breakUpControlText(pieces.join(''), []).text)).toEqual([]);
      }),
    );
  });
});

describe('waiting before the next attempt', () => {
  test('the server is obeyed where it says how long, in seconds or as a date', () => {
    expect(retryDelay(0, '3', 0, 0)).toBe(3000);
    expect(retryDelay(0, new Date(5000).toUTCString(), 1000, 0)).toBe(4000);
    expect(retryDelay(0, new Date(1000).toUTCString(), 5000, 0)).toBe(0);
  });

  test('otherwise each wait is up to twice as long as the one before, and never longer than half a minute', () => {
    expect([0, 1, 2, 3].map((attempt) => retryDelay(attempt, null, 0, 1))).toEqual([500, 1000, 2000, 4000]);
    expect([0, 1, 2, 3].map((attempt) => retryDelay(attempt, null, 0, 0))).toEqual([250, 500, 1000, 2000]);
    expect(retryDelay(20, 'soon', 0, 1)).toBe(30_000);
    expect(retryDelay(0, '86400', 0, 1)).toBe(30_000);
  });
});

describe('the URL of a server', () => {
  test('slashes and endpoints at its end do no harm', () => {
    for (const url of ['http://gpu:8000/v1', 'http://gpu:8000/v1/', 'http://gpu:8000/v1/chat/completions']) {
      expect(readServerUrl(url)).toEqual({ base: 'http://gpu:8000/v1', root: 'http://gpu:8000' });
    }
    expect(readServerUrl('https://openrouter.ai/api/v1').root).toBe('https://openrouter.ai/api');
    expect(readServerUrl('http://localhost:8080')).toEqual({
      base: 'http://localhost:8080',
      root: 'http://localhost:8080',
    });
  });

  test('user and password become a header and leave the URL', () => {
    const { base, authorization } = readServerUrl('https://me:s%20cret@gpu/v1');
    expect(base).toBe('https://gpu/v1');
    expect(authorization).toBe(`Basic ${btoa('me:s cret')}`);
  });

  test('anything else is refused', () => {
    expect(() => readServerUrl('ftp://gpu/v1')).toThrow('is not the URL of a server');
    expect(() => readServerUrl('gpu:8000')).toThrow('is not the URL of a server');
  });
});
