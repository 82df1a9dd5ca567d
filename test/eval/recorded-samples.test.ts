import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import { bestOfN } from '../../src/eval/metrics/best-of-n.ts';
import { majorityAtK } from '../../src/eval/metrics/majority-at-k.ts';
import { majorityVote } from '../../src/eval/metrics/majority-vote.ts';
import { passAtK } from '../../src/eval/metrics/pass-at-k.ts';
import { readRecords } from '../../src/store/read-records.ts';
import { fakeHost } from '../cli/fake-host.ts';

// Samples as `mull eval` stores them: five single chains of each question, and a vote over five.
const samplesEach = 5;
const vote = 'majority:samples=5,waits=1';
let folder = '';
let records: RunRecord[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mull-recorded-'));
  const host = fakeHost({ workingDirectory: folder });
  const methods = ['--method', 'forced:waits=1', '--method', vote];
  const argv = ['eval', 'pebble', '--limit', '4', '--samples', `${samplesEach}`, '--temperature', '1.2', ...methods];
  expect({ code: await run(argv, host), error: '' }).toEqual({ code: 0, error: '' });
  const [name = ''] = readdirSync(join(folder, 'runs'));
  records = [];
  for await (const record of readRecords(join(folder, 'runs', name))) records.push(record);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('maj@k of stored samples is the share of all ordered draws whose vote is right', () => {
  for (const samples of byQuestion('waits=1')) {
    const voting = samples.map((record) => ({ answer: record.extraction?.text, right: record.status === 'right' }));
    for (let k = 1; k <= samplesEach; k += 1) {
      const draws = orderedDraws(voting, k);
      const won = draws.filter((draw) => {
        const winner = majorityVote(draw.map(({ answer }) => answer));
        return draw.some(({ answer, right }) => right && answer === winner);
      });
      expect(majorityAtK(voting, k).value).toBeCloseTo(won.length / draws.length, 10);
    }
  }
});

test('pass@k of stored samples is the share of all draws that hold a right answer', () => {
  for (const samples of byQuestion('waits=1')) {
    const right = samples.map(({ status }) => status === 'right');
    const counts = { samples: right.length, right: right.filter(Boolean).length };
    for (let k = 1; k <= samplesEach; k += 1) {
      const draws = orderedDraws(right, k);
      expect(passAtK(counts, k)).toBeCloseTo(draws.filter((draw) => draw.includes(true)).length / draws.length, 10);
    }
  }
});

test('best-of-n of stored samples is the mean worth of what the scorer takes from every draw', () => {
  for (const samples of byQuestion('waits=1')) {
    // Short thinking scores high; equal lengths are equally likely to be taken.
    const scored = samples.map(({ tokens, status }) => ({
      score: -tokens.thinking,
      worth: status === 'right' ? 1 : 0,
    }));
    for (let n = 1; n <= samplesEach; n += 1) {
      const draws = orderedDraws(scored, n);
      const worth = draws.map((draw) => {
        const best = Math.max(...draw.map(({ score }) => score));
        const taken = draw.filter(({ score }) => score === best);
        return taken.reduce((sum, each) => sum + each.worth, 0) / taken.length;
      });
      expect(bestOfN(scored, n)).toBeCloseTo(worth.reduce((sum, each) => sum + each, 0) / draws.length, 10);
    }
  }
});

test('the vote that a strategy took is the vote over the chains stored with it, in their order', () => {
  const voted = records.filter(({ setting }) => setting.endsWith(vote));
  expect(voted).toHaveLength(4 * samplesEach);
  for (const { branches = [], votes = [], answer } of voted) {
    const voters = branches.filter(({ branch }) => votes.some((each) => each.branches.includes(branch)));
    const digits = voters.map((each) => /(\S+)\s*$/.exec(each.answer)?.[1]);
    expect(/(\S+)\s*$/.exec(answer)?.[1]).toBe(majorityVote(digits));
    for (const each of votes) {
      expect(each.count).toBe(digits.filter((digit) => digit === each.answer).length);
      expect(each.share).toBeCloseTo(each.count / voters.length, 10);
    }
  }
});

/** The samples of each question in one setting. */
function byQuestion(setting: string): RunRecord[][] {
  const own = records.filter((record) => record.setting.split(' ').includes(setting));
  const questions = [...new Set(own.map(({ question }) => question.id))];
  const grouped = questions.map((id) => own.filter(({ question }) => question.id === id));
  expect(grouped.map(({ length }) => length)).toEqual(Array(4).fill(samplesEach));
  return grouped;
}

/** Every way to draw k of a list one after the other without putting back. */
function orderedDraws<Item>(items: readonly Item[], k: number): Item[][] {
  if (k === 0) return [[]];
  return items.flatMap((item, i) =>
    orderedDraws([...items.slice(0, i), ...items.slice(i + 1)], k - 1).map((rest) => [item, ...rest]),
  );
}
