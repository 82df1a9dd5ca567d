import { defineConfig, type UserConfig } from 'tsdown';
import { thirdPartyLicences } from './scripts/third-party-licences.ts';

/**
 * Libraries of which mull uses a little and that bring a lot: what is used of them goes into dist, so that installing
 * mull stays small (`node bench/run.ts size`). Their licences go with it.
 */
const bundled = [
  '@observablehq/plot',
  /^d3(-|$)/,
  'isoformat',
  'linkedom',
  'csv-parse',
  /^@huggingface\/(gguf|tasks)$/,
];

const config: UserConfig = defineConfig({
  entry: {
    index: 'src/index.ts',
    pocket: 'src/pocket.ts',
    testing: 'src/testing.ts',
    'testing-servers': 'src/testing-servers.ts',
    node: 'src/node.ts',
    metrics: 'src/metrics.ts',
    grade: 'src/grade.ts',
    llama: 'src/llama.ts',
    http: 'src/http.ts',
    'ai-sdk': 'src/ai-sdk.ts',
    server: 'src/server.ts',
    // Started as a process of its own by the engine's option `isolate`.
    'llama-child': 'src/adapter/llama/isolation/child.ts',
    'cli/main': 'src/cli/main.ts',
  },
  format: 'esm',
  platform: 'node',
  target: 'node22.12',
  dts: true,
  fixedExtension: false,
  clean: true,
  deps: { onlyBundle: bundled },
  plugins: [thirdPartyLicences()],
});

export default config;
