// The layer hub needs Node: it looks for files.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A model that comes with this package. */
export interface BundledModel {
  readonly name: string;
  readonly path: string;
}

const names: readonly string[] = ['pebble'];

/** The bundled models: they lie beside `src` in a clone and beside `dist` in an installed package. */
export function bundledModels(): readonly BundledModel[] {
  return names.map((name) => {
    const file = join('models', `${name}.gguf`);
    let folder = import.meta.dirname;
    while (!existsSync(join(folder, file)) && dirname(folder) !== folder) folder = dirname(folder);
    return { name, path: join(folder, file) };
  });
}
