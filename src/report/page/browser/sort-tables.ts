/** Lets the tables of a page be sorted by a click on a heading: once upwards, once downwards, then as they were. */
export function sortTables(document: Document): void {
  for (const table of document.querySelectorAll<HTMLTableElement>('table.sortable')) {
    const body = table.tBodies[0];
    if (!body) continue;
    const original = [...body.rows];
    const headings = [...table.querySelectorAll('th')];
    for (const [column, heading] of headings.entries()) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = heading.textContent;
      heading.replaceChildren(button);
      button.addEventListener('click', () => {
        const before = heading.getAttribute('aria-sort');
        const next = before === null ? 'ascending' : before === 'ascending' ? 'descending' : null;
        for (const each of headings) each.removeAttribute('aria-sort');
        if (next) heading.setAttribute('aria-sort', next);
        body.append(...(next ? sorted(original, column, next === 'descending') : original));
      });
    }
  }
}

function sorted(rows: readonly HTMLTableRowElement[], column: number, descending: boolean): HTMLTableRowElement[] {
  const text = (row: HTMLTableRowElement): string => row.cells[column]?.textContent ?? '';
  const number = (row: HTMLTableRowElement): number => Number.parseFloat(text(row).replaceAll(',', ''));
  const order = new Intl.Collator('en', { numeric: true });
  const upwards = [...rows].sort((a, b) => {
    const [first, second] = [number(a), number(b)];
    return Number.isNaN(first) || Number.isNaN(second) ? order.compare(text(a), text(b)) : first - second;
  });
  return descending ? upwards.reverse() : upwards;
}
