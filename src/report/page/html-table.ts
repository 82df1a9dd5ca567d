import type { ReportTable } from '../run/summary-table.ts';
import { escapeHtml } from './escape-html.ts';

/**
 * A table that can be sorted by its headings where scripts run.
 *
 * @param links - where the first words of each row lead
 */
export function htmlTable({ headings, rows }: ReportTable, links: readonly (string | undefined)[] = []): string {
  const numeric = headings.map((_, column) => rows.every((row) => /^[\d.,%+/–\s-]*$/.test(row[column] ?? '')));
  const linked = headings.indexOf('setting');
  const head = headings.map(
    (heading, column) => `<th scope="col"${numeric[column] ? ' class="number"' : ''}>${escapeHtml(heading)}</th>`,
  );
  const body = rows.map((row, i) => {
    const cells = row.map((cell, column) => {
      const link = column === linked ? links[i] : undefined;
      const text = escapeHtml(cell);
      const shown = link === undefined ? text : `<a href="${escapeHtml(link)}">${text}</a>`;
      return `<td${numeric[column] ? ' class="number"' : ''}>${shown}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<div class="table"><table class="sortable"><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}
