import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { MullError } from '../../core/mull-error.ts';
import { grade } from '../../grade/grade.ts';
import { gradeLines } from '../../grade/grade-lines.ts';
import type { Verdict } from '../../grade/verdict.ts';
import { type GradeCounts, gradeSummaryLines } from '../../report/grade-summary-lines.ts';
import { printableText } from '../../report/printable-text.ts';
import { symbols } from '../../report/text-style.ts';
import { verdictLines } from '../../report/verdict-lines.ts';
import { findRun } from '../../store/find-run.ts';
import type { GradeRequest } from '../commands/grade.ts';
import { regradeRun } from '../eval/regrade-run.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { jsonLine } from '../json-line.ts';
import { readLines } from '../read-lines.ts';
import { readInputText } from '../read-text.ts';
import { terminalStyle } from '../terminal-style.ts';

/** `mull grade`: one pair, every line of a file, or the samples of a run. */
export async function gradeCommand(request: GradeRequest, host: Host): Promise<ExitCode> {
  const { file, gold, answer } = request;
  if (file !== undefined) {
    if (gold === undefined && answer === undefined) {
      const run = await runNamed(file, request, host);
      return run === undefined ? gradeFile(file, request, host) : regradeRun(run, request, host);
    }
    throw usage('A file and a pair cannot be graded together.', 'Give FILE, or --gold and --answer.');
  }
  if (gold === undefined) {
    throw usage('There is nothing to grade.', 'Give --gold and --answer, or a JSONL file of pairs.');
  }
  return gradePair(gold, request, host);
}

/** The folder of the run that is meant; undefined where a file is. */
async function runNamed(name: string, { runs }: GradeRequest, host: Host): Promise<string | undefined> {
  const base = host.workingDirectory();
  const isFile = name === '-' || (await stat(resolve(base, name)).catch(() => undefined))?.isFile();
  if (isFile) return undefined;
  try {
    return await findRun(name, resolve(base, runs), base);
  } catch (error) {
    // `answers.jsonl` is meant as a file, whether it is there or not.
    if (/\.[a-z]+$/i.test(name)) return undefined;
    throw error;
  }
}

/** More than any model writes. */
const largestAnswer = 16 * 1024 * 1024;

async function gradePair(
  gold: string,
  { answer, options, explain, json }: GradeRequest,
  host: Host,
): Promise<ExitCode> {
  if (answer === undefined && host.input.isTerminal) {
    throw usage('--answer is missing.', 'Give it, or the answer on standard input.');
  }
  const verdict = grade(gold, answer ?? (await readInputText(host, 'The answer', largestAnswer)), options);
  const style = terminalStyle(host, host.output);
  await host.output.write(
    json ? jsonLine(told(verdict, explain)) : `${verdictLines(verdict, style, { explain }).join('\n')}\n`,
  );
  return verdict.equal ? exitCodes.success : exitCodes.negative;
}

async function gradeFile(file: string, { options, explain, json }: GradeRequest, host: Host): Promise<ExitCode> {
  const style = terminalStyle(host, host.output);
  const counts = { graded: 0, equal: 0, unread: 0, expecting: 0, asExpected: 0 };
  let number = 0;
  for await (const text of readLines(file, host)) {
    number += 1;
    const label = String(number).padStart(5);
    try {
      if (text === undefined) throw notText(number);
      // Line by line, so that one which cannot be read does not end the reading.
      for await (const { line, id, expected, verdict } of gradeLines([text], options, number)) {
        count(counts, verdict, expected);
        await host.output.write(
          json
            ? jsonLine({ line, id, ...told(verdict, explain), expected })
            : `${verdictLines(verdict, style, { explain, label, expected }).join('\n')}\n`,
        );
      }
    } catch (error) {
      if (!MullError.isMullError(error) || error.code !== 'E_PAIRS_INVALID') throw error;
      counts.unread += 1;
      const { code, message, hint } = error;
      const { warning } = symbols(style);
      const line = `${style.paint('faint', label)} ${style.paint('warning', `${warning} ${printableText(message)}`)}\n`;
      await host.output.write(json ? jsonLine({ line: number, error: { code, message, hint } }) : line);
    }
  }
  await host.output.write(json ? jsonLine({ summary: counts }) : `\n${gradeSummaryLines(counts, style).join('\n')}\n`);
  return counts.unread > 0 ? exitCodes.usage : exitCodes.success;
}

type Counting = { -readonly [Name in keyof GradeCounts]: GradeCounts[Name] };

function count(counts: Counting, verdict: Verdict, expected: boolean | undefined): void {
  counts.graded += 1;
  if (verdict.equal) counts.equal += 1;
  if (expected === undefined) return;
  counts.expecting += 1;
  if (expected === verdict.equal) counts.asExpected += 1;
}

/** What programs are told: the verdict, and with `--explain` all that it rests on. */
function told(verdict: Verdict, explain: boolean): object {
  const { equal, reason } = verdict;
  return explain ? verdict : { equal, reason };
}

function notText(line: number): MullError {
  return new MullError('E_PAIRS_INVALID', `Line ${line} is not UTF-8 text.`, {
    hint: 'Convert the file to UTF-8, for example with iconv.',
  });
}

function usage(message: string, hint: string): MullError {
  return new MullError('E_OPTION_INVALID', message, { hint });
}
