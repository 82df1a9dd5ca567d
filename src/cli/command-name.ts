import { basename, relative } from 'node:path';
import type { Host } from './host.ts';

/** What a person types to start this command line again: every command that is printed has to work as printed. */
export function commandName(host: Pick<Host, 'environment' | 'script' | 'workingDirectory'>): string {
  // npm sets this for `npx mull` and for scripts of a package; `mull` alone would not be found afterwards.
  if (host.environment.npm_command !== undefined) return 'npx mull';
  if (basename(host.script) === 'mull') return 'mull';
  const path = relative(host.workingDirectory(), host.script);
  return `node ${/[^\w./\\-]/.test(path) ? JSON.stringify(path) : path}`;
}
