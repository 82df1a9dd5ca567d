import { collectPage, type PageCollector } from '../../report/page/collect-page.ts';
import { writePage } from '../../report/page/write-page.ts';
import type { ReportedRun } from '../../report/run/reported-run.ts';
import { runLabels } from '../../report/run/run-labels.ts';
import type { Host } from '../host.ts';
import { loadRun } from './load-run.ts';
import { writeReport } from './write-report.ts';

export interface HtmlOptions {
  /** The folder of runs. */
  readonly folder: string;
  readonly showConfidential: boolean;
  readonly title?: string;
  /** The address the page opens at, `#beside=1`. */
  readonly start?: string;
}

/** Writes runs as one page. The texts of samples stay in memory compressed until the tables above them are known. */
export async function writeHtml(
  names: readonly string[],
  out: string,
  { folder, showConfidential, title, start }: HtmlOptions,
  host: Host,
): Promise<void> {
  const runs: ReportedRun[] = [];
  const collectors: PageCollector[] = [];
  for (const [i, name] of names.entries()) {
    const run = await loadRun(name, folder, host, async (record, plan) => {
      collectors[i] ??= collectPage(plan, { showConfidential });
      await collectors[i].add(record);
    });
    // A run without a single sample.
    collectors[i] ??= collectPage(run.plan, { showConfidential });
    runs.push(run);
  }
  const labels = runLabels(runs.map(({ plan }) => plan));
  const collected = await Promise.all(collectors.map((each, i) => each.finish(labels[i] ?? '')));
  const page = writePage(runs, collected, {
    version: host.version,
    ...(title === undefined ? {} : { title }),
    ...(start === undefined ? {} : { start }),
  });
  await writeReport(out, host, async (add) => {
    for await (const piece of page) await add(piece);
  });
}
