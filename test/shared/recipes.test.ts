import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import { scriptedEngine } from '../../src/testing.ts';
import { fakeHost } from '../cli/fake-host.ts';
import { hubWorkspace } from '../support/hub-workspace.ts';

const data = resolve(import.meta.dirname, '../../../shared/data');
const folder = mkdtempSync(join(tmpdir(), 'mull-recipes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the recipes name on the Hub, as files that lie beside the repository; every row says its answer somewhere. */
const sets = [
  ['aime24', 'simplescaling/aime24_nofigures', 'data/train.jsonl', 'aime24/aime24_nofigures.jsonl', 30],
  ['aime25', 'TIGER-Lab/AIME25', 'test.jsonl', 'aime25/aime25_nofigures.jsonl', 30],
  ['math500', 'simplescaling/openaimath', 'data/test.jsonl', 'math500/test.jsonl', 500],
  ['gsm8k', 'openai/gsm8k', 'main/test.jsonl', 'gsm8k/test.jsonl', 1319],
] as const;

if (existsSync(data)) {
  describe.each(sets)('recipes/%s.yaml', (recipe, repo, path, file, size) => {
    test('reads the rows of the Hub, all of them, and takes the answer that stands there for right', async () => {
      const bytes = readFileSync(join(data, file));
      const { server, cacheDir } = await hubWorkspace({ [`datasets/${repo}`]: { files: { [path]: bytes } } });
      const rows = new TextDecoder()
        .decode(bytes)
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      // A model that has seen the solutions: it gives the answer of the row whose question it is asked.
      const answerOf = new Map(
        rows.map((row) => [
          String(row.problem ?? row.question)
            .trim()
            .slice(0, 60),
          String(row.answer),
        ]),
      );
      const engine = scriptedEngine({
        slots: 16,
        contextSize: 32_768,
        script: (prompt) => {
          const found = [...answerOf].find(([question]) => prompt.includes(question));
          return ['Known.</think>', found?.[1] ?? 'Unknown.'];
        },
        words: ['Known.'],
      });
      const host = fakeHost({
        workingDirectory: folder,
        environment: { npm_command: 'exec', HF_ENDPOINT: server.url, HF_HUB_CACHE: cacheDir },
        openEngine: async () => engine,
      });
      const argv = ['eval', recipe, '--waits', '0', '--limit', '40', '--name', recipe, '--json'];
      expect(await run(argv, host)).toBe(0);
      const { summary, plan } = JSON.parse(host.printed.output);
      expect(plan.dataset).toMatchObject({ name: recipe, size, source: `hf:${repo}:${path}` });
      const asked = Math.min(40, size);
      const { statuses } = summary.settings[0];
      expect(statuses.right + statuses.truncated).toBe(asked);
      expect(statuses.truncated).toBeLessThan(asked / 4);
      const [first]: RunRecord[] = readFileSync(join(folder, 'runs', recipe, 'records.jsonl'), 'utf8')
        .split('\n', 1)
        .map((line) => JSON.parse(line));
      expect(first?.question.text.length).toBeGreaterThan(20);
    });
  });
}
