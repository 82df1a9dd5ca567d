import { describe, expect, test } from 'vitest';
import { commandName } from '../../src/cli/command-name.ts';
import { hasUnicode, terminalStyle, wantsColour } from '../../src/cli/terminal-style.ts';
import { fakeHost } from './fake-host.ts';

describe('colour', () => {
  test.each([
    ['a terminal', {}, true, true],
    ['a pipe', {}, false, false],
    ['NO_COLOR', { NO_COLOR: '1' }, true, false],
    ['an empty NO_COLOR, which means nothing', { NO_COLOR: '' }, true, true],
    ['FORCE_COLOR into a pipe', { FORCE_COLOR: '1' }, false, true],
    ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, true, false],
    ['FORCE_COLOR and NO_COLOR', { FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
    ['a dumb terminal', { TERM: 'dumb' }, true, false],
  ])('with %s', (_, environment, isTerminal, colour) => {
    expect(wantsColour(environment, isTerminal)).toBe(colour);
    const host = fakeHost({ environment, outputIsTerminal: isTerminal });
    expect(terminalStyle(host, host.output).paint('error', 'x').includes('\u001b[')).toBe(colour);
  });

  test('nothing is painted where there is nothing', () => {
    const host = fakeHost({ outputIsTerminal: true });
    expect(terminalStyle(host, host.output).paint('error', '')).toBe('');
  });
});

describe('symbols outside of ASCII', () => {
  test.each([
    ['a UTF-8 locale', { LANG: 'en_US.UTF-8' }, 'linux', true],
    ['no locale, as in containers', {}, 'linux', true],
    ['the C locale', { LANG: 'C' }, 'linux', false],
    ['another character set', { LANG: 'de_DE.ISO-8859-1' }, 'linux', false],
    ['LC_ALL over LANG', { LC_ALL: 'C', LANG: 'en_US.UTF-8' }, 'linux', false],
    ['C.UTF-8', { LC_ALL: 'C.UTF-8' }, 'linux', true],
    ['the console of the kernel', { TERM: 'linux', LANG: 'en_US.UTF-8' }, 'linux', false],
    ['the old Windows console', {}, 'win32', false],
    ['Windows Terminal', { WT_SESSION: 'x' }, 'win32', true],
  ])('with %s', (_, environment, platform, unicode) => {
    expect(hasUnicode(environment, platform)).toBe(unicode);
  });
});

test('lines are wrapped on terminals only', () => {
  const terminal = fakeHost({ outputIsTerminal: true, columns: 50 });
  expect(terminalStyle(terminal, terminal.output).width).toBe(50);
  const unknown = fakeHost({ outputIsTerminal: true });
  expect(terminalStyle(unknown, unknown.output).width).toBe(80);
  const pipe = fakeHost();
  expect(terminalStyle(pipe, pipe.output).width).toBe(Number.POSITIVE_INFINITY);
});

describe('printed commands begin the way mull was started', () => {
  const started = (script: string, environment: Record<string, string> = {}): string =>
    commandName({ script, environment, workingDirectory: () => '/home/me' });

  test('by npx or npm', () => {
    expect(started('/x/node_modules/.bin/mull', { npm_command: 'exec' })).toBe('npx mull');
    expect(started('/home/me/dist/cli/main.js', { npm_command: 'run-script' })).toBe('npx mull');
  });

  test('by its name', () => {
    expect(started('/usr/local/bin/mull')).toBe('mull');
  });

  test('by its file, in quotes where the shell needs them', () => {
    expect(started('/home/me/dist/cli/main.js')).toBe('node dist/cli/main.js');
    expect(started('/home/me/my mull/main.js')).toBe('node "my mull/main.js"');
  });
});
