/** Characters on which tokenizers tend to disagree. */
const odd = [
  ...['\u0000', '\u0085', '\u00a0', '\u00ad', '\u200b', '\u200d', '\u2028', '\u3000', '\ufeff', '\ufffd', '\uffff'],
  ...['\ud800', '\udfff', '\udc00\ud800', '\u{1f469}\u200d\u{1f4bb}', '\u{1f1e9}\u{1f1ea}', 'e\u0301', '\u00e9'],
  ...[
    '\ufb01',
    '\u212b',
    '\u1e9b\u0323',
    '\u01c5',
    '\u0130',
    '\u017f',
    "'\u017f",
    "'S",
    "'lL",
    "'Ve",
    "'re",
    "'d",
    "'x",
  ],
  ...[
    '\u0660',
    '\u00bd',
    '\u2167',
    '\u0e01\u0e33',
    '\uac00',
    '\u1112\u1161',
    '\u0628\u064e',
    '\u202e',
    '\r\n',
    '\r',
    '\t',
  ],
  ...['__proto__', 'constructor', '0x1F', '-1', '1e9', '$$', '---', '...', '"', '\\', '{{', '}}', '</', '<|', '|>'],
];

/** A short text out of given pieces, odd characters, ASCII and the whole of Unicode, lone surrogates included. */
export function hostileText(random: () => number, pieces: readonly string[]): string {
  const below = (bound: number): number => Math.floor(random() * bound);
  const length = below(14);
  let text = '';
  for (let i = 0; i < length; i += 1) {
    const kind = below(10);
    if (kind < 4) text += pieces[below(pieces.length)] ?? '';
    else if (kind < 6) text += odd[below(odd.length)] ?? '';
    else if (kind < 9) text += String.fromCharCode(32 + below(95));
    else text += String.fromCodePoint(below(0x110000));
  }
  return text;
}
