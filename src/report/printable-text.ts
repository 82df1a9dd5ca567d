// Control characters but tab and line feed; bidirectional overrides, which can make text read as something else; and
// the tag characters, which are invisible.
const unsafe =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/gu;

/**
 * Text from a model or a file, made safe for a terminal: control characters are shown (`\x1b`) and not obeyed, so no
 * escape sequence can move the cursor, change a title or hide a line. Line ends of every kind become line feeds.
 */
export function printableText(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(unsafe, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}
