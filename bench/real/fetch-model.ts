import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const shared = resolve(root, '../shared');

/** What needs not be fetched or made again is kept here. */
export const cache: string = join(root, 'node_modules/.cache');

/**
 * Fetches a small public model once, and finds the questions it is asked.
 *
 * @param models - the folder that keeps models
 * @throws where the shared folder beside the repository is missing
 */
export function fetchModel(
  name: string,
  models: string = join(cache, 'models'),
): { readonly model: string; readonly questions: string } {
  const script = join(shared, 'models/fetch-models.sh');
  const questions = join(shared, 'data/gsm8k/test.jsonl');
  for (const needed of [script, questions]) {
    if (!existsSync(needed))
      throw new Error(`${needed} is missing: this command needs the shared folder beside the repository.`);
  }
  execFileSync('bash', [script, models, name], { stdio: 'inherit' });
  return { model: join(models, `${name}.gguf`), questions };
}
