import { MullError } from '../core/mull-error.ts';
import type { ThemeName } from '../report/figure/figure-theme.ts';
import type { TableOption } from './option-table.ts';
import { readChoice } from './read-choice.ts';
import { readNumber } from './read-number.ts';

/** What a person asked of `mull report`. */
export interface ReportFlags {
  /** The folder of runs. */
  readonly folder: string;
  readonly out?: string;
  readonly figure?: 'curve' | 'tokens';
  readonly theme?: ThemeName | 'auto';
  readonly title?: string;
  readonly width?: number;
  readonly series?: readonly { readonly file: string; readonly name: string }[];
  readonly samples?: boolean;
  readonly 'show-confidential'?: boolean;
}

const group = 'Report:';

export const reportOptions: readonly (TableOption & { readonly name: Exclude<keyof ReportFlags, 'folder'> })[] = [
  {
    name: 'out',
    value: 'file',
    group,
    description: 'where to write it; its ending is its form: .html .svg .png .md .csv .json',
  },
  {
    name: 'figure',
    value: 'name',
    group,
    description: 'pictures: curve (default), or tokens: how long the thinking was in each setting',
    read: (text) => readChoice(text, '--figure', ['curve', 'tokens']),
  },
  {
    name: 'theme',
    value: 'name',
    group,
    description: 'pictures: light, dark, or auto (default): as the reader of an .svg likes it, light in a .png',
    read: (text) => readChoice(text, '--theme', ['light', 'dark', 'auto']),
  },
  { name: 'title', value: 'text', group, description: 'what stands above it (default: models and data set)' },
  {
    name: 'width',
    value: 'pixels',
    group,
    description: 'pictures: 320 to 2,000 (default 720); a .png has twice as many',
    read: (text) => readNumber(text, '--width', { least: 320, most: 2000, whole: true }),
  },
  {
    name: 'series',
    value: 'file#name',
    group,
    description: 'pictures: also a curve of a file as `mull metrics` reads it; give it again for more',
    read: (text, previous) => [...((previous as ReportFlags['series']) ?? []), readSeriesName(text)],
  },
  { name: 'samples', group, description: '.csv: a row for each sample instead of each setting' },
  {
    name: 'show-confidential',
    group,
    description: 'also questions that must not become public; keep what is written to yourself',
  },
];

function readSeriesName(text: string): { file: string; name: string } {
  const [, file, name] = /^(.+)#([^#]+)$/.exec(text) ?? [];
  if (file !== undefined && name !== undefined) return { file, name };
  throw new MullError('E_OPTION_INVALID', `--series must be a file and a name in it, got ${JSON.stringify(text)}.`, {
    hint: 'For example: --series published.json#budget_forcing_aime24',
  });
}
