import { describe, expect, test, vi } from 'vitest';
import { pullModel } from '../../src/hub/pull-model.ts';
import { content, hubWorkspace } from '../support/hub-workspace.ts';

const files = { 'm-Q8_0.gguf': content(5000) };
const otherToken = 'hf_otherotherotherother';

describe('what the Hub does not have', () => {
  test('a repository: with the nearest of that owner', async () => {
    const { server, options } = await hubWorkspace({ 'Qwen/Qwen3-0.6B-GGUF': { files } });
    await expect(pullModel('hf:Qwen/Qwen3-0.6B-GUF', options)).rejects.toMatchObject({
      code: 'E_HUB_NOT_FOUND',
      message: `There is no repository Qwen/Qwen3-0.6B-GUF on ${new URL(server.url).host}.`,
      hint: 'Did you mean hf:Qwen/Qwen3-0.6B-GGUF?',
    });
  });

  test('a repository that nothing resembles: it may be private', async () => {
    const { options, server } = await hubWorkspace({ 'o/secret': { files, private: true } });
    await expect(pullModel('hf:o/secret', options)).rejects.toMatchObject({
      code: 'E_HUB_NOT_FOUND',
      hint: 'Check the spelling; if it is private, set HF_TOKEN to a token that may read it.',
    });
    await expect(pullModel('hf:o/secret', { ...options, token: otherToken })).rejects.toMatchObject({
      code: 'E_HUB_NOT_FOUND',
      hint: 'Check the spelling, and that the token may read it if it is private.',
    });
    expect((await pullModel('hf:o/secret', { ...options, token: server.goodToken })).bytes).toBe(5000);
  });

  test('a revision', async () => {
    const { options, server } = await hubWorkspace({ 'o/r': { files } });
    await expect(pullModel('hf:o/r@v2', options)).rejects.toMatchObject({
      code: 'E_HUB_NOT_FOUND',
      message: 'o/r has no revision v2.',
      hint: `Its branches and tags are at ${server.url}/o/r/tree/main.`,
    });
  });

  test('a file: with the nearest', async () => {
    const { options } = await hubWorkspace({ 'o/r': { files } });
    await expect(pullModel('hf:o/r:m-Q8_O.gguf', options)).rejects.toMatchObject({
      code: 'E_HUB_NOT_FOUND',
      message: 'o/r has no file m-Q8_O.gguf.',
      hint: 'Did you mean hf:o/r:m-Q8_0.gguf?',
    });
  });

  test('a file that its list has, but that went since', async () => {
    const { options, server } = await hubWorkspace({ 'o/r': { files } });
    server.faults.push({ on: 'resolve', status: 404, headers: { 'x-error-code': 'EntryNotFound' } });
    await expect(pullModel('hf:o/r:m-Q8_0.gguf', options)).rejects.toMatchObject({
      code: 'E_HUB_NOT_FOUND',
      message: 'o/r has no file m-Q8_0.gguf.',
    });
  });
});

describe('gated models', () => {
  // https://huggingface.co/docs/hub/models-gated
  test('without a token say where to accept the terms', async () => {
    const { options, server } = await hubWorkspace({ 'o/r': { files, gated: true } });
    await expect(pullModel('hf:o/r', options)).rejects.toMatchObject({
      code: 'E_HUB_DENIED',
      message: 'o/r is gated.',
      hint: `Accept its terms at ${server.url}/o/r, then set HF_TOKEN to a token of that account.`,
    });
  });

  test('with the token of an account that has not accepted say so', async () => {
    const { options, server } = await hubWorkspace({ 'o/r': { files, gated: true } });
    await expect(pullModel('hf:o/r', { ...options, token: otherToken })).rejects.toMatchObject({
      code: 'E_HUB_DENIED',
      message: 'o/r is gated, and the token may not read it.',
      hint: `Accept its terms at ${server.url}/o/r with the account of the token, then pull again.`,
    });
  });

  test('come with the right token from the environment', async () => {
    const { options, server } = await hubWorkspace({ 'o/r': { files, gated: true } });
    vi.stubEnv('HF_TOKEN', server.goodToken);
    expect((await pullModel('hf:o/r', options)).bytes).toBe(5000);
  });
});

describe('the token', () => {
  test('goes to the Hub, and not to the storage it redirects to', async () => {
    const { options, server } = await hubWorkspace({ 'o/r': { files, private: true }, 'o/x': { files, xet: true } });
    const token = server.goodToken;
    await pullModel('hf:o/r', { ...options, token });
    await pullModel('hf:o/x', { ...options, token });
    const sent = (kinds: readonly string[]): Set<string | undefined> =>
      new Set(server.seen.filter(({ kind }) => kinds.includes(kind)).map(({ authorization }) => authorization));
    expect(sent(['api', 'resolve'])).toEqual(new Set([`Bearer ${token}`]));
    expect(sent(['storage'])).toEqual(new Set([undefined]));
    expect(sent(['xet'])).not.toContain(`Bearer ${token}`);
  });

  test('of a mirror may have any form', async () => {
    const { options, server } = await hubWorkspace({ 'o/r': { files } });
    await pullModel('hf:o/r', { ...options, token: 'key-of-a-mirror' });
    expect(server.seen[0]?.authorization).toBe('Bearer key-of-a-mirror');
  });

  test('that the Hub does not know is named as the reason, and not shown', async () => {
    const { options, server } = await hubWorkspace({ 'o/r': { files } });
    server.faults.push({
      on: 'api',
      status: 401,
      headers: { 'x-error-message': 'Invalid credentials in Authorization header' },
    });
    const error = await pullModel('hf:o/r', { ...options, token: otherToken }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'E_HUB_DENIED',
      message: `${new URL(server.url).host} does not accept the token: Invalid credentials in Authorization header.`,
    });
    expect(JSON.stringify([error, (error as Error).message, (error as Error).stack])).not.toContain(otherToken);
  });

  test('that may read less than this is refused with what the Hub says', async () => {
    const { options, server } = await hubWorkspace({ 'o/r': { files } });
    server.faults.push({ on: 'api', status: 403, body: '{"error":"Your storage is restricted."}' });
    await expect(pullModel('hf:o/r', { ...options, token: otherToken })).rejects.toMatchObject({
      code: 'E_HUB_DENIED',
      message: `${new URL(server.url).host} refuses access to o/r: Your storage is restricted.`,
      hint: 'Check what the token may read.',
    });
  });
});

describe('a Hub in trouble', () => {
  test('is asked again, and as late as it wishes', async () => {
    const { options, server } = await hubWorkspace({ 'o/r': { files } });
    server.faults.push(
      { on: 'api', status: 503 },
      { on: 'api', status: 429, headers: { 'retry-after': '1' } },
      { on: 'resolve', status: 500 },
      { on: 'storage', status: 502 },
    );
    const started = performance.now();
    expect((await pullModel('hf:o/r', options)).bytes).toBe(5000);
    expect(performance.now() - started).toBeGreaterThan(990);
  });

  test('that stays in trouble is given up with what it said', async () => {
    const { options, server } = await hubWorkspace({ 'o/r': { files } });
    server.faults.push({ on: 'api', status: 503, body: '<html>down</html>', times: 100 });
    await expect(pullModel('hf:o/r', options)).rejects.toMatchObject({
      code: 'E_HUB_FAULT',
      message: `${new URL(server.url).host} answered with status 503.`,
    });
    server.faults.length = 0;
    server.faults.push({ on: 'api', status: 429, body: 'We had to rate limit you.', times: 100 });
    await expect(pullModel('hf:o/r', options)).rejects.toMatchObject({
      code: 'E_HUB_FAULT',
      message: `${new URL(server.url).host} answered with status 429: We had to rate limit you.`,
      hint: expect.stringContaining('slow down'),
    });
  });

  test('that cannot be reached is named', async () => {
    const { options, server } = await hubWorkspace();
    await server.close();
    await expect(pullModel('hf:o/r', options)).rejects.toMatchObject({
      code: 'E_HUB_UNREACHABLE',
      message: `${new URL(server.url).host} cannot be reached (ECONNREFUSED).`,
      hint: expect.stringContaining('HF_ENDPOINT'),
    });
  });

  test('that says nothing is given up in time', async () => {
    const { options, server } = await hubWorkspace({ 'o/r': { plainGit: true, files } });
    vi.stubEnv('HF_HUB_DOWNLOAD_TIMEOUT', '0.05');
    server.faults.push({ on: 'api', status: 200, delay: 500, times: 100 });
    await expect(pullModel('hf:o/r', options)).rejects.toMatchObject({
      code: 'E_HUB_UNREACHABLE',
      message: `${new URL(server.url).host} cannot be reached (no answer within 0.05 s).`,
    });
  });

  test('or something else in its place is not taken for the Hub', async () => {
    const { options, server } = await hubWorkspace({ 'o/r': { files } });
    server.faults.push({ on: 'api', status: 200, body: '<html>Please log in to the network.</html>' });
    await expect(pullModel('hf:o/r', options)).rejects.toMatchObject({
      code: 'E_HUB_FAULT',
      hint: 'Check HF_ENDPOINT, and that no login page of the network stands in between.',
    });
  });

  test.each(['../../../evil.gguf', '/etc/evil.gguf', 'C:\\evil.gguf', 'a\\..\\evil.gguf'])(
    'or a repository that names a file %s writes nothing outside of the cache',
    async (path) => {
      const { options, server } = await hubWorkspace({ 'o/r': { files: { [path]: content(10) } } });
      await expect(pullModel('hf:o/r', options)).rejects.toMatchObject({
        code: 'E_HUB_FAULT',
        message: `The file list has an entry that cannot be kept: ${JSON.stringify(path)}.`,
      });
      expect(server.seen.filter(({ kind }) => kind !== 'api')).toEqual([]);
    },
  );
});
