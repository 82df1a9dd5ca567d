import { describe, expect, test } from 'vitest';
import { loadHub } from '../../src/hub/load-hub.ts';

const install = 'npm install @huggingface/hub@^2.17.5';

describe('the optional package @huggingface/hub', () => {
  test('is loaded where it is installed', async () => {
    expect(await loadHub()).toMatchObject({ fileDownloadInfo: expect.any(Function) });
  });

  test('is asked for with the command that installs it where it is not', async () => {
    const missing = 'this-package-is-not-installed';
    const loading = loadHub(() => import(/* @vite-ignore */ missing));
    await expect(loading).rejects.toMatchObject({
      code: 'E_PEER_MISSING',
      message: 'Pulling from the Hub needs the package @huggingface/hub.',
      hint: install,
    });
  });

  test('is refused in a version that lacks what is needed', async () => {
    await expect(loadHub(async () => ({}))).rejects.toMatchObject({
      code: 'E_PEER_MISSING',
      message: 'The installed @huggingface/hub has no function modelInfo.',
      hint: install,
    });
  });

  test('that is broken fails with its own error', async () => {
    const broken = async (): Promise<never> => {
      throw new SyntaxError('Unexpected end of input');
    };
    await expect(loadHub(broken)).rejects.toThrow('Unexpected end of input');
  });
});
