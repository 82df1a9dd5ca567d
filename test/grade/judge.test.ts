import { describe, expect, test } from 'vitest';
import { judge } from '../../src/grade.ts';
import { scriptedEngine } from '../../src/testing.ts';

describe('a language model as judge', () => {
  test('is not asked where the rules find the answers equal', async () => {
    const engine = scriptedEngine({ script: '-1' });
    const verdict = await judge('3/4', 'The answer is 0.75.', { engine });
    expect(verdict).toMatchObject({ equal: true, by: 'rules', reason: 'equal (exact rational)' });
    expect(engine.calls).toEqual([]);
    await engine.close();
  });

  test('decides where they do not, and the verdict says so', async () => {
    const engine = scriptedEngine({ script: '1', contextSize: 8_192 });
    const verdict = await judge('a rhombus', 'It is a quadrilateral with four equal sides.', { engine });
    expect(verdict).toMatchObject({ equal: true, by: 'judge', reason: 'equal (option 1)', rules: [] });
    await engine.close();
  });

  test('says that an answer is different with -1, with words around it or without', async () => {
    for (const script of ['-1', 'The attempt gives another number.\n\n-1']) {
      const engine = scriptedEngine({ script, contextSize: 8_192 });
      expect(await judge('7', 'The answer is 8.', { engine })).toMatchObject({
        equal: false,
        by: 'judge',
        reason: 'different (option -1)',
      });
      await engine.close();
    }
  });

  test('that gives no index has not found the answer right', async () => {
    const engine = scriptedEngine({ script: 'I cannot say.', contextSize: 8_192 });
    expect(await judge('7', 'The answer is 8.', { engine })).toMatchObject({
      equal: false,
      by: 'judge',
      reason: 'different (no index given)',
    });
    await engine.close();
  });

  test('can be asked about every answer', async () => {
    const engine = scriptedEngine({ script: '-1', contextSize: 8_192 });
    expect(await judge('7', '7', { engine, when: 'always' })).toMatchObject({ equal: false, by: 'judge' });
    await engine.close();
  });

  test('is not asked where there is no answer', async () => {
    const engine = scriptedEngine({ script: '1' });
    expect(await judge('7', '  ', { engine })).toMatchObject({ equal: false, by: 'rules', reason: 'no answer' });
    await engine.close();
  });

  test('sees the gold answer as the only option, and the end of the attempt without its thinking', async () => {
    const prompts: string[] = [];
    const engine = scriptedEngine({
      script: (prompt) => {
        prompts.push(prompt);
        return '1';
      },
      words: ['1'],
      contextSize: 8_192,
    });
    await judge('seven boxes', '<think>secret</think>There are 7$& of them.', { engine });
    expect(prompts[0]).toContain("    Options: ['seven boxes']\n    Attempt: There are 7$& of them.");
    expect(prompts[0]).not.toContain('secret');
    await engine.close();
  });
});
