import { readdirSync, readFileSync } from 'node:fs';

/** Libraries inside the built files of d3 and linkedom, where no bundler can see them. */
const within = [
  ...['internmap', 'css-select', 'css-what', 'nth-check', 'boolbase', 'cssomnom', 'html-escaper', 'uhyphen'],
  ...['htmlparser2', 'domhandler', 'domutils', 'dom-serializer', 'domelementtype', 'entities'],
];

/** As much of a bundler's plugin as is needed here. */
interface LicencePlugin {
  readonly name: string;
  generateBundle(this: Emitter, options: unknown, bundle: Readonly<Record<string, { moduleIds?: string[] }>>): void;
}

interface Emitter {
  emitFile(file: { readonly type: 'asset'; readonly fileName: string; readonly source: string }): void;
}

/** Writes `third-party-licences.txt`: the licence of every library that went into the bundle. */
export function thirdPartyLicences(): LicencePlugin {
  return {
    name: 'third-party-licences',
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap(({ moduleIds = [] }) => moduleIds);
      const names = modules.flatMap(
        (id) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(id)?.[1] ?? [],
      );
      const source = [...new Set([...names, ...within])]
        .sort()
        .map(licenceOf)
        .join(`\n\n${'-'.repeat(80)}\n\n`);
      this.emitFile({ type: 'asset', fileName: 'third-party-licences.txt', source });
    },
  };
}

function licenceOf(name: string): string {
  const folder = `node_modules/${name}`;
  const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const words = file === undefined ? '' : `\n\n${readFileSync(`${folder}/${file}`, 'utf8').trim()}`;
  return `${name} ${version} (${license})${words}`;
}
