import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** What `npm install mull` puts on a disk, optional peers left out: size, native code and install scripts. */
export async function run(): Promise<string> {
  const root = resolve(import.meta.dirname, '..');
  const folder = mkdtempSync(join(tmpdir(), 'mull-size-'));
  try {
    const [packed] = JSON.parse(
      execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
        cwd: root,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    execFileSync('npm', ['install', '--omit=peer', '--omit=optional', join(folder, packed.filename)], {
      cwd: folder,
      stdio: 'ignore',
    });
    const modules = join(folder, 'node_modules');
    const files = readdirSync(modules, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const bytes = new Map<string, number>();
    for (const file of files) {
      const path = join(file.parentPath, file.name);
      const [first = '', second = ''] = path.slice(modules.length + 1).split('/');
      const name = first.startsWith('@') ? `${first}/${second}` : first;
      bytes.set(name, (bytes.get(name) ?? 0) + statSync(path).size);
    }
    const total = [...bytes.values()].reduce((sum, size) => sum + size, 0);
    const native = files.filter((file) => file.name.endsWith('.node') || file.name.endsWith('.so'));
    const scripts = files
      .filter((file) => file.name === 'package.json')
      .filter((file) => /"(pre|post)?install"\s*:/.test(readFileSync(join(file.parentPath, file.name), 'utf8')));
    const megabytes = (size: number): string => `${(size / 1e6).toFixed(1)} MB`;
    return [
      '| package | installed |',
      '| --- | --- |',
      ...[...bytes].sort((a, b) => b[1] - a[1]).map(([name, size]) => `| ${name} | ${megabytes(size)} |`),
      `| **all** | **${megabytes(total)}** (under 25), native files: ${native.length}, packages with install scripts: ${scripts.length} |`,
    ].join('\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
