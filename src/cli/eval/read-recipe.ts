import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { MullError } from '../../core/mull-error.ts';
import { nearestName } from '../../core/nearest-name.ts';
import { type DataSource, type EvalRecipe, parseEvalRecipe } from '../../dataset/eval-recipe.ts';
import { bundledRecipes } from '../../dataset/source/bundled-recipes.ts';
import type { EvalFlags } from '../eval-options.ts';
import type { Host } from '../host.ts';
import { parseYaml } from '../parse-text.ts';
import { readText } from '../read-text.ts';

/** A recipe, and what the paths in it start from. */
export interface ReadRecipe {
  readonly recipe: EvalRecipe;
  readonly base: string;
}

/**
 * The recipe a person named with what they want otherwise; without one, a recipe around their data.
 *
 * @throws E_RECIPE_INVALID, E_OPTION_INVALID where nothing says what to ask
 */
export async function readRecipe(name: string | undefined, flags: EvalFlags, host: Host): Promise<ReadRecipe> {
  const { data, field = {} } = flags;
  const found = name === undefined ? undefined : findRecipe(name, host);
  const parsed = found === undefined ? undefined : await parseFile(found, host);
  if (parsed === undefined && data === undefined) {
    throw new MullError('E_OPTION_INVALID', 'There is nothing to ask.', {
      hint: `Give a recipe (${bundledRecipes()
        .map((recipe) => recipe.name)
        .join(', ')}), or your questions: --data FILE.`,
    });
  }
  const source = data === undefined ? undefined : readSource(data);
  const recipe = parsed ?? parseEvalRecipe({ name: nameOf(data ?? ''), data: source });
  return {
    recipe: {
      ...recipe,
      ...(source ? { data: source } : {}),
      fields: { ...recipe.fields, ...field },
      ...(flags.shuffle === undefined ? {} : { shuffle: flags.shuffle }),
    },
    base: source === undefined && found !== undefined ? dirname(found) : host.workingDirectory(),
  };
}

/** Where a recipe lies: where a person says, else among those that come with mull. */
function findRecipe(name: string, host: Host): string {
  const path = resolve(host.workingDirectory(), name);
  if (existsSync(path)) return path;
  const bundled = bundledRecipes();
  const wanted = basename(name).replace(/\.ya?ml$/, '');
  const found = bundled.find((recipe) => recipe.name === wanted);
  // `aime24`, and `recipes/aime24.yaml` as the manual writes it, also where mull is installed and not cloned.
  if (found && (name === wanted || /^(?:\.\/)?recipes\//.test(name))) return found.path;
  const near = nearestName(
    wanted,
    bundled.map((recipe) => recipe.name),
  );
  throw new MullError('E_OPTION_INVALID', `There is no recipe ${name}.`, {
    hint:
      near === undefined ? `mull has ${bundled.map((recipe) => recipe.name).join(', ')}.` : `Did you mean "${near}"?`,
  });
}

async function parseFile(path: string, host: Host): Promise<EvalRecipe> {
  const shown = basename(path);
  return parseEvalRecipe(await parseYaml(await readText(path, 'The recipe', host), shown, 'E_RECIPE_INVALID'), shown);
}

/** `my.jsonl`, `-`, or `hf:owner/name[:file, config/split or split][@revision]`. */
function readSource(text: string): DataSource {
  if (!text.startsWith('hf:')) return { file: text };
  const [, hub = '', part, revision] = /^hf:([^:@]+)(?::([^@]+))?(?:@(.+))?$/.exec(text) ?? [];
  const shared = { hub, ...(revision === undefined ? {} : { revision }) };
  if (part === undefined) return shared;
  if (/\.\w+$/.test(part)) return { ...shared, file: part };
  const [first = '', second] = part.split('/');
  return second === undefined ? { ...shared, split: first } : { ...shared, config: first, split: second };
}

/** What a run over somebody's own questions is called. */
function nameOf(data: string): string {
  if (data === '-') return 'questions';
  return (
    join(data)
      .replace(/^.*[/\\]/, '')
      .replace(/\.[^.]+$/, '') || 'questions'
  );
}
