import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import { think } from '../../src/forcing/think.ts';
import { createLlamaEngine } from '../../src/llama.ts';
import { engineContract } from '../../src/testing.ts';

const root = resolve(import.meta.dirname, '../..');
const fetchModels = join(root, '../shared/models/fetch-models.sh');
const folder = join(root, 'node_modules/.cache/models');
const path = join(folder, 'smollm2-135m.gguf');
const question = '<|im_start|>user\nHow many legs do three cats have?<|im_end|>\n<|im_start|>assistant\n';

if (existsSync(fetchModels)) {
  // Not in a hook: the contract looks at the engine before the first hook runs.
  execFileSync('bash', [fetchModels, folder, 'smollm2-135m'], { stdio: 'ignore', timeout: 300_000 });

  await engineContract({
    name: 'llama with SmolLM2-135M',
    kit: { describe, test, afterAll, expect },
    open: () => createLlamaEngine({ path, gpu: false, threads: 1, contextSize: 256, slots: 4 }),
    prompt: { parts: [{ text: question, control: true }] },
    controls: ['<|im_start|>', '<|im_end|>', '<|endoftext|>'],
  });

  describe('SmolLM2-135M', () => {
    let engine: Engine;

    beforeAll(async () => {
      engine = await createLlamaEngine({ path, gpu: false, threads: 1, contextSize: 1024, slots: 4 });
    });

    afterAll(() => engine.close());

    test('is found to be what it is', () => {
      expect(engine.model).toMatchObject({
        name: 'smollm2-135m',
        architecture: 'llama',
        parameters: 134_515_008,
        vocabularySize: 49_152,
        contextSize: 1024,
        eosToken: '<|im_end|>',
      });
      expect(engine.abilities.reproducible).toBe(true);
    });

    test('a Wait behind a long text costs the tokens of the Wait', async () => {
      const tokens = await engine.encode!({
        text: `${question}${'three cats have many legs. '.repeat(80)}`,
        control: true,
      });
      const sequence = await engine.open({ parts: [{ tokens }] }, { seed: 1 });
      for await (const chunk of sequence.generate(options(1))) void chunk;
      const before = sequence.usage.evaluated;
      const { tokens: added } = await sequence.append([{ text: '\nWait', control: true }]);
      for await (const chunk of sequence.generate(options(1))) void chunk;
      // The token drawn before it had not been evaluated yet.
      expect(sequence.usage.evaluated - before).toBe(added.value + 1);
      await sequence.close();
    });

    test('thinks again when told to, within its maximum', async () => {
      const { thinking, receipt } = await think({
        engine,
        prompt: 'How many legs do three cats have?',
        budget: { max: 60, waits: 1, answer: 20 },
      });
      expect(thinking.length).toBeGreaterThan(0);
      expect(receipt.thinkingTokens).toBeLessThanOrEqual(60);
      expect(receipt.bounds.max.verdict).toBe('held');
    });
  });
} else {
  test('without ../shared no real model is run here', () => {
    console.log('The script that fetches real models is not here (../shared/models): none is run.');
    expect(existsSync(fetchModels)).toBe(false);
  });
}

function options(maxTokens: number) {
  return {
    channel: 'thinking',
    maxTokens,
    stop: [],
    banFirst: ['turn-end'],
    sampling: { temperature: 0 },
  } as const;
}
