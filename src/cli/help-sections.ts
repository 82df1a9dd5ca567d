import type { TextStyle } from '../report/text-style.ts';
import { wrapText } from '../report/wrap-text.ts';

/** Commands to copy; they are never wrapped. */
export function exampleSection(heading: string, commands: readonly string[], style: TextStyle): string {
  return section(
    heading,
    commands.map((command) => `  ${command}`),
    style,
  );
}

/** What does not fit behind an option, a sentence or two each. */
export function noteSection(heading: string, notes: readonly string[], style: TextStyle): string {
  const lines = notes.flatMap((note) =>
    wrapText(note, style, { indent: '    ' }).map((line, index) => (index === 0 ? `  - ${line.trimStart()}` : line)),
  );
  return section(heading, lines, style);
}

/** Numbers and what they mean. */
export function codeSection(
  heading: string,
  codes: readonly (readonly [code: number, meaning: string])[],
  style: TextStyle,
): string {
  const lines = codes.flatMap(([code, meaning]) =>
    wrapText(meaning, style, { indent: '       ' }).map((line, index) =>
      index === 0 ? `  ${String(code).padStart(3)}${line.slice(5)}` : line,
    ),
  );
  return section(heading, lines, style);
}

function section(heading: string, lines: readonly string[], style: TextStyle): string {
  return `\n${style.paint('heading', heading)}\n${lines.join('\n')}`;
}
