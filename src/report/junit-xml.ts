import type { RunRecord } from '../core/run-record.ts';
import type { RunSummary } from '../eval/summary/run-summary.ts';

/**
 * A run as JUnit XML, piece by piece: a suite for each setting, a case for each sample. What is not right is a failure
 * whose type is its status; what failed is an error.
 *
 * @param records - read again for every setting, so that none have to be kept
 */
export async function* junitXml(
  run: string,
  summary: RunSummary,
  records: () => AsyncIterable<RunRecord>,
  { confidential = false }: { readonly confidential?: boolean } = {},
): AsyncGenerator<string, void> {
  const total = (of: (setting: RunSummary['settings'][number]) => number): number =>
    summary.settings.reduce((sum, setting) => sum + of(setting), 0);
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites name="${escaped(run)}" tests="${total(({ samples }) => samples)}" failures="${total(failures)}" errors="${total(({ statuses }) => statuses.error)}">\n`;
  for (const setting of summary.settings) {
    const { samples, statuses, seconds } = setting;
    yield `  <testsuite name="${escaped(setting.setting)}" tests="${samples}" failures="${failures(setting)}" errors="${statuses.error}" time="${seconds.toFixed(3)}">\n`;
    for await (const record of records()) if (record.setting === setting.setting) yield caseOf(record, confidential);
    yield '  </testsuite>\n';
  }
  yield '</testsuites>\n';
}

function failures({ statuses }: RunSummary['settings'][number]): number {
  return statuses.wrong + statuses.truncated + statuses['no-answer'];
}

function caseOf(record: RunRecord, confidential: boolean): string {
  const { question, sample, setting, status, seconds, verdict, error } = record;
  const name = sample === 0 ? question.id : `${question.id}, sample ${sample}`;
  const opening = `    <testcase classname="${escaped(setting)}" name="${escaped(name)}" time="${seconds.toFixed(3)}"`;
  if (status === 'right') return `${opening}/>\n`;
  const reason = confidential ? status : status === 'error' ? (error?.message ?? '') : (verdict?.reason ?? status);
  const tag = status === 'error' ? 'error' : 'failure';
  const type = status === 'error' ? (error?.code ?? 'error') : status;
  return `${opening}>\n      <${tag} type="${escaped(type)}" message="${escaped(reason)}"/>\n    </testcase>\n`;
}

/** What XML cannot hold at all, such as escape sequences, is left out. */
function escaped(text: string): string {
  return [...text]
    .filter((character) => /[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(character))
    .join('')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
