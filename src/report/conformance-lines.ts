import { fewestTokens } from '../doctor/conformance/amounts.ts';
import { conclude } from '../doctor/conformance/conclude.ts';
import type {
  Conformance,
  ConformanceEvent,
  ConformanceSubject,
  MissingWay,
} from '../doctor/conformance/conformance.ts';
import type { ConformanceRow, ConformanceVerdict } from '../doctor/conformance/conformance-row.ts';
import { askedInWords, conclusionSentences, happenedInWords, wayHeadings } from './conformance-words.ts';
import { displayWidth } from './display-width.ts';
import { printableText } from './printable-text.ts';
import { type Role, symbols, type TextStyle } from './text-style.ts';
import { wrapText } from './wrap-text.ts';

const roles: Readonly<Record<ConformanceVerdict, Role>> = {
  held: 'good',
  exceeded: 'warning',
  short: 'warning',
  ignored: 'bad',
  refused: 'faint',
  unknown: 'faint',
};

/** Columns of what was asked, of what happened, and of the verdict with its mark. */
const columns = { asked: 14, happened: 11, verdict: 10 } as const;
const indent = ' '.repeat(2);
const beforeHow = indent.length + columns.asked + columns.happened + 2 + columns.verdict + 2;
/** Words of a server longer than this say no more. */
const longestRemark = 200;

/** What a probe is of, and what it costs to find out what the model does by itself. */
export function conformanceTitle(
  { head, answers, tokens }: Extract<ConformanceEvent, { type: 'begin' }>,
  style: TextStyle,
): string[] {
  const first = `first without a bound: at most ${answers} answers of ${tokens.toLocaleString('en-US')} tokens`;
  return [
    ...wrapText(printableText(`Does ${head.engine} hold a thinking budget?`), style, { role: 'heading' }),
    ...wrapText(`mull ${head.mull}${symbols(style).separator}${first}`, style, { role: 'faint' }),
  ];
}

/** What it is about and what the rest will cost. */
export function conformanceHeading(subject: ConformanceSubject, style: TextStyle): string[] {
  const { question, natural, counting, requests, tokens } = subject;
  const counts = [...new Set(natural)].map((count) => count.toLocaleString('en-US')).join(' and ');
  const by = counting === 'estimated' ? ', estimated' : '';
  const cost = `${symbols(style).separator}now at most ${requests} more, ${tokens.toLocaleString('en-US')} tokens`;
  return [
    ...wrapText(`asked: ${printableText(question)}`, style, { role: 'faint' }),
    ...wrapText(`by itself it thinks for ${counts} tokens${by}${requests === 0 ? tooLittle(natural) : cost}`, style, {
      role: requests === 0 ? 'warning' : 'faint',
    }),
  ];
}

function tooLittle(natural: readonly number[]): string {
  return Math.min(...natural) < fewestTokens
    ? ', which is too little to tell a bound from chance'
    : ' and does not end: there is no end to compare with';
}

/**
 * One row; a heading where a new way begins, and what was asked where a new bound does.
 *
 * @param before - the rows above it
 */
export function conformanceRow(row: ConformanceRow, before: readonly ConformanceRow[], style: TextStyle): string[] {
  const { way, bound, how, hosts, verdict } = row;
  const previous = before.at(-1);
  const begins = way !== previous?.way;
  const asked = begins || bound !== previous?.bound || row.asked !== previous.asked ? askedInWords(row) : '';
  const happened = printed(happenedInWords(row), style);
  const words = printableText(how);
  const remark = remarkOf(row, before);
  const [beside, below] = notesOf({ words, hosts, remark }, style);
  const line = [
    indent,
    asked.padEnd(columns.asked),
    happened.padStart(columns.happened),
    '  ',
    style.paint(roles[verdict], `${markOf(verdict, style)} ${verdict}`.padEnd(columns.verdict)),
    '  ',
    words,
    beside === '' ? '' : `  ${style.paint('faint', beside)}`,
  ].join('');
  return [...(begins ? headingOf(row, style) : []), line.trimEnd(), ...below];
}

/** What fits behind the field, its hosts or what was remarked, and what stands below it. */
function notesOf(
  { words, hosts, remark }: { readonly words: string; readonly hosts: string; readonly remark: string },
  style: TextStyle,
): [beside: string, below: string[]] {
  const room = style.width - beforeHow - displayWidth(words) - 2;
  if (remark === '') return [displayWidth(hosts) <= room ? hosts : '', []];
  if (displayWidth(remark) <= room) return [remark, []];
  return ['', [style.paint('faint', `    ${cutTo(remark, style.width - 4)}`)]];
}

/** Servers refuse every field they do not know in the same words: those are shown once. */
function remarkOf(row: ConformanceRow, before: readonly ConformanceRow[]): string {
  const { remark = '', way, verdict } = row;
  if (verdict !== 'refused') return shortened(remark);
  const said = before.filter((earlier) => earlier.way === way).map(sameWords);
  return said.includes(sameWords(row)) ? '' : shortened(remark);
}

/** The words of a refusal without the figures and the names of fields in it. */
function sameWords({ remark = '', how }: ConformanceRow): string {
  const names = new Set(how.split(/\W+/));
  return remark
    .split(/\s+/)
    .filter((word) => !/[\d_'"`]/.test(word) && !word.split(/\W+/).some((part) => part !== '' && names.has(part)))
    .join(' ');
}

function cutTo(text: string, columnsLeft: number): string {
  if (displayWidth(text) <= columnsLeft) return text;
  return `${text.slice(0, Math.max(0, columnsLeft - 3))}...`;
}

/** A way that cannot be had, and how that is known. */
export function missingWayLines({ way, how }: MissingWay, style: TextStyle): string[] {
  // The address stands above the table, and what is tried twice is refused twice.
  const reasons = new Set(how.replace(/https?:\/\/\S+ (?=answered)/g, '').split('; '));
  return [
    '',
    style.paint('heading', `${wayHeadings[way]}: not offered`),
    ...wrapText(shortened([...reasons].join('; ')), style, { indent, role: 'faint' }),
  ];
}

/** What it comes to: what mull uses, what works without it, and what to type next. */
export function conformanceSummary(conformance: Conformance, command: string, style: TextStyle): string[] {
  const { passed } = conclude(conformance);
  const { right, warning, remedy } = symbols(style);
  const [used = '', ...own] = conclusionSentences(conformance).map(printableText);
  return [
    '',
    ...wrapText(`${passed ? right : warning} ${used}`, style, { role: passed ? 'good' : 'warning' }),
    ...own.flatMap((text) => wrapText(text, style, { indent })),
    ...(conformance.requests === 0
      ? wrapText(`${remedy} Ask something it thinks about for a while, and ends: --ask TEXT`, style, {
          role: 'warning',
        })
      : []),
    '',
    style.paint('faint', 'Next:'),
    // A command is there to be copied: it is never wrapped.
    style.paint('faint', `  ${command}`),
  ];
}

function headingOf({ way }: ConformanceRow, style: TextStyle): string[] {
  const headings = [
    indent,
    'asked'.padEnd(columns.asked),
    'happened'.padStart(columns.happened),
    '  ',
    'verdict'.padEnd(columns.verdict),
    '  ',
    way === 'fields' ? 'field' : way === 'begun' ? 'sign' : 'how',
  ].join('');
  return ['', style.paint('heading', wayHeadings[way]), style.paint('faint', headings.trimEnd())];
}

function shortened(text: string): string {
  const printable = printableText(text).replace(/\s+/g, ' ');
  return printable.length > longestRemark ? `${printable.slice(0, longestRemark)}...` : printable;
}

function printed(text: string, style: TextStyle): string {
  return text === '' ? symbols(style).dash : text;
}

function markOf(verdict: ConformanceVerdict, style: TextStyle): string {
  const { right, warning, wrong, dash } = symbols(style);
  return { held: right, exceeded: warning, short: warning, ignored: wrong, refused: dash, unknown: '?' }[verdict];
}
