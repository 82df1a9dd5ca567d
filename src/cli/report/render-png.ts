import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MullError } from '../../core/mull-error.ts';

type Resvg = typeof import('@resvg/resvg-js');

const install = 'npm install @resvg/resvg-js@^2.6.2';

/**
 * An SVG of ours as a PNG with twice its pixels, its letters drawn with the fonts of this package.
 *
 * @param load - how to import the renderer
 * @throws E_PEER_MISSING where the optional package that renders is not installed
 */
export async function renderPng(
  svg: string,
  load: () => Promise<Resvg> = () => import('@resvg/resvg-js'),
): Promise<Uint8Array> {
  let library: Resvg;
  try {
    library = await load();
  } catch (cause) {
    throw new MullError('E_PEER_MISSING', 'PNG pictures need the package @resvg/resvg-js, which could not be loaded.', {
      hint: `${install}  (or write an .svg, which needs nothing)`,
      cause,
    });
  }
  const { Resvg } = library;
  const fontFiles = ['inter-regular.ttf', 'inter-semibold.ttf'].map(fontFile);
  const picture = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: 2 },
    // Only ours, so that a picture is the same on every machine.
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: 'Inter' },
  });
  return picture.render().asPng();
}

/** Fonts lie beside `src` in a clone and beside `dist` in an installed package. */
function fontFile(name: string): string {
  const file = join('fonts', name);
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, file)) && dirname(folder) !== folder) folder = dirname(folder);
  return join(folder, file);
}
