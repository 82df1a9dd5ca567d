import { emptyFlow, endFlow, flowText } from './flow-text.ts';
import type { Role, TextStyle } from './text-style.ts';

/** A paragraph in lines of the style's width, each behind an indent. The text must be printable. */
export function wrapText(text: string, style: TextStyle, options: { indent?: string; role?: Role } = {}): string[] {
  const { indent = '', role } = options;
  const plain: TextStyle = { ...style, paint: (_, piece) => piece };
  const [flow, written] = flowText(emptyFlow, text, role ?? 'answer', { style: plain, gutter: indent });
  const lines = (written + endFlow(flow, { style: plain, gutter: indent })).split('\n');
  return role === undefined ? lines : lines.map((line) => (line === '' ? line : style.paint(role, line)));
}
