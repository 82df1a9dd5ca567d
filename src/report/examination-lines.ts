import type { ThinkEvent } from '../core/events.ts';
import { countVerdicts, type Examination } from '../doctor/examination.ts';
import type { Finding, Section } from '../doctor/finding.ts';
import type { Probe } from '../doctor/probe.ts';
import { displayWidth } from './display-width.ts';
import { printableText } from './printable-text.ts';
import { beforeThinking, renderThinkEvent } from './render-think-event.ts';
import { type Role, symbols, type TextStyle } from './text-style.ts';
import { wrapText } from './wrap-text.ts';

const sections: readonly (readonly [Section, heading: string])[] = [
  ['machine', 'This machine'],
  ['engine', 'Engine'],
  ['model', 'Model'],
  ['settings', 'Settings, and why'],
  ['server', 'Server, and how it is known'],
  ['run', 'A short run'],
];

const roles: Readonly<Record<Finding['verdict'], Role>> = { ok: 'good', warning: 'warning', failed: 'bad' };
/** Labels longer than this stand in a line of their own. */
const widestLabel = 18;

/** What `mull doctor` prints: every finding with its verdict, by section, then what it comes to. */
export function examinationLines({ mull, engine, findings, probe }: Examination, style: TextStyle): string[] {
  const lines = wrapText(printableText(`mull ${mull}, examined with --engine ${engine}`), style, { role: 'heading' });
  const width = Math.min(widestLabel, Math.max(...findings.map(({ what }) => displayWidth(what))));
  for (const [section, heading] of sections) {
    const own = findings.filter((finding) => finding.section === section);
    if (own.length === 0) continue;
    lines.push('', style.paint('heading', heading));
    const written = section === 'run' && probe ? probeLines(probe, style) : [];
    lines.push(...written, ...(written.length > 0 ? [''] : []));
    lines.push(...own.flatMap((finding) => findingLines(finding, width, style)));
  }
  return [...lines, '', ...summaryLines(findings, style)];
}

function findingLines(finding: Finding, width: number, style: TextStyle): string[] {
  const { what, verdict, value, remedy } = finding;
  const mark = style.paint(roles[verdict], markOf(verdict, style));
  const indent = ' '.repeat(width + 4);
  const wrapped = wrapText(printableText(value), style, { indent });
  const label = printableText(what);
  const fits = displayWidth(label) <= width;
  const padded = label + ' '.repeat(Math.max(0, width - displayWidth(label)));
  const [first = '', ...rest] = wrapped;
  return [
    ...(fits ? [`${mark} ${padded}  ${first.slice(indent.length)}`, ...rest] : [`${mark} ${label}`, ...wrapped]),
    ...(remedy === undefined
      ? []
      : wrapText(printableText(`${symbols(style).remedy} ${remedy}`), style, { indent, role: roles[verdict] })),
  ];
}

function markOf(verdict: Finding['verdict'], style: TextStyle): string {
  const { right, warning, wrong } = symbols(style);
  return { ok: right, warning, failed: wrong }[verdict];
}

/** What the model wrote, as `mull think` shows it. */
function probeLines(probe: Probe, style: TextStyle): string[] {
  let state = beforeThinking;
  let output = '';
  for (const event of probeEvents(probe)) {
    const [next, text] = renderThinkEvent(state, event, style);
    state = next;
    output += text;
  }
  return output === '' ? [] : output.trimEnd().split('\n');
}

function probeEvents({ pieces, forced, cutAt }: Probe): ThinkEvent[] {
  const deltas = (channel: 'thinking' | 'answer'): ThinkEvent[] =>
    pieces
      .filter((piece) => piece.channel === channel)
      .map((piece) => ({ type: `${channel}-delta` as const, text: piece.text, forced: piece.forced }));
  const cut: ThinkEvent[] = forced ? [{ type: 'forced', kind: 'cut', text: '', position: cutAt }] : [];
  const end: ThinkEvent = { type: 'thinking-end', endedBy: 'user' };
  return [
    { type: 'thinking-start' },
    ...deltas('thinking'),
    ...cut,
    end,
    { type: 'answer-start' },
    ...deltas('answer'),
    end,
  ];
}

function summaryLines(findings: readonly Finding[], style: TextStyle): string[] {
  const { warning, failed } = countVerdicts(findings);
  if (failed + warning === 0) return [style.paint('good', `${markOf('ok', style)} Everything works.`)];
  const counts = [
    ...(failed === 0 ? [] : [failed === 1 ? '1 failure' : `${failed} failures`]),
    ...(warning === 0 ? [] : [warning === 1 ? '1 warning' : `${warning} warnings`]),
  ].join(', ');
  const verdict = failed > 0 ? 'failed' : 'warning';
  const text = failed > 0 ? counts : `It works, with ${counts}`;
  return [style.paint(roles[verdict], `${markOf(verdict, style)} ${text}.`)];
}
