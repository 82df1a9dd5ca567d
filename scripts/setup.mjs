// Before the tests: gets what they need beyond npm packages, once. Python packages, each in an environment of its own
// under node_modules/.cache, and a browser. Where one cannot be had, the tests that need it say so.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const cache = join(import.meta.dirname, '../node_modules/.cache');

installPython('The server of llama.cpp', 'llama-server', 'xllamacpp==2026.10.11549', '34 MB');
installPython('The OpenAI client for Python', 'python-openai', 'openai==3.57.0', '15 MB');
installChromium();

function installPython(name, place, wanted, size) {
  const folder = join(cache, place);
  const stamp = join(folder, 'installed.txt');
  const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  if (existsSync(stamp) && existsSync(python)) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  console.log(`Getting for the tests, once: ${name} (${wanted}, ${size}) ...`);
  const system = process.platform === 'win32' ? 'python' : 'python3';
  if (!run(name, system, ['-m', 'venv', folder])) return;
  if (!run(name, python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', wanted])) return;
  writeFileSync(stamp, `${wanted}\n`);
}

/** Leaves the path of a browser in a file that test/support/browser.ts reads. */
function installChromium() {
  const note = join(cache, 'chromium.txt');
  rmSync(note, { force: true });
  const name = 'Chromium';
  let browser = findChromium();
  if (browser === undefined) {
    console.log(`Getting for the tests, once: ${name} (by apt-get, 300 MB) ...`);
    const asked = ['install', '--yes', '--quiet', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'];
    if (!run(name, 'apt-get', ['update', '--quiet']) || !run(name, 'apt-get', asked)) return;
    browser = findChromium();
  }
  mkdirSync(cache, { recursive: true });
  if (browser !== undefined) writeFileSync(note, browser);
}

/** A Chromium or Chrome that this machine has; the variable CHROME_PATH may name another. */
function findChromium() {
  const usual = {
    linux: [
      '/usr/bin/chromium',
      '/usr/bin/chromium-browser',
      '/usr/bin/google-chrome',
      '/usr/bin/google-chrome-stable',
      '/snap/bin/chromium',
    ],
    darwin: [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ],
    win32: [
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
      'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    ],
  };
  const places = [process.env.CHROME_PATH, ...(usual[process.platform] ?? [])];
  return places.find((place) => place !== undefined && existsSync(place));
}

function run(name, command, parameters) {
  const { status, stderr, error } = spawnSync(command, parameters, { encoding: 'utf8' });
  if (status === 0) return true;
  const words = (error?.message ?? stderr).trim().split('\n').slice(-3).join('\n');
  console.error(`${name} cannot be set up: the command\n  ${[command, ...parameters].join(' ')}\nfailed:\n${words}`);
  console.error('The tests that need it will fail. Once the command works, run `node scripts/setup.mjs` again.');
  return false;
}
