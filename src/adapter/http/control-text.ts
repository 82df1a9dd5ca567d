import type { Warning } from '../../core/warning.ts';
import { turnEndNames } from '../../template/turn-end-names.ts';

/**
 * Texts that models of the known families take for control tokens. A server that takes only text reads them as such
 * wherever they stand, also in a question.
 */
const shapes =
  /<[|｜][^<>|｜\s]{1,40}[|｜]>|<\|[^<>|\s]{1,40}>|<[^<>|\s]{1,40}\|>|<\/?(?:think|thinking|tool_call|tool_response|tools|seed:think|start_of_turn|end_of_turn|bos|eos|s|unk|pad)>|\[\/?(?:INST|THINK|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\]/g;

/** Control strings of a text, in their order. */
export function controlStringsIn(text: string, known: readonly string[] = []): string[] {
  const found = [...text.matchAll(shapes)].map(([control]) => control);
  const others = [...turnEndNames, ...known].filter((name) => name !== '' && text.includes(name));
  return [...new Set([...found, ...others])];
}

/** A text with a space inside every control string, so that no server takes it for a control token. */
export function breakUpControlText(
  text: string,
  known: readonly string[],
): { readonly text: string; readonly warnings: readonly Warning[] } {
  let result = text;
  // Breaking up one string must not make another: repeated until nothing is left.
  for (let found = controlStringsIn(result, known); found.length > 0; found = controlStringsIn(result, known)) {
    for (const control of found) result = result.replaceAll(control, `${control.slice(0, 1)} ${control.slice(1)}`);
  }
  if (result === text) return { text, warnings: [] };
  const message = 'Control strings in a text were broken up with spaces, as this server takes only text.';
  return { text: result, warnings: [{ code: 'W_CONTROL_TEXT', message }] };
}
