import { type ComponentChild, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { EndedBy } from '../../../core/receipt.ts';
import { forcedOpening, type MarkedPiece, markForced } from '../mark-forced.ts';
import { type PageRun, type PageText, pageEndings } from '../page-data.ts';
import type { PageTexts } from './page-texts.ts';
import { statusMark } from './status-mark.ts';

/** Whether thinking is unfolded: one choice for all samples, kept while the page is open. */
const unfolded = { thinking: true };

export interface SampleDetailProps {
  readonly run: PageRun;
  readonly runNumber: number;
  readonly index: number;
  readonly texts: PageTexts;
  /** Whether the question stands above already, for both sides. */
  readonly beside: boolean;
}

const endings: Readonly<Record<EndedBy, string>> = {
  model: 'ended by the model',
  max: 'cut at the maximum',
  time: 'ended by time',
  loop: 'ended by a loop',
  user: 'ended by hand',
  context: 'ended by the context',
  tool: 'ended by a tool call',
  none: 'did not think',
  settled: 'ended by a settled answer',
};

/** One sample with everything that is known of it, what mull put in marked. */
export function SampleDetail({ run, runNumber, index, texts, beside }: SampleDetailProps): ComponentChild {
  const [text, setText] = useState<PageText | undefined>(undefined);
  useEffect(() => {
    let isCurrent = true;
    void texts.read(runNumber, index).then((found) => {
      if (isCurrent) setText(found);
    });
    return () => {
      isCurrent = false;
    };
  }, [runNumber, index]);
  const { samples } = run;
  const question = run.questions[samples.question[index] ?? 0];
  const ending = pageEndings[samples.ending[index] ?? 0] ?? '';
  const number = (value: number | undefined): string => (value ?? 0).toLocaleString('en-US');
  const facts = [
    run.settings[samples.setting[index] ?? 0],
    ...(samples.sample.some((each) => each > 0) ? [`sample ${(samples.sample[index] ?? 0) + 1}`] : []),
    `thought ${number(samples.thinking[index])} tokens`,
    ...(ending === '' ? [] : [endings[ending]]),
    `answered in ${number(samples.answer[index])}`,
    `${samples.seconds[index]} s`,
    ...(text ? [`seed ${text.seed}`] : []),
    ...(text && text.attempts > 1 ? [`${text.attempts} attempts`] : []),
  ];
  return h(
    'article',
    { class: 'detail', 'data-sample': index },
    h(
      'p',
      { class: 'verdict' },
      statusMark(samples.status[index] ?? 0, true),
      ' ',
      h('b', null, beside ? `${run.label}, ${run.settings[samples.setting[index] ?? 0]}` : null),
    ),
    h('p', { class: 'faint facts' }, facts.join(' · ')),
    beside ? null : QuestionBlock({ run, index }),
    run.confidential
      ? h(
          'p',
          { class: 'note' },
          'Question, thinking and answer are left out: the authors of this data set ask that they do not become public.',
        )
      : h(
          'dl',
          { class: 'judged' },
          h('dt', null, 'Taken as answer'),
          h(
            'dd',
            null,
            samples.extracted[index] || h('i', null, 'nothing'),
            text?.rule ? h('span', { class: 'faint' }, ` (${text.rule})`) : null,
          ),
          h('dt', null, 'Right answer'),
          h('dd', null, question?.gold, text?.reason ? h('span', { class: 'faint' }, ` (${text.reason})`) : null),
        ),
    text === undefined ? h('p', { class: 'faint' }, 'Unpacking …') : TextBlocks({ text, run, index }),
  );
}

/** The question of a sample, with its level and subject. */
export function QuestionBlock({ run, index }: { readonly run: PageRun; readonly index: number }): ComponentChild {
  const question = run.questions[run.samples.question[index] ?? 0];
  if (question === undefined || run.confidential) return null;
  const kinds = [question.level === undefined ? '' : `level ${question.level}`, question.subject ?? ''].filter(Boolean);
  return h(
    'section',
    null,
    h('h4', null, 'Question', kinds.length > 0 ? h('span', { class: 'faint' }, ` ${kinds.join(' · ')}`) : null),
    h('p', { class: 'text' }, question.text),
  );
}

function TextBlocks({ text, run, index }: { text: PageText; run: PageRun; index: number }): ComponentChild {
  const opening = forcedOpening(text.answer, text.forced);
  const tokens = (run.samples.thinking[index] ?? 0).toLocaleString('en-US');
  return h(
    'div',
    null,
    text.error ? h('p', { class: 'note bad' }, `${text.error.code} ${text.error.message}`) : null,
    (text.warnings ?? []).map((warning) => h('p', { class: 'note' }, warning)),
    text.thinking === ''
      ? null
      : h(
          'details',
          {
            open: unfolded.thinking,
            onToggle: (event: Event) => {
              unfolded.thinking = (event.currentTarget as HTMLDetailsElement).open;
            },
          },
          h('summary', null, h('h4', null, 'Thinking', h('span', { class: 'faint' }, ` ${tokens} tokens`))),
          h('p', { class: 'text thinking' }, markForced(text.thinking, text.forced).map(piece)),
        ),
    text.answer === ''
      ? null
      : h(
          'section',
          null,
          h('h4', null, 'Answer'),
          h(
            'p',
            { class: 'text' },
            opening > 0 ? h('mark', { class: 'cut', title: 'put in by mull' }, text.answer.slice(0, opening)) : null,
            text.answer.slice(opening),
          ),
        ),
    text.branches === undefined ? null : h('div', null, text.branches.map(branch)),
  );
}

function piece(part: MarkedPiece, i: number): ComponentChild {
  // Thinking often begins with the line end behind its delimiter, which would be an empty line here.
  if (part.kind === 'model') return i === 0 ? part.text.replace(/^\n+/, '') : part.text;
  const place = `after ${part.position.toLocaleString('en-US')} tokens`;
  if (part.kind === 'cut') return h('mark', { class: 'cut place', title: place }, `cut ${place}`);
  if (part.text === '') return h('mark', { class: 'wait place', title: place }, 'end suppressed');
  return h('mark', { class: 'wait', title: `put in by mull ${place}` }, part.text);
}

function branch(each: NonNullable<PageText['branches']>[number]): ComponentChild {
  return h(
    'details',
    { class: 'branch' },
    h('summary', null, `Chain ${each.branch + 1}, ${each.state}: ${each.answer.slice(-80)}`),
    h('p', { class: 'text thinking' }, each.thinking),
    h('p', { class: 'text' }, each.answer),
  );
}
