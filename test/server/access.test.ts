import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { readKeys } from '../../src/server/access/keys.ts';
import { startServer } from '../../src/server/start-server.ts';
import { scriptedEngine } from '../../src/testing/scripted-engine.ts';
import { serve } from './served.ts';

const path = '/v1/chat/completions';
const messages = [{ role: 'user', content: 'Why?' }];
const endless = ['a '.repeat(300), 'So.'];
const key = 'key-of-team-a-0123456789';
const other = 'key-of-team-b-0123456789';
const keys = [
  { name: 'team-a', key, ceilings: { max: 5 } },
  { name: 'team-b', sha256: createHash('sha256').update(other).digest('hex') },
];

describe('keys', () => {
  test('are asked for by every endpoint that thinks or tells, in the way of either host', async () => {
    const { post, url } = await serve(endless, { keys });
    const none = await post(path, { messages });
    expect([none.status, none.body.error.code, none.body.error.type]).toEqual([
      401,
      'E_KEY_INVALID',
      'authentication_error',
    ]);
    expect((await post(path, { messages }, { authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await post(path, { messages }, { authorization: `Bearer ${key}` })).status).toBe(200);
    expect((await post('/v1/messages', { messages }, { 'x-api-key': other })).status).toBe(200);
    expect((await post(`${path}/control`, { id: 'x', action: 'reasoning_end' })).status).toBe(401);
    for (const closed of ['/v1/models', '/metrics']) expect((await fetch(url + closed)).status).toBe(401);
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });

  test('have ceilings of their own, below those of the server', async () => {
    const { post } = await serve(endless, { keys, ceilings: { max: 9 } });
    const used = async (bearer: string): Promise<number> =>
      (await post(path, { messages, thinking_budget: 100 }, { authorization: `Bearer ${bearer}` })).body.receipt
        .thinkingTokens;
    expect(await used(key)).toBe(5);
    expect(await used(other)).toBe(9);
  });

  test('only whoever started a run can steer it', async () => {
    const { post, url } = await serve(endless, { keys, scripted: { tokenDelay: 5 } });
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${other}`, 'x-request-id': 'mine' },
      body: JSON.stringify({ messages, stream: true }),
    });
    const steer = { id: 'mine', action: 'reasoning_end' };
    expect((await post(`${path}/control`, steer, { authorization: `Bearer ${key}` })).status).toBe(404);
    expect((await post(`${path}/control`, steer, { authorization: `Bearer ${other}` })).body).toEqual({
      success: true,
    });
    await response.text();
  });

  test('a file of keys says what is wrong with it without showing a key', () => {
    expect(readKeys(JSON.stringify({ keys }), 'keys.json')).toEqual(keys);
    const wrong = (content: unknown): string => {
      try {
        readKeys(typeof content === 'string' ? content : JSON.stringify(content), 'keys.json');
      } catch (error) {
        return (error as Error).message;
      }
      return 'accepted';
    };
    expect(wrong('{ "keys": [{ "key": "secret-secret-secret" ')).toBe('keys.json is not valid JSON.');
    expect(wrong({ keys: [{ name: 'a', key: 'secret' }] })).toBe(
      'keys.json.keys.0.key must be a text of at least 16 characters, got "******".',
    );
    expect(wrong({ keys: [{ name: 'a', key, sha256: keys[1]?.sha256 }] })).toContain(
      'an entry with a key or its sha256',
    );
    expect(wrong({ keys: [{ name: 'a', key, sha256: keys[1]?.sha256 }] })).not.toContain(key);
    expect(wrong({ keys: [] })).toContain('must be a list of at least one key');
    expect(wrong({ keys: [{ name: 'a', key, ceiling: {} }] })).toContain('keys.json.keys.0 has no field "ceiling".');
  });

  test('a host that others can reach needs them', async () => {
    const engine = scriptedEngine({ script: 'x' });
    await expect(startServer({ engine, host: '0.0.0.0', port: 0 })).rejects.toMatchObject({ code: 'E_HOST_OPEN' });
    const server = await startServer({ engine, host: '0.0.0.0', port: 0, keys });
    await server.close();
    await engine.close();
  });
});

describe('web pages', () => {
  /** A request as a browser makes it, which `fetch` does not let one write. */
  function asked(
    url: string,
    headers: Readonly<Record<string, string>>,
    method = 'GET',
  ): Promise<{ status: number; headers: NodeJS.Dict<string | string[]> }> {
    return new Promise((resolve, reject) => {
      const sent = request(url, { headers, method }, (response) => {
        response.resume();
        resolve({ status: response.statusCode ?? 0, headers: response.headers });
      });
      sent.once('error', reject).end();
    });
  }

  test('of other origins may not use it, also not by a name bent to this machine', async () => {
    const { url } = await serve(endless);
    const { host } = new URL(url);
    expect((await asked(`${url}/v1/models`, { origin: url })).status).toBe(200);
    expect((await asked(`${url}/v1/models`, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await asked(`${url}/v1/models`, { host: 'evil.example', origin: 'http://evil.example' })).status).toBe(403);
    expect((await asked(`${url}/v1/models`, { host: host.replace('127.0.0.1', 'localhost') })).status).toBe(200);
  });

  test('of allowed origins may, streams included', async () => {
    const { url } = await serve(['ok</think>', 'So.'], { origins: ['https://app.example'] });
    const origin = 'https://app.example';
    const asking = await asked(url + path, { origin }, 'OPTIONS');
    expect([asking.status, asking.headers['access-control-allow-origin']]).toEqual([204, origin]);
    const stream = await fetch(url + path, {
      method: 'POST',
      headers: { origin },
      body: JSON.stringify({ messages, stream: true }),
    });
    expect(stream.headers.get('access-control-allow-origin')).toBe(origin);
    await stream.text();
    expect((await asked(`${url}/v1/models`, { origin: 'https://evil.example' })).status).toBe(403);
  });
});
