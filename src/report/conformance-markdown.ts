import type { Conformance } from '../doctor/conformance/conformance.ts';
import type { ConformanceRow, ConformanceVerdict, ConformanceWay } from '../doctor/conformance/conformance-row.ts';
import { askedInWords, conclusionSentences, happenedInWords, wayHeadings } from './conformance-words.ts';
import { printableText } from './printable-text.ts';

const marks: Readonly<Record<ConformanceVerdict, string>> = {
  held: '✓ held',
  exceeded: '▲ exceeded',
  short: '▲ short',
  ignored: '✗ ignored',
  refused: '– refused',
  unknown: '? unknown',
};

/** A probe to be pasted into an issue or a page. */
export function conformanceMarkdown(conformance: Conformance): string {
  const { engine, mull, question, natural, rows, missing } = conformance;
  const ways = [...new Set(rows.map(({ way }) => way))];
  return [
    `**Does \`${plain(engine)}\` hold a thinking budget?** mull ${mull}, asked: ${plain(question)} By itself it thinks for ` +
      `${[...new Set(natural)].join(' and ')} tokens.`,
    ...ways.map((way) => tableOf(way, rows)),
    ...missing.map(({ way, how }) => `${wayHeadings[way]}: not offered (${plain(how)})`),
    conclusionSentences(conformance).map(plain).join(' '),
  ].join('\n\n');
}

function tableOf(way: ConformanceWay, rows: readonly ConformanceRow[]): string {
  const own = rows.filter((row) => row.way === way);
  const named = way === 'fields';
  return [
    `${wayHeadings[way]}:`,
    '',
    named ? '| asked | happened | verdict | field | |' : '| asked | happened | verdict | |',
    named ? '| --- | ---: | --- | --- | --- |' : '| --- | ---: | --- | --- |',
    ...own.map((row) => {
      const { how, hosts, verdict, remark = '' } = row;
      const field = named ? `\`${plain(how)}\`${hosts === '' ? '' : ` (${hosts})`}` : plain(how);
      const cells = [askedInWords(row), happenedInWords(row), marks[verdict], field, ...(named ? [plain(remark)] : [])];
      return `| ${cells.join(' | ')} |`;
    }),
  ].join('\n');
}

/** Words of a server must not break a table, or mean something in it. */
function plain(text: string): string {
  return printableText(text)
    .replace(/\s+/g, ' ')
    .replace(/[|<>`\\]/g, (character) => (character === '`' ? "'" : `\\${character}`));
}
