import type { RunPlan } from '../core/run-plan.ts';
import type { SampleStatus } from '../core/run-record.ts';
import { printableText } from './printable-text.ts';
import { tableLines } from './table-lines.ts';
import { symbols, type TextStyle } from './text-style.ts';
import { wrapText } from './wrap-text.ts';

/** A run in a list: what it is, and how far. */
export interface ShownRun {
  readonly name: string;
  readonly plan: Pick<RunPlan, 'createdAt' | 'dataset' | 'engine' | 'settings'> | undefined;
  readonly problem?: string;
  readonly counts: Readonly<Record<SampleStatus, number>>;
  readonly planned: number;
  readonly busy: boolean;
}

/** Runs, a row each, and below them those that cannot be read. */
export function runsLines(runs: readonly ShownRun[], style: TextStyle): string[] {
  const { dash, warning } = symbols(style);
  const readable = runs.filter(({ plan }) => plan !== undefined);
  const rows = readable.map(({ name, plan, counts, planned, busy }) => {
    const ended = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const answered = ended - counts.error;
    return [
      printableText(name),
      printableText(plan?.engine.model ?? ''),
      plan?.createdAt.slice(0, 10) ?? '',
      String(plan?.settings.length ?? 0),
      `${ended}/${planned}`,
      answered === 0 ? dash : `${Math.round((100 * counts.right) / answered)}%`,
      [
        ...(busy ? ['at work'] : ended - counts.error < planned ? ['not complete'] : ['complete']),
        ...(['truncated', 'no-answer', 'error'] as const).flatMap((status) =>
          counts[status] > 0 ? [`${counts[status]} ${status}`] : [],
        ),
      ].join(', '),
    ];
  });
  const table =
    rows.length === 0
      ? []
      : tableLines(['run', 'model', 'begun', 'settings', 'samples', 'right', 'state'], rows, style);
  const broken = runs.flatMap(({ problem }) =>
    problem === undefined ? [] : wrapText(printableText(`${warning} ${problem}`), style, { role: 'warning' }),
  );
  return [...table, ...broken];
}
