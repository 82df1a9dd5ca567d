import { type PageRun, pageStatuses } from '../page-data.ts';
import type { PageState, SampleScope, SortColumn } from './page-state.ts';

/** For each sample of the run that is shown, its counterpart in the other scope; -1 where there is none. */
export function pairSamples(run: PageRun, shown: SampleScope, other: PageRun, beside: SampleScope): Int32Array {
  const { question, sample, setting } = other.samples;
  // Another setting is compared with whatever is shown; no setting means the same one.
  const wanted = beside.setting === undefined ? undefined : other.settings.indexOf(beside.setting);
  const key = (id: string, number: number, name: string): string =>
    wanted === undefined ? `${number} ${name}\n${id}` : `${number} ${id}`;
  const places = new Map<string, number>();
  for (let i = 0; i < question.length; i += 1) {
    if (wanted !== undefined && setting[i] !== wanted) continue;
    const id = other.questions[question[i] ?? 0]?.id ?? '';
    places.set(key(id, sample[i] ?? 0, other.settings[setting[i] ?? 0] ?? ''), i);
  }
  const own = run.samples;
  const shownSetting = shown.setting === undefined ? undefined : run.settings.indexOf(shown.setting);
  return Int32Array.from(own.question, (index, i) => {
    if (shownSetting !== undefined && own.setting[i] !== shownSetting) return -1;
    const id = run.questions[index]?.id ?? '';
    return places.get(key(id, own.sample[i] ?? 0, run.settings[own.setting[i] ?? 0] ?? '')) ?? -1;
  });
}

/** Whether of a sample and its counterpart exactly one is right. */
export function isFlipped(
  run: PageRun,
  index: number,
  other: PageRun | undefined,
  pairs: Int32Array | undefined,
): boolean {
  const pair = pairs?.[index] ?? -1;
  if (other === undefined || pair < 0) return false;
  return (run.samples.status[index] === 0) !== (other.samples.status[pair] === 0);
}

/** Samples that are chosen, and how many each filter would leave were it the only one. */
export interface Choice {
  readonly indices: readonly number[];
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * The samples a state asks for, sorted.
 *
 * @param found - samples whose texts hold the words that are looked for; undefined where none are
 */
export function chooseSamples(
  run: PageRun,
  state: PageState,
  other: PageRun | undefined,
  pairs: Int32Array | undefined,
  found: ReadonlySet<number> | undefined,
): Choice {
  const { shown, filters, level, subject, sort, descending } = state;
  const { samples, questions } = run;
  const setting = shown.setting === undefined ? undefined : run.settings.indexOf(shown.setting);
  const wanted = filters.filter((name) => name !== 'forced' && name !== 'flipped');
  const counts: Record<string, number> = { all: 0, forced: 0, flipped: 0 };
  for (const name of pageStatuses) counts[name] = 0;
  const indices: number[] = [];
  for (let i = 0; i < samples.question.length; i += 1) {
    const question = questions[samples.question[i] ?? 0];
    if (setting !== undefined && samples.setting[i] !== setting) continue;
    if (level !== undefined && question?.level !== level) continue;
    if (subject !== undefined && question?.subject !== subject) continue;
    if (found !== undefined && !found.has(i)) continue;
    const status = pageStatuses[samples.status[i] ?? 0] ?? 'error';
    const forced = (samples.cuts[i] ?? 0) + (samples.waits[i] ?? 0) > 0;
    const flipped = isFlipped(run, i, other, pairs);
    for (const name of ['all', status, ...(forced ? ['forced'] : []), ...(flipped ? ['flipped'] : [])]) {
      counts[name] = (counts[name] ?? 0) + 1;
    }
    if (wanted.length > 0 && !wanted.includes(status)) continue;
    if (filters.includes('forced') && !forced) continue;
    if (filters.includes('flipped') && !flipped) continue;
    indices.push(i);
  }
  if (sort !== 'order') indices.sort(byColumn(run, sort));
  if (descending) indices.reverse();
  return { indices, counts };
}

function byColumn(run: PageRun, column: Exclude<SortColumn, 'order'>): (a: number, b: number) => number {
  const { samples, questions } = run;
  if (column === 'question') {
    const order = new Intl.Collator('en', { numeric: true });
    const id = (i: number): string => questions[samples.question[i] ?? 0]?.id ?? '';
    return (a, b) => order.compare(id(a), id(b)) || a - b;
  }
  const values = samples[column];
  return (a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b;
}
