// `npm run bench:grade`: the grader beside Math-Verify on labelled pairs, its speed, and its time on hostile input.
// `npm run bench:grade -- FILE` takes another file of pairs; `-- --fuzz [COUNT]` tries a million fuzzed pairs instead.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { grade } from '../src/grade/grade.ts';
import { checkFuzzed } from './grade/check-fuzzed.ts';
import { type GraderPair, gradeOptionsOf, isMathVerifys, readPairs, sourceName } from './grade/grader-pair.ts';
import { hostileInputs } from './grade/hostile-inputs.ts';
import { installMathVerify, type MathVerifyRun, runMathVerify } from './grade/math-verify.ts';
import { ownAnswers } from './grade/own-pairs.ts';

/** Rounds in which the speed is measured. */
const rounds = 12;

const parameters = process.argv.slice(2);
if (parameters[0] === '--fuzz') fuzz(Number(parameters[1] ?? 1_000_000));
else bench(parameters[0] ?? join(import.meta.dirname, '../../shared/data/grader-pairs/pairs.dev.jsonl'));

function bench(file: string): void {
  if (existsSync(file)) compare(readPairs(file));
  else console.log(`No pairs at ${file}; give the path of a JSONL file.\n`);
  hostile();
}

function compare(pairs: readonly GraderPair[]): void {
  const ours = pairs.map((pair) => grade(pair.gold, pair.pred, gradeOptionsOf(pair)).equal);
  const peer = installMathVerify() ? runMathVerify(pairs) : undefined;
  if (peer === undefined) console.log('Math-Verify cannot be installed here (python3 and PyPI are needed).\n');
  printTable(pairs, ours, peer);
  if (peer !== undefined) printDisagreements(pairs, ours, peer);
  const speed = pairsPerSecond(pairs);
  const figures = [speed.processor, speed.wall].map((figure) => Math.round(figure).toLocaleString('en'));
  console.log(`mull         ${figures[0]} pairs per second of processor time (warm), ${figures[1]} of clock time`);
  if (peer !== undefined)
    console.log(`Math-Verify  ${Math.round(pairs.length / peer.seconds)} pairs per second of clock time`);
  console.log();
}

function printTable(pairs: readonly GraderPair[], ours: readonly boolean[], peer: MathVerifyRun | undefined): void {
  const sources = [...new Set(pairs.map((pair) => pair.source))];
  const right = (verdicts: readonly boolean[], of: (pair: GraderPair) => boolean): number =>
    pairs.filter((pair, index) => of(pair) && verdicts[index] === pair.expected).length;
  const row = (name: string, of: (pair: GraderPair) => boolean): void => {
    const theirs = peer === undefined ? '-' : String(right(peer.verdicts, of));
    const cells = [String(pairs.filter(of).length), String(right(ours, of)), theirs];
    console.log(name.padEnd(62), ...cells.map((cell) => cell.padStart(11)));
  };
  console.log('source'.padEnd(62), ...['pairs', 'mull', 'Math-Verify'].map((cell) => cell.padStart(11)));
  for (const source of sources) row(sourceName(source), (pair) => pair.source === source);
  row("all but Math-Verify's own tests", (pair) => !isMathVerifys(pair));
  row('all', () => true);
  console.log();
}

function printDisagreements(pairs: readonly GraderPair[], ours: readonly boolean[], peer: MathVerifyRun): void {
  console.log('Where the two differ, or both differ from the label:');
  for (const [index, pair] of pairs.entries()) {
    const [mine, theirs] = [ours[index] === pair.expected, peer.verdicts[index] === pair.expected];
    if (mine && theirs) continue;
    const who = mine ? 'mull' : theirs ? 'Math-Verify' : 'neither';
    const label = pair.expected ? 'equal' : 'different';
    console.log(`${who.padEnd(12)} ${label.padEnd(10)} ${short(pair.gold)} | ${short(pair.pred)}`);
  }
  console.log();
}

/**
 * Every pair 40 times to warm up, then the best of 12 rounds of a quarter of a second: neighbours on the same machine
 * only ever slow a round down. Per second of processor time, and of clock time.
 */
function pairsPerSecond(pairs: readonly GraderPair[]): { readonly processor: number; readonly wall: number } {
  const options = pairs.map(gradeOptionsOf);
  const once = (): void => {
    for (const [index, pair] of pairs.entries()) grade(pair.gold, pair.pred, options[index]);
  };
  for (let time = 0; time < 40; time++) once();
  const best = { processor: 0, wall: 0 };
  for (let round = 0; round < rounds; round++) {
    const [started, before] = [performance.now(), process.cpuUsage()];
    let graded = 0;
    while (performance.now() - started < 250) {
      once();
      graded += pairs.length;
    }
    const used = process.cpuUsage(before);
    best.processor = Math.max(best.processor, graded / ((used.user + used.system) / 1_000_000));
    best.wall = Math.max(best.wall, graded / ((performance.now() - started) / 1_000));
  }
  return best;
}

function hostile(): void {
  console.log('hostile input'.padEnd(30), 'ms'.padStart(8), ' verdict');
  for (const { name, gold, answer } of hostileInputs) {
    const started = performance.now();
    const verdict = grade(gold, answer);
    const milliseconds = performance.now() - started;
    console.log(name.padEnd(30), milliseconds.toFixed(1).padStart(8), ` ${short(verdict.reason)}`);
  }
}

function fuzz(count: number): void {
  const answers = ownAnswers;
  const started = performance.now();
  const report = checkFuzzed(count, 1, answers);
  const seconds = ((performance.now() - started) / 1_000).toFixed(0);
  console.log(`${report.pairs} fuzzed pairs in ${seconds} s, ${report.equal} equal, ${report.broken.length} broken`);
  for (const line of report.broken.slice(0, 20)) console.log(line);
  if (report.broken.length > 0) process.exitCode = 1;
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= 60 ? line : `${line.slice(0, 28)} ... ${line.slice(-28)}`;
}
