import { type ComponentChild, h } from 'preact';
import { pageStatuses } from '../page-data.ts';

const signs: Readonly<Record<string, string>> = {
  right: '✓',
  wrong: '✗',
  truncated: '…',
  'no-answer': '∅',
  error: '!',
};

/** What became of a sample, as a sign that can be told from the others without its colour. */
export function statusMark(status: number, word = false): ComponentChild {
  const name = pageStatuses[status] ?? 'error';
  const spoken = name.replace('-', ' ');
  return h(
    'span',
    { class: `status ${name}`, title: spoken, 'aria-label': spoken },
    signs[name],
    word ? ` ${spoken}` : '',
  );
}
