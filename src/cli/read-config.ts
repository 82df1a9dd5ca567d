import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { MullError } from '../core/mull-error.ts';
import { validate } from '../core/validate.ts';
import { configSchema } from './config-schema.ts';
import { parseJson } from './parse-text.ts';
import type { ThinkFlags } from './think-options.ts';

const fileName = 'mull.config.json';

/**
 * The nearest mull.config.json, looking upwards from a folder; an empty configuration where there is none.
 *
 * @throws E_CONFIG_INVALID naming the file and what is wrong with it
 */
export function readConfig(folder: string): ThinkFlags {
  const found = findUpwards(folder);
  if (found === undefined) return {};
  const shown = relative(folder, found.path) || fileName;
  const { $schema: _, ...config } = validate(
    configSchema,
    parseJson(found.text, shown, 'E_CONFIG_INVALID'),
    shown,
    'E_CONFIG_INVALID',
  );
  // Files are meant from where the configuration lies.
  const beside = (path: string): string => resolve(dirname(found.path), path);
  return {
    ...config,
    ...(config.engine?.endsWith('.gguf') ? { engine: beside(config.engine) } : {}),
    ...(config.ca === undefined ? {} : { ca: beside(config.ca) }),
  };
}

function findUpwards(folder: string): { readonly path: string; readonly text: string } | undefined {
  for (let current = resolve(folder); ; current = dirname(current)) {
    const path = join(current, fileName);
    try {
      return { path, text: readFileSync(path, 'utf8') };
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code !== 'ENOENT' && code !== 'ENOTDIR') {
        throw new MullError('E_CONFIG_INVALID', `${path} cannot be read: ${(error as Error).message}.`, {
          hint: 'Make it a file that you may read, or remove it.',
          cause: error,
        });
      }
    }
    if (dirname(current) === current) return undefined;
  }
}
