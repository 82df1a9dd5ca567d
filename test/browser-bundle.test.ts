import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build, type Plugin } from 'vite';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const pebble = readFileSync(resolve(root, 'models/pebble.gguf')).toString('base64');

/** One entry of the package as a script for a browser, and the Node modules it asks for. */
async function bundle(entry: string): Promise<{ code: string; nodeModules: string[] }> {
  const nodeModules: string[] = [];
  const watch: Plugin = {
    name: 'watch-node-modules',
    enforce: 'pre',
    resolveId(id, importer) {
      if (id.startsWith('node:') || builtinModules.includes(id)) nodeModules.push(`${id} in ${importer}`);
      return null;
    },
  };
  const output = await build({
    configFile: false,
    root,
    logLevel: 'silent',
    plugins: [watch],
    build: {
      write: false,
      minify: false,
      lib: { entry: resolve(root, entry), formats: ['iife'], name: 'bundled' },
    },
  });
  const [first] = Array.isArray(output) ? output : [output];
  if (!first || !('output' in first)) throw new Error('vite built nothing');
  return { code: first.output[0].code, nodeModules };
}

/** A world with what browsers have, and nothing of Node. */
function browser(): object {
  const { TextEncoder, TextDecoder, atob, Headers, Response, AbortController, AbortSignal, URL } = globalThis;
  const { performance, queueMicrotask, setTimeout, clearTimeout, MessageChannel, structuredClone } = globalThis;
  const world = {
    ...{ TextEncoder, TextDecoder, atob, Headers, Response, AbortController, AbortSignal, URL },
    ...{ performance, queueMicrotask, setTimeout, clearTimeout, MessageChannel, structuredClone },
    document: {},
    fetch: () => Promise.reject(new Error('the network was touched')),
  };
  return createContext({ ...world, window: world });
}

test('mull/pocket runs in a browser: no Node module, no network, the same text as here', async () => {
  const { code, nodeModules } = await bundle('src/pocket.ts');
  expect(nodeModules).toEqual([]);
  const text: unknown = await runInContext(
    `${code}
    (async () => {
      const model = Uint8Array.from(atob('${pebble}'), (letter) => letter.charCodeAt(0));
      const engine = await bundled.createPocketEngine({ model });
      const text = '<|im_start|>user\\nLast digit: 1 a1*2 b1*3 b2+5?<|im_end|>\\n<|im_start|>assistant\\n<|im_start|>think\\n';
      const sequence = await engine.open({ parts: [{ text, control: true }] }, { seed: 1 });
      let written = '';
      const options = { channel: 'thinking', maxTokens: 60, stop: [], sampling: { temperature: 0 } };
      for await (const chunk of sequence.generate(options)) written += chunk.text;
      await engine.close();
      return typeof process + typeof Buffer + written;
    })()`,
    browser(),
  );
  expect(text).toMatch(/^undefinedundefinedSo .*Final Answer: 1$/s);
});

test('mull itself bundles for a browser', async () => {
  const { code, nodeModules } = await bundle('src/index.ts');
  expect(nodeModules).toEqual([]);
  expect(runInContext(`${code}; typeof bundled.think + typeof bundled.MullError`, browser())).toBe('functionfunction');
});
