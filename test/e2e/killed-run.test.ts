import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { differing, killAndResume } from '../support/kill-and-resume.ts';

const root = mkdtempSync(join(tmpdir(), 'mull-killed-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

// `npm run bench:eval` kills a hundred times.
test('a run that is killed at random moments and resumed has every sample once, and the same report', async () => {
  const folders = ['killed', 'whole'].map((name) => join(root, name));
  for (const folder of folders) mkdirSync(folder);
  const killed = await killAndResume(folders[0]!, { kills: 4, questions: 40, random: Math.random });
  const whole = await killAndResume(folders[1]!, { kills: 0, questions: 40, random: Math.random });
  expect(whole.lines.size).toBe(400);
  expect([...killed.lines.values()].filter((times) => times !== 1)).toEqual([]);
  expect(differing(killed, whole)).toEqual([]);
  expect(killed.report).toBe(whole.report);
}, 60_000);
