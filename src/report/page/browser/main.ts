// The script of a report page. It is bundled into page-script.generated.ts by scripts/build-page.ts; all texts of models
// reach the page as text nodes, never as markup.
import { h, render } from 'preact';
import { decompress } from '../compress.ts';
import type { PageIndex } from '../page-data.ts';
import { Explorer } from './explorer.ts';
import { pageTexts } from './page-texts.ts';
import { sortTables } from './sort-tables.ts';
import { switchTheme } from './switch-theme.ts';

async function start(): Promise<void> {
  switchTheme(document);
  sortTables(document);
  const root = document.getElementById('explorer');
  const packed = document.getElementById('index')?.textContent;
  if (!root || !packed) return;
  const index = (await decompress(packed)) as PageIndex;
  const start = root.dataset.start ?? '';
  if (!location.hash.includes('=') && start !== '') history.replaceState(null, '', start);
  root.textContent = '';
  render(h(Explorer, { index, texts: pageTexts(document) }), root);
}

start().catch((error: unknown) => {
  const root = document.getElementById('explorer');
  if (root) root.textContent = `The samples cannot be shown: ${String(error)}. A current browser is needed.`;
});
