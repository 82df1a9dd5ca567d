import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hubCacheDir, readHubSettings } from '../../src/hub/hub-settings.ts';
import { temporaryFolder } from '../support/hub-workspace.ts';

// What each variable means: https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables
describe('the folder that keeps models', () => {
  test.each([
    [{}, join(homedir(), '.cache/huggingface/hub')],
    [{ XDG_CACHE_HOME: '/x' }, '/x/huggingface/hub'],
    [{ XDG_CACHE_HOME: '/x', HF_HOME: '/h' }, '/h/hub'],
    [{ HF_HOME: '~/h' }, join(homedir(), 'h/hub')],
    [{ HF_HOME: '/h', HUGGINGFACE_HUB_CACHE: '/old' }, '/old'],
    [{ HF_HOME: '/h', HUGGINGFACE_HUB_CACHE: '/old', HF_HUB_CACHE: '/new' }, '/new'],
    [{ HF_HUB_CACHE: '' }, join(homedir(), '.cache/huggingface/hub')],
  ])('with %o is %s', (environment, folder) => {
    expect(hubCacheDir({}, environment)).toBe(folder);
  });

  test('is the one that is asked for before any variable', () => {
    expect(hubCacheDir({ cacheDir: '/asked' }, { HF_HUB_CACHE: '/new' })).toBe('/asked');
  });
});

describe('the token', () => {
  test('comes from HF_TOKEN, else from its older name', async () => {
    const home = await temporaryFolder();
    const older = { HF_HOME: home, HUGGING_FACE_HUB_TOKEN: 'hf_older' };
    expect((await readHubSettings({}, older)).token).toBe('hf_older');
    expect((await readHubSettings({}, { ...older, HF_TOKEN: 'hf_newer' })).token).toBe('hf_newer');
    expect((await readHubSettings({ token: 'hf_asked' }, older)).token).toBe('hf_asked');
    expect((await readHubSettings({ token: '' }, older)).token).toBeUndefined();
  });

  test('else from the file that logging in writes, unless that is switched off', async () => {
    const home = await temporaryFolder();
    await writeFile(join(home, 'token'), 'hf_file\n');
    expect((await readHubSettings({}, { HF_HOME: home })).token).toBe('hf_file');
    expect((await readHubSettings({}, { HF_HOME: home, HF_HUB_DISABLE_IMPLICIT_TOKEN: '1' })).token).toBeUndefined();
    const elsewhere = join(home, 'elsewhere/token');
    await mkdir(dirname(elsewhere));
    await writeFile(elsewhere, 'hf_elsewhere');
    expect((await readHubSettings({}, { HF_HOME: home, HF_TOKEN_PATH: elsewhere })).token).toBe('hf_elsewhere');
  });

  test('is none where nobody logged in', async () => {
    expect((await readHubSettings({}, { HF_HOME: await temporaryFolder() })).token).toBeUndefined();
  });
});

describe('the other settings', () => {
  test('the Hub is huggingface.co, or the mirror that HF_ENDPOINT names', async () => {
    const HF_HOME = await temporaryFolder();
    expect((await readHubSettings({}, { HF_HOME })).endpoint).toBe('https://huggingface.co');
    expect((await readHubSettings({}, { HF_HOME, HF_ENDPOINT: 'https://mirror.example/' })).endpoint).toBe(
      'https://mirror.example',
    );
    await expect(readHubSettings({}, { HF_HOME, HF_ENDPOINT: 'mirror.example' })).rejects.toMatchObject({
      code: 'E_OPTION_INVALID',
      message: 'The address of the Hub must be a URL, got "mirror.example".',
    });
  });

  test.each([
    ['1', true],
    ['true', true],
    ['YES', true],
    ['on', true],
    ['0', false],
    ['', false],
    [undefined, false],
  ])('HF_HUB_OFFLINE=%s means offline: %s', async (HF_HUB_OFFLINE, offline) => {
    const HF_HOME = await temporaryFolder();
    expect((await readHubSettings({}, { HF_HOME, HF_HUB_OFFLINE })).offline).toBe(offline);
  });

  test('Xet can be switched off, and the patience with a silent server be changed', async () => {
    const HF_HOME = await temporaryFolder();
    expect(await readHubSettings({}, { HF_HOME })).toMatchObject({ xet: true, silence: 30 });
    expect(await readHubSettings({}, { HF_HOME, HF_HUB_DISABLE_XET: '1', HF_HUB_DOWNLOAD_TIMEOUT: '5' })).toMatchObject(
      { xet: false, silence: 5 },
    );
    expect(await readHubSettings({}, { HF_HOME, HF_HUB_DOWNLOAD_TIMEOUT: 'soon' })).toMatchObject({ silence: 30 });
  });
});
