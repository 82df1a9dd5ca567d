import { styleText } from 'node:util';
import type { Role, TextStyle } from '../report/text-style.ts';
import type { Host, Output } from './host.ts';

type Environment = Host['environment'];

const looks: Readonly<Record<Role, Parameters<typeof styleText>[0]>> = {
  heading: 'bold',
  thinking: 'dim',
  forced: ['bold', 'yellow'],
  answer: 'bold',
  faint: 'dim',
  good: 'green',
  bad: 'red',
  warning: 'yellow',
  error: ['bold', 'red'],
  'first-series': 'cyan',
  'second-series': ['bold', 'yellow'],
};

/** How text looks on an output of this host. */
export function terminalStyle(host: Host, output: Output): TextStyle {
  const colours = wantsColour(host.environment, output.isTerminal);
  return {
    // Asked again for every line: terminals are resized.
    get width() {
      return output.isTerminal ? (output.columns ?? 80) : Number.POSITIVE_INFINITY;
    },
    unicode: hasUnicode(host.environment, host.platform),
    paint: (role, text) => (colours && text !== '' ? styleText(looks[role], text, { validateStream: false }) : text),
  };
}

/** FORCE_COLOR beats NO_COLOR (as in Node.js), which beats what the output is. */
export function wantsColour(environment: Environment, isTerminal: boolean): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: refused, TERM: terminal } = environment;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if (refused !== undefined && refused !== '') return false;
  return isTerminal && terminal !== 'dumb';
}

/** Whether symbols outside of ASCII can be shown. */
export function hasUnicode(environment: Environment, platform: string): boolean {
  if (platform === 'win32') return environment.WT_SESSION !== undefined || environment.TERM_PROGRAM === 'vscode';
  // The console of the Linux kernel and `dumb` terminals have few symbols, whatever the locale says.
  if (environment.TERM === 'linux' || environment.TERM === 'dumb') return false;
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG;
  // Containers often set no locale at all, behind a terminal that does have Unicode.
  return !locale || /utf-?8/i.test(locale);
}
