import { pageStatuses } from '../page-data.ts';

/** What a reader narrows the samples down to. Statuses are alternatives; `forced` and `flipped` must hold as well. */
export const pageFilters: readonly string[] = [...pageStatuses, 'forced', 'flipped'];

export type SortColumn = 'order' | 'question' | 'thinking' | 'answer' | 'seconds' | 'status';

/** Samples of a run, or of one setting of it. */
export interface SampleScope {
  readonly run: number;
  /** Undefined: all settings; beside another scope: the same setting as there. */
  readonly setting?: string;
}

/** Everything a reader has chosen. It stands in the address, so that it can be sent to somebody. */
export interface PageState {
  readonly shown: SampleScope;
  readonly beside?: SampleScope;
  readonly filters: readonly string[];
  readonly level?: string;
  readonly subject?: string;
  readonly text: string;
  readonly sort: SortColumn;
  readonly descending: boolean;
  /** Index of the sample that is read, in the run that is shown. */
  readonly open?: number;
}

const sortColumns: readonly SortColumn[] = ['order', 'question', 'thinking', 'answer', 'seconds', 'status'];

/** The state an address asks for, as far as it makes sense for so many runs. */
export function readState(hash: string, runs: number): PageState {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const runAt = (name: string): number | undefined => {
    const value = fields.get(name);
    return value !== null && /^\d+$/.test(value) && Number(value) < runs ? Number(value) : undefined;
  };
  const text = (name: string): string | undefined => fields.get(name) || undefined;
  const scope = (run: number, setting: string | undefined): SampleScope => ({
    run,
    ...(setting === undefined ? {} : { setting }),
  });
  const beside = runAt('beside');
  const sort = sortColumns.find((column) => column === fields.get('sort')?.replace(/^-/, '')) ?? 'order';
  const [level, subject, open] = [text('level'), text('subject'), text('open')];
  return {
    shown: scope(runAt('run') ?? 0, text('setting')),
    ...(beside === undefined ? {} : { beside: scope(beside, text('beside-setting')) }),
    filters: pageFilters.filter((name) => (fields.get('filter') ?? '').split(',').includes(name)),
    ...(level === undefined ? {} : { level }),
    ...(subject === undefined ? {} : { subject }),
    text: text('text') ?? '',
    sort,
    descending: fields.get('sort')?.startsWith('-') ?? false,
    ...(open !== undefined && /^\d+$/.test(open) ? { open: Number(open) } : {}),
  };
}

/** The address of a state: only what differs from the beginning. */
export function writeState(state: PageState): string {
  const { shown, beside, filters, level, subject, text, sort, descending, open } = state;
  const fields = new URLSearchParams();
  const set = (name: string, value: string | number | undefined): void => {
    if (value !== undefined && value !== '') fields.set(name, String(value));
  };
  set('run', shown.run === 0 ? undefined : shown.run);
  set('setting', shown.setting);
  set('beside', beside?.run);
  set('beside-setting', beside?.setting);
  set('filter', filters.join(','));
  set('level', level);
  set('subject', subject);
  set('text', text);
  set('sort', sort === 'order' && !descending ? undefined : `${descending ? '-' : ''}${sort}`);
  set('open', open);
  return `#${fields.toString()}`;
}
