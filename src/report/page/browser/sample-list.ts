import { type ComponentChild, h } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PageRun } from '../page-data.ts';
import { isFlipped } from './choose-samples.ts';
import { statusMark } from './status-mark.ts';

const rowHeight = 36;
/** Rows drawn above and below what is seen, so that scrolling does not show a gap. */
const spare = 12;

export interface SampleListProps {
  readonly run: PageRun;
  readonly other: PageRun | undefined;
  readonly pairs: Int32Array | undefined;
  readonly indices: readonly number[];
  readonly open: number | undefined;
  readonly onOpen: (index: number) => void;
}

/** The chosen samples, of which only those in sight are in the page. */
export function SampleList(props: SampleListProps): ComponentChild {
  const { indices, open, onOpen } = props;
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  const look = (): void => {
    const element = box.current;
    if (element) setView({ top: element.scrollTop, height: element.clientHeight });
  };
  useEffect(() => {
    addEventListener('resize', look);
    return () => removeEventListener('resize', look);
  }, []);
  const position = open === undefined ? -1 : indices.indexOf(open);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const top = position * rowHeight;
    if (position >= 0 && top < element.scrollTop) element.scrollTop = top;
    if (position >= 0 && top + rowHeight > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + rowHeight - element.clientHeight;
    }
    look();
  }, [position, indices]);
  const first = Math.max(0, Math.floor(view.top / rowHeight) - spare);
  const last = Math.min(indices.length, Math.ceil((view.top + view.height) / rowHeight) + spare);
  return h(
    'div',
    {
      class: 'list',
      ref: box,
      onScroll: look,
      role: 'listbox',
      tabIndex: 0,
      id: 'samples-list',
      'aria-label': 'Samples',
      'aria-activedescendant': position < 0 ? undefined : `sample-${open}`,
    },
    h(
      'div',
      { class: 'rows', style: { height: `${indices.length * rowHeight}px` } },
      indices.slice(first, last).map((index, i) =>
        h(
          'div',
          {
            key: index,
            id: `sample-${index}`,
            class: index === open ? 'row open' : 'row',
            role: 'option',
            'aria-selected': index === open,
            'aria-setsize': indices.length,
            'aria-posinset': first + i + 1,
            style: { top: `${(first + i) * rowHeight}px` },
            onClick: () => onOpen(index),
          },
          rowCells(props, index),
        ),
      ),
    ),
    indices.length === 0 ? h('p', { class: 'empty' }, 'No sample fits these filters.') : null,
  );
}

function rowCells({ run, other, pairs }: SampleListProps, index: number): ComponentChild[] {
  const { samples, questions, settings } = run;
  const question = questions[samples.question[index] ?? 0];
  const [cuts, waits] = [samples.cuts[index] ?? 0, samples.waits[index] ?? 0];
  const pair = pairs?.[index] ?? -1;
  const extracted = samples.extracted[index] ?? '';
  const number = samples.sample[index] ?? 0;
  return [
    h(
      'span',
      { class: 'marks' },
      statusMark(samples.status[index] ?? 0),
      other && pair >= 0 ? statusMark(other.samples.status[pair] ?? 0) : null,
      isFlipped(run, index, other, pairs) ? h('span', { class: 'flip', title: 'right in one of the two' }, '⇄') : null,
    ),
    h(
      'span',
      { class: 'what' },
      h('b', null, question?.id),
      number > 0 ? h('small', null, ` sample ${number + 1}`) : null,
      ' ',
      h('span', { class: 'faint' }, question?.text.slice(0, 160)),
    ),
    h('span', { class: 'setting' }, settings[samples.setting[index] ?? 0]),
    h('span', { class: 'taken', title: extracted }, extracted.slice(0, 40)),
    h(
      'span',
      { class: 'forced-count' },
      waits > 0 ? h('span', { class: 'chip wait' }, waits === 1 ? 'Wait' : `${waits} Waits`) : null,
      cuts > 0 ? h('span', { class: 'chip cut' }, 'cut') : null,
    ),
    h('span', { class: 'number' }, (samples.thinking[index] ?? 0).toLocaleString('en-US')),
  ];
}
