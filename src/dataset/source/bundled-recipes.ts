import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A recipe that comes with this package. */
export interface BundledRecipe {
  readonly name: string;
  readonly path: string;
}

/** The recipes of `mull eval`: they lie beside `src` in a clone and beside `dist` in an installed package. */
export function bundledRecipes(): readonly BundledRecipe[] {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'recipes', 'pebble.yaml')) && dirname(folder) !== folder) folder = dirname(folder);
  const recipes = join(folder, 'recipes');
  if (!existsSync(recipes)) return [];
  return readdirSync(recipes)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => ({ name: file.replace(/\.yaml$/, ''), path: join(recipes, file) }))
    .filter(({ path }) => /^data:/m.test(readFileSync(path, 'utf8')));
}
