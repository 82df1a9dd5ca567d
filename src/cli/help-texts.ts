import type { TextStyle } from '../report/text-style.ts';
import { wrapText } from '../report/wrap-text.ts';
import { exitCodeMeanings } from './exit-codes.ts';

/** A question with its exact answer 3 that pebble gets wrong at first and right when told to wait. */
const question = 'Last digit: 8 a1-3 b1*2 b2-1 c1-2 c2+5 c3-2 c4-3 d1-2 d2*3 d3*2 d4*3 e1+3?';

export function mainHelp(name: string, style: TextStyle): string {
  return [
    examples(style, 'Begin with:', [`${name} demo`, `${name} think --waits 3`, `${name} think --help`]),
    section(
      style,
      'Exit codes:',
      exitCodeMeanings.flatMap(([code, meaning]) =>
        wrapText(meaning, style, { indent: '       ' }).map((line, index) =>
          index === 0 ? `  ${String(code).padStart(3)}${line.slice(5)}` : line,
        ),
      ),
    ),
  ].join('\n');
}

export function thinkHelp(name: string, style: TextStyle): string {
  return [
    examples(style, 'Examples:', [
      `${name} think --seed 7`,
      `${name} think --max 16 "${question}"`,
      `${name} think --waits 3 "${question}"`,
      `${name} think --waits 2 --message Wait --message Hmm --seed 7`,
      `${name} think --max 64 --json --seed 7`,
    ]),
    section(
      style,
      'Good to know:',
      [
        'Without a question, pebble is asked one that is drawn for it and whose exact answer is known. It answers only such questions; for any other give a real model: --engine FILE.gguf',
        'Text in [brackets] was put in by mull, everything else was written by the model.',
        'Ctrl-C once: stop thinking and answer. Twice: quit.',
        `A question that begins with a dash stands behind two: ${name} think -- "-3+5?"`,
        'Defaults can stand in mull.config.json, in this folder or above it, under the names of the flags.',
        '--json prints the events of the run to standard output, and errors and warnings to standard error.',
        `Exit codes: ${name} --help`,
      ].flatMap((sentence) => wrapText(sentence, style, { indent: '    ' }).map(bulleted)),
    ),
  ].join('\n');
}

export function demoHelp(name: string, style: TextStyle): string {
  return examples(style, 'Examples:', [`${name} demo`, `${name} demo --seed 2`, `${name} demo --json`]);
}

export function explainHelp(name: string, style: TextStyle): string {
  return examples(style, 'Examples:', [`${name} explain E_BUDGET_CONFLICT`, `${name} explain W_WAITS_UNSPENT`]);
}

/** Commands are never wrapped: they are there to be copied. */
function examples(style: TextStyle, heading: string, commands: readonly string[]): string {
  return section(
    style,
    heading,
    commands.map((command) => `  ${command}`),
  );
}

function section(style: TextStyle, heading: string, lines: readonly string[]): string {
  return `\n${style.paint('heading', heading)}\n${lines.join('\n')}`;
}

function bulleted(line: string, index: number): string {
  return index === 0 ? `  - ${line.trimStart()}` : line;
}
