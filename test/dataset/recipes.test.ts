import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseEvalRecipe } from '../../src/dataset/eval-recipe.ts';
import { bundledRecipes } from '../../src/dataset/source/bundled-recipes.ts';
import { sweepSettings } from '../../src/eval/plan/sweep-settings.ts';

test('mull has recipes for the benchmarks of the paper, for its bundled model, and for ways to spend more', () => {
  expect(bundledRecipes().map(({ name }) => name)).toEqual([
    'aime24',
    'aime25',
    'gpqa-diamond',
    'gsm8k',
    'math500',
    'paper-comparison',
    'pebble',
  ]);
});

describe.each(bundledRecipes())('recipes/$name.yaml', ({ name, path }) => {
  const recipe = parseEvalRecipe(parse(readFileSync(path, 'utf8')));

  test('is called as its file, and begins with a few questions', () => {
    expect(recipe.name).toBe(name);
    expect(recipe.limit).toBeLessThanOrEqual(100);
  });

  test('compares what a paper published with settings that it sweeps', () => {
    const base = { budget: recipe.budget, method: 'think', variants: {}, questions: 1, samples: 1 };
    const settings = sweepSettings(base, recipe.sweep).map((setting) => setting.name);
    for (const { setting, source } of recipe.published) {
      expect(settings).toContain(setting);
      expect(source).toMatch(/^arXiv \d{4}\.\d{5}v\d, (Figure|Table) \d+$/);
    }
  });
});
