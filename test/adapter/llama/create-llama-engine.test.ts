import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createLlamaEngine } from '../../../src/adapter/llama/create-llama-engine.ts';
import type { LlamaEngineOptions } from '../../../src/adapter/llama/llama-options.ts';
import { loadPeer } from '../../../src/adapter/llama/load-peer.ts';
import { createPocketEngine } from '../../../src/adapter/pocket/create-pocket-engine.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { runScript } from './run-script.ts';

const path = resolve(import.meta.dirname, '../../../models/pebble.gguf');
const folder = mkdtempSync(join(tmpdir(), 'mull-'));
const model = readFileSync(path);

afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, bytes: Uint8Array): string {
  const written = join(folder, name);
  writeFileSync(written, bytes);
  return written;
}

async function thinking(engine: Engine, question: string): Promise<string> {
  const text = `<|im_start|>user\n${question}<|im_end|>\n<|im_start|>assistant\n<|im_start|>think\n`;
  const sequence = await engine.open({ parts: [{ text, control: true }] }, { seed: 1 });
  let written = '';
  for await (const chunk of sequence.generate({
    channel: 'thinking',
    maxTokens: 100,
    stop: [{ text: '<|im_start|>', control: true }],
    sampling: { temperature: 0 },
  })) {
    written += chunk.text;
  }
  await sequence.close();
  return written;
}

describe('an engine for a GGUF file', () => {
  test('says what the model is, and every setting it runs with', async () => {
    const engine = await createLlamaEngine({ path, slots: 2 });
    expect(engine.id).toBe('llama:pebble');
    expect(engine.model).toMatchObject({
      name: 'pebble',
      contextSize: 1024,
      architecture: 'qwen2',
      parameters: 832_640,
      vocabularySize: 344,
      eosToken: '<|im_end|>',
      thinking: { name: 's1' },
    });
    expect(engine.model.chatTemplate).toContain('<|im_start|>');
    expect(engine.abilities).toMatchObject({ slots: 2, fork: 'copy', ban: true, read: true, reproducible: true });
    expect(engine.choices).toContainEqual({ name: 'threads', value: 1, by: 'mull', why: 'the model is tiny' });
    expect(engine.choices).toContainEqual({ name: 'slots', value: 2, by: 'user', why: 'as asked for' });
    await engine.close();
  });

  test('takes another name, template and thinking format', async () => {
    const engine = await createLlamaEngine({ path, name: 'mine', chatTemplate: '{{ messages }}', thinking: 'think' });
    expect(engine.id).toBe('llama:mine');
    expect(engine.model).toMatchObject({
      chatTemplate: '{{ messages }}',
      thinking: { name: 'think', foundBy: 'user' },
    });
    await engine.close();
  });

  test('thinks what the pocket engine thinks', async () => {
    const [llama, pocket] = await Promise.all([createLlamaEngine({ path }), createPocketEngine({ model })]);
    for (const question of ['Last digit: 1 a1*2 b1*3 b2+5?', 'Last digit: 8 a1-3 b1*2 b2-1 c1-2 c2+5?']) {
      const text = await thinking(llama, question);
      expect(text).toMatch(/^So .*\d/);
      expect(await thinking(pocket, question)).toBe(text);
    }
    await Promise.all([llama.close(), pocket.close()]);
  });

  test('runs beside another one in the same process', async () => {
    const question = 'Last digit: 1 a1*2 b1*3 b2+5?';
    const engines = await Promise.all([createLlamaEngine({ path }), createLlamaEngine({ path, slots: 3 })]);
    const [one, other] = await Promise.all(engines.map((engine) => thinking(engine, question)));
    expect(other).toBe(one);
    await engines[0]!.close();
    expect(await thinking(engines[1]!, question)).toBe(one);
    await engines[1]!.close();
  });
});

describe('what cannot be opened says why', () => {
  test.each<[string, () => Partial<LlamaEngineOptions>, object]>([
    [
      'no file',
      () => ({ path: 'no/such/model.gguf' }),
      { code: 'E_MODEL_NOT_FOUND', message: 'There is no file no/such/model.gguf.' },
    ],
    ['a directory', () => ({ path: folder }), { code: 'E_MODEL_NOT_FOUND', message: `${folder} is a directory.` }],
    ['an empty file', () => ({ path: file('empty.gguf', new Uint8Array()) }), { code: 'E_MODEL_CORRUPT' }],
    ['another file', () => ({ path: file('text.gguf', Buffer.from('Once upon a time')) }), { code: 'E_NOT_A_MODEL' }],
    [
      'a file cut short in its header',
      () => ({ path: file('header.gguf', model.subarray(0, 3000)) }),
      {
        code: 'E_MODEL_CORRUPT',
        message: expect.stringMatching(/^header\.gguf is damaged or cut short; its tables do not fit together/),
        hint: 'Fetch the file again and compare its checksum.',
      },
    ],
    [
      'a file cut short in its weights',
      () => ({ path: file('weights.gguf', model.subarray(0, 800_000)) }),
      { code: 'E_MODEL_CORRUPT', message: expect.stringContaining('is not within the file bounds') },
    ],
    [
      'an unknown architecture',
      () => ({ path: file('unknown.gguf', replaced(model, 'qwen2', 'qwenX')) }),
      { code: 'E_MODEL_UNSUPPORTED', message: expect.stringContaining('qwenX') },
    ],
    [
      'an option that does not exist',
      () => ({ thread: 1 }) as Partial<LlamaEngineOptions>,
      { code: 'E_OPTION_INVALID', message: 'options has no field "thread".', hint: 'Did you mean "threads"?' },
    ],
    [
      'an option of the wrong form',
      () => ({ slots: 0 }),
      { code: 'E_OPTION_INVALID', message: 'options.slots must be a whole number from 1 to 256, got 0.' },
    ],
    [
      'a context larger than the model has',
      () => ({ contextSize: 4096 }),
      { code: 'E_OPTION_INVALID', message: 'contextSize is 4096, but the model was made for 1024 tokens.' },
    ],
    [
      'a GPU that is not there',
      () => ({ gpu: process.platform === 'darwin' ? 'cuda' : 'metal' }),
      { code: 'E_UNSUPPORTED' },
    ],
    [
      'an unknown thinking format',
      () => ({ thinking: 'thinkk' }),
      { code: 'E_OPTION_INVALID', hint: 'Did you mean "think"?' },
    ],
  ])('%s', async (_name, options, error) => {
    await expect(createLlamaEngine({ path, ...options() })).rejects.toMatchObject(error);
  });

  test('a model larger than the memory, before anything is loaded', async () => {
    const large = file('large.gguf', model);
    // The file has holes: it takes no room on the disk.
    truncateSync(large, 2 ** 43);
    await expect(createLlamaEngine({ path: large })).rejects.toMatchObject({
      code: 'E_MEMORY',
      message: expect.stringMatching(/large\.gguf has 8,388,608 MiB; this machine has [\d,]+ MiB\.$/),
    });
  });

  test('a package that is not installed, with the command that installs it', async () => {
    const missing = loadPeer(() => Promise.reject(new Error("Cannot find package 'node-llama-cpp'")));
    await expect(missing).rejects.toMatchObject({ code: 'E_PEER_MISSING', hint: 'npm install node-llama-cpp@3.22.1' });
  });

  test('a package of another version, with both versions', async () => {
    const other = loadPeer(async () => ({
      ...(await import('node-llama-cpp')),
      getModuleVersion: async () => '4.0.1',
    }));
    await expect(other).rejects.toMatchObject({
      code: 'E_PEER_VERSION',
      message: 'This version of mull works with node-llama-cpp 3.22.1; installed is 4.0.1.',
      hint: 'npm install node-llama-cpp@3.22.1',
    });
  });
});

describe('hostile files', () => {
  test('that kill llama.cpp kill another process, not this one', async () => {
    // A key length without heads: a division by zero or a failed assertion, depending on the build.
    const hostile = file('hostile.gguf', withoutHeads(model));
    await expect(createLlamaEngine({ path: hostile })).rejects.toMatchObject({ code: 'E_MODEL_CORRUPT' });
  });

  test('of random kinds are refused or run, and this process goes on', async () => {
    let state = 7;
    const random = (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const header = 16_000;
    const codes: string[] = [];
    for (let i = 0; i < 4; i += 1) {
      const bytes = Buffer.from(model);
      for (let changes = 0; changes <= i % 3; changes += 1) bytes[8 + random(header)] = random(256);
      const outcome = createLlamaEngine({ path: file(`random-${i}.gguf`, bytes) });
      codes.push(
        await outcome.then(
          (engine) => engine.close().then(() => 'runs'),
          (error) => String(error.code),
        ),
      );
    }
    expect(codes.filter((code) => !/^(runs|E_MODEL_|E_NOT_A_MODEL|E_MEMORY|E_TEMPLATE_INVALID)/.test(code))).toEqual(
      [],
    );
  });
});

describe('processes and threads', () => {
  test('two worker threads and the main thread each run the model', async () => {
    const { code, output } = await runScript(`
      import { isMainThread, Worker } from 'node:worker_threads';
      const engine = await createLlamaEngine({ path, trial: false });
      const sequence = await engine.open(prompt, { seed: 1 });
      let text = '';
      for await (const chunk of sequence.generate(many)) text += chunk.text;
      await engine.close();
      say(JSON.stringify(text));
      if (isMainThread) {
        const workers = [1, 2].map(() => new Worker(new URL(import.meta.url)));
        await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('exit', resolve))));
      }
    `);
    expect(code).toBe(0);
    const texts = output.trim().split('\n');
    expect(texts).toHaveLength(3);
    expect(new Set(texts).size).toBe(1);
  });

  test('closing in the middle of everything ends cleanly', async () => {
    const { code, output } = await runScript(`
      const engine = await createLlamaEngine({ path, trial: false });
      const long = { parts: [{ tokens: Array(900).fill(5) }] };
      const busy = [1, 2, 3].map(async (seed) => {
        const sequence = await engine.open(long, { seed });
        for await (const chunk of sequence.generate(many)) void chunk;
      });
      await new Promise((resolve) => setTimeout(resolve, 30));
      await engine.close();
      await Promise.all(busy);
      say('closed');
    `);
    expect(output.trim()).toBe('closed');
    expect(code).toBe(0);
  });

  test('a process that just ends takes its engine with it', async () => {
    const { code, signal } = await runScript(`
      const engine = await createLlamaEngine({ path, trial: false });
      const sequence = await engine.open({ parts: [{ tokens: Array(900).fill(5) }] }, { seed: 1 });
      sequence.generate(many)[Symbol.asyncIterator]().next();
      setTimeout(() => process.exit(7), 20);
    `);
    expect({ code, signal }).toEqual({ code: 7, signal: null });
  });

  test('Ctrl-C while a prompt is read is heard at once', async () => {
    const { code, output } = await runScript(
      `
      const engine = await createLlamaEngine({ path, trial: false, batchSize: 16 });
      const controller = new AbortController();
      process.once('SIGINT', () => { say('heard'); controller.abort(); });
      const sequence = await engine.open({ parts: [{ tokens: Array(1000).fill(5) }] }, { seed: 1 });
      say('reading');
      const generation = sequence.generate({ ...many, signal: controller.signal });
      for await (const chunk of generation) void chunk;
      say((await generation.end).reason + ' ' + (sequence.usage.evaluated < 1000));
      await engine.close();
    `,
      (line, kill) => {
        if (line === 'reading') kill('SIGINT');
      },
    );
    expect(output.trim().split('\n')).toEqual(['reading', 'heard', 'aborted true']);
    expect(code).toBe(0);
  });
});

function replaced(bytes: Uint8Array, from: string, to: string): Uint8Array {
  return Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll(from, to), 'latin1');
}

/** The model with 0 in place of its number of attention heads. */
function withoutHeads(bytes: Uint8Array): Uint8Array {
  const key = 'attention.head_count';
  const found = Buffer.from(bytes);
  // Behind the key stands its type, a U32, and then its value.
  found.writeUInt32LE(0, found.indexOf(key) + key.length + 4);
  return found;
}
