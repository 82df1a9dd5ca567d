import { type ComponentChild, h } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PageIndex, PageRun } from '../page-data.ts';
import { chooseSamples, isFlipped, pairSamples } from './choose-samples.ts';
import { isTyping } from './is-typing.ts';
import { type PageState, pageFilters, readState, type SampleScope, type SortColumn, writeState } from './page-state.ts';
import { type PageTexts, searchIndex } from './page-texts.ts';
import { QuestionBlock, SampleDetail } from './sample-detail.ts';
import { SampleList } from './sample-list.ts';

export interface ExplorerProps {
  readonly index: PageIndex;
  readonly texts: PageTexts;
}

/** Every sample: filters, search, the list, and one or two of them to read. */
export function Explorer({ index, texts }: ExplorerProps): ComponentChild {
  const { runs } = index;
  const [state, setState] = useState(() => readState(location.hash, runs.length));
  const search = useRef<HTMLInputElement>(null);
  const change = (fields: Partial<PageState>): void => {
    const next = { ...state, ...fields };
    history.replaceState(null, '', writeState(next));
    setState(next);
  };
  useEffect(() => {
    const follow = (): void => {
      // Links to parts of the page are not about samples.
      if (!location.hash.includes('=')) return;
      setState(readState(location.hash, runs.length));
      document.getElementById('samples')?.scrollIntoView({ behavior: 'smooth' });
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);

  const { shown, beside, text } = state;
  const run = runs[shown.run] ?? runs[0]!;
  const other = beside === undefined ? undefined : runs[beside.run];
  const pairs = useMemo(
    () => (other && beside ? pairSamples(run, shown, other, beside) : undefined),
    [run, other, shown.setting, beside?.setting],
  );
  const { found, searching } = useSearch(run, shown.run, text, texts);
  const choice = useMemo(
    () => chooseSamples(run, state, other, pairs, found),
    [
      run,
      other,
      pairs,
      found,
      state.filters.join(),
      state.level,
      state.subject,
      shown.setting,
      state.sort,
      state.descending,
    ],
  );
  const { indices, counts } = choice;
  const open = state.open !== undefined && state.open < run.samples.question.length ? state.open : undefined;

  useKeys({ state, change, indices, open, run, other, pairs, search });

  return h(
    'div',
    { class: 'explorer' },
    h(
      'div',
      { class: 'tools' },
      h('input', {
        type: 'search',
        ref: search,
        id: 'search',
        placeholder: 'Search questions, thinking, answers  ( / )',
        'aria-label': 'Search questions, thinking and answers',
        value: text,
        onInput: (event: Event) => change({ text: (event.currentTarget as HTMLInputElement).value }),
      }),
      scopeSelect('Run and setting', runs, shown, false, (scope) =>
        change({ shown: scope ?? { run: 0 }, open: undefined }),
      ),
      scopeSelect('Beside', runs, beside, true, (scope) => change({ beside: scope })),
      select('Level', levelsOf(run, 'level'), state.level, (level) => change({ level })),
      select('Subject', levelsOf(run, 'subject'), state.subject, (subject) => change({ subject })),
    ),
    h(
      'div',
      { class: 'filters', role: 'group', 'aria-label': 'Filters' },
      ['all', ...pageFilters]
        .filter((name) => name !== 'flipped' || other !== undefined)
        .map((name) => {
          const pressed = name === 'all' ? state.filters.length === 0 : state.filters.includes(name);
          const filters = pressed ? state.filters.filter((each) => each !== name) : [...state.filters, name];
          return h(
            'button',
            {
              type: 'button',
              class: `filter ${name}`,
              'aria-pressed': pressed,
              onClick: () => change({ filters: name === 'all' ? [] : filters }),
            },
            name.replace('-', ' '),
            ' ',
            h('small', null, (counts[name] ?? 0).toLocaleString('en-US')),
          );
        }),
      h(
        'span',
        { class: 'faint shown', role: 'status' },
        `${indices.length.toLocaleString('en-US')} shown${searching ? ', searching texts …' : ''}`,
      ),
    ),
    h(
      'div',
      { class: open === undefined ? 'panes' : 'panes reading' },
      h(
        'div',
        { class: shown.setting === undefined ? 'left' : 'left one-setting' },
        h(
          'div',
          { class: 'row heading' },
          heading('status', '', state, change, 'Status'),
          heading('question', 'Question', state, change),
          h('span', { class: 'setting' }, 'Setting'),
          h('span', { class: 'taken' }, 'Answer'),
          h('span', { class: 'forced-count' }, 'Forced'),
          heading('thinking', 'Tokens', state, change),
        ),
        h(SampleList, {
          run,
          other,
          pairs,
          indices,
          open,
          onOpen: (sample) => change({ open: sample }),
        }),
      ),
      open === undefined
        ? h(
            'p',
            { class: 'faint hint' },
            'Choose a sample to read it. Keys: j and k to move, / to search, n for the next flip, Esc to close, t for dark or light.',
          )
        : reader({ runs, run, shown, beside, other, pairs, open, texts, onClose: () => change({ open: undefined }) }),
    ),
  );
}

interface ReaderProps {
  readonly runs: readonly PageRun[];
  readonly run: PageRun;
  readonly shown: SampleScope;
  readonly beside: SampleScope | undefined;
  readonly other: PageRun | undefined;
  readonly pairs: Int32Array | undefined;
  readonly open: number;
  readonly texts: PageTexts;
  readonly onClose: () => void;
}

/** The sample that is read, alone or with its counterpart. */
function reader({ run, shown, beside, other, pairs, open, texts, onClose }: ReaderProps): ComponentChild {
  const question = run.questions[run.samples.question[open] ?? 0];
  const pair = pairs?.[open] ?? -1;
  const flipped = isFlipped(run, open, other, pairs);
  const gained = flipped && run.samples.status[open] !== 0;
  return h(
    'div',
    { class: 'reader', tabIndex: -1, id: 'reader' },
    h(
      'header',
      { class: 'reader-head' },
      h('h3', null, question?.id),
      flipped
        ? h(
            'span',
            { class: `chip flipped ${gained ? 'gained' : 'lost'}` },
            gained ? 'right only on the right side' : 'right only on the left side',
          )
        : null,
      h('button', { type: 'button', class: 'close', 'aria-label': 'Close', onClick: onClose }, '×'),
    ),
    other === undefined || beside === undefined
      ? h(SampleDetail, { key: `${shown.run} ${open}`, run, runNumber: shown.run, index: open, texts, beside: false })
      : [
          h(QuestionBlock, { run, index: open }),
          h(
            'div',
            { class: 'sides' },
            h(SampleDetail, {
              key: `${shown.run} ${open}`,
              run,
              runNumber: shown.run,
              index: open,
              texts,
              beside: true,
            }),
            pair < 0
              ? h('p', { class: 'faint' }, 'This sample has no counterpart there.')
              : h(SampleDetail, {
                  key: `${beside.run} ${pair} beside`,
                  run: other,
                  runNumber: beside.run,
                  index: pair,
                  texts,
                  beside: true,
                }),
          ),
        ],
  );
}

function useSearch(
  run: PageRun,
  runNumber: number,
  words: string,
  texts: PageTexts,
): { found: ReadonlySet<number> | undefined; searching: boolean } {
  const [result, setResult] = useState<{ found: ReadonlySet<number> | undefined; searching: boolean }>({
    found: undefined,
    searching: false,
  });
  useEffect(() => {
    const wanted = words.trim();
    if (wanted === '') {
      setResult({ found: undefined, searching: false });
      return;
    }
    const abort = new AbortController();
    const found = searchIndex(run, wanted);
    setResult({ found: new Set(found), searching: true });
    let shownAt = 0;
    // Not at every letter: whoever types on has not meant the word so far.
    const timer = setTimeout(async () => {
      await texts.search(
        runNumber,
        wanted,
        (sample) => {
          found.add(sample);
          if (performance.now() - shownAt < 250) return;
          shownAt = performance.now();
          setResult({ found: new Set(found), searching: true });
        },
        abort.signal,
      );
      if (!abort.signal.aborted) setResult({ found: new Set(found), searching: false });
    }, 150);
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [run, runNumber, words]);
  return result;
}

interface Keys {
  readonly state: PageState;
  readonly change: (fields: Partial<PageState>) => void;
  readonly indices: readonly number[];
  readonly open: number | undefined;
  readonly run: PageRun;
  readonly other: PageRun | undefined;
  readonly pairs: Int32Array | undefined;
  readonly search: { readonly current: HTMLInputElement | null };
}

function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const { change, indices, open, run, other, pairs, search } = latest.current;
      const typing = isTyping(event);
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'Escape') {
        if (typing) (event.target as HTMLElement).blur();
        else if (open !== undefined) change({ open: undefined });
        return;
      }
      if (typing) return;
      const at = open === undefined ? -1 : indices.indexOf(open);
      const go = (to: number): void => {
        const next = indices[Math.max(0, Math.min(indices.length - 1, to))];
        if (next !== undefined) change({ open: next });
      };
      const inList = document.activeElement?.id === 'samples-list';
      const steps: Readonly<Record<string, () => void>> = {
        j: () => go(at + 1),
        k: () => go(at - 1),
        ...(inList ? { ArrowDown: () => go(at + 1), ArrowUp: () => go(at - 1) } : {}),
        ...(inList ? { Home: () => go(0), End: () => go(indices.length - 1) } : {}),
        ...(inList ? { PageDown: () => go(at + 15), PageUp: () => go(at - 15) } : {}),
        n: () => {
          const next = indices.findIndex((index, i) => i > at && isFlipped(run, index, other, pairs));
          if (next >= 0) go(next);
        },
        '/': () => search.current?.focus(),
      };
      const step = steps[event.key];
      if (step === undefined) return;
      event.preventDefault();
      step();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}

function heading(
  column: SortColumn,
  label: string,
  state: PageState,
  change: (fields: Partial<PageState>) => void,
  spoken: string = label,
): ComponentChild {
  const active = state.sort === column;
  const next: Partial<PageState> = !active
    ? { sort: column, descending: column === 'thinking' }
    : state.descending === (column === 'thinking')
      ? { descending: !state.descending }
      : { sort: 'order', descending: false };
  return h(
    'button',
    { type: 'button', class: `sort ${column}`, 'aria-label': `Sort by ${spoken}`, onClick: () => change(next) },
    label,
    active ? (state.descending ? ' ↓' : ' ↑') : label === '' ? '↕' : '',
  );
}

function scopeSelect(
  label: string,
  runs: readonly PageRun[],
  scope: SampleScope | undefined,
  optional: boolean,
  onChoose: (scope: SampleScope | undefined) => void,
): ComponentChild {
  const options = runs.flatMap((run, number) => [
    { value: `${number}`, label: `${run.label}: ${optional ? 'same setting' : 'all settings'}` },
    ...run.settings.map((setting, i) => ({ value: `${number} ${i}`, label: `${run.label}: ${setting}` })),
  ]);
  const setting = scope?.setting === undefined ? -1 : (runs[scope.run]?.settings.indexOf(scope.setting) ?? -1);
  const value = scope === undefined ? '' : setting < 0 ? `${scope.run}` : `${scope.run} ${setting}`;
  return h(
    'label',
    null,
    h('span', null, label),
    h(
      'select',
      {
        value,
        onChange: (event: Event) => {
          const chosen = (event.currentTarget as HTMLSelectElement).value;
          if (chosen === '') return onChoose(undefined);
          const [run = 0, at] = chosen.split(' ').map(Number);
          const name = at === undefined ? undefined : runs[run]?.settings[at];
          onChoose({ run, ...(name === undefined ? {} : { setting: name }) });
        },
      },
      optional ? h('option', { value: '' }, 'nothing') : null,
      options.map((option) => h('option', { value: option.value }, option.label)),
    ),
  );
}

function select(
  label: string,
  names: readonly string[],
  chosen: string | undefined,
  onChoose: (name: string | undefined) => void,
): ComponentChild {
  if (names.length < 2) return null;
  return h(
    'label',
    null,
    h('span', null, label),
    h(
      'select',
      {
        value: chosen ?? '',
        onChange: (event: Event) => onChoose((event.currentTarget as HTMLSelectElement).value || undefined),
      },
      h('option', { value: '' }, 'all'),
      names.map((name) => h('option', { value: name }, name)),
    ),
  );
}

function levelsOf(run: PageRun, by: 'level' | 'subject'): string[] {
  const names = new Set(run.questions.flatMap((question) => question[by] ?? []));
  return [...names].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}
