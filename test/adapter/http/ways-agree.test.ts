import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wayNames } from '../../../src/adapter/http/way-name.ts';
import { drawPebbleQuestion } from '../../../src/dataset/draw-pebble-question.ts';
import { createHttpEngine } from '../../../src/http.ts';
import { think } from '../../../src/index.ts';
import { type LlamaServer, startLlamaServer } from '../../support/llama-server.ts';

const ways = wayNames.slice(0, 3);
const budget = { max: 64, waits: 2 };

let server: LlamaServer;
beforeAll(async () => {
  server = await startLlamaServer();
});
afterAll(() => server.close());

describe('a real llama-server', () => {
  test('thinks and answers the same by token ids, by text and by messages, up to the last token before a cut', async () => {
    expect(ways).toEqual(['tokens', 'text', 'chat']);
    const engines = await Promise.all(ways.map((way) => createHttpEngine({ url: server.url, way })));
    let waits = 0;
    for (let index = 0; index < 12; index += 1) {
      const prompt = drawPebbleQuestion({ seed: 9, index }).text;
      const results = [];
      for (const engine of engines) results.push(await think({ engine, prompt, budget }));
      const [byIds, ...others] = results.map(({ thinking, answer, receipt }) => ({
        thinking,
        answer,
        endedBy: receipt.endedBy,
        waits: receipt.bounds.waits.happened,
        max: receipt.bounds.max.verdict,
      }));
      waits += byIds!.waits;
      expect(byIds!.max).toBe('held');
      for (const other of others) expect(other).toEqual(byIds);
    }
    expect(waits).toBeGreaterThan(8);
    await Promise.all(engines.map((engine) => engine.close()));
  });

  test('that takes any name for its model is not called by one it does not have', async () => {
    await expect(createHttpEngine({ url: server.url, model: 'gpt-5' })).rejects.toMatchObject({
      code: 'E_MODEL_UNKNOWN',
      message: 'The server has no model "gpt-5", though it takes any name.',
      hint: expect.stringContaining('It has: pebble.'),
    });
    for (const model of ['pebble', 'pebble.gguf']) {
      const engine = await createHttpEngine({ url: server.url, model });
      expect(engine.id).toBe(`${server.url}#pebble`);
      await engine.close();
    }
  });

  test('asked at a wrong path is told from one without a name for its model', async () => {
    const url = server.url.replace('/v1', '/elsewhere');
    await expect(createHttpEngine({ url, retries: 0 })).rejects.toMatchObject({
      code: 'E_OPTION_INVALID',
      message: expect.stringMatching(/elsewhere\/models answered 404/),
      hint: expect.stringMatching(/^Check that the URL is the API root/),
    });
  });
});
