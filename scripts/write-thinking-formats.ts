/** Writes the table of docs/thinking-formats.md anew: `node scripts/write-thinking-formats.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { realTemplates } from '../test/template/real-templates.ts';
import { thinkingFormatsTable } from './thinking-formats-table.ts';

const file = resolve(import.meta.dirname, '../docs/thinking-formats.md');
const [before = '', behind = ''] = readFileSync(file, 'utf8').split(
  /(?<=<!-- table -->\n)[\s\S]*(?=\n<!-- end of table -->)/,
);
writeFileSync(file, `${before}\n${thinkingFormatsTable(realTemplates())}\n${behind}`);
