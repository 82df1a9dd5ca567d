// The model server of `npm run bench:serve`, in a process of its own: a token for every stream each few milliseconds.
import { startDialect } from '../../src/testing/dialects/start-dialect.ts';

const [tokens = '250', milliseconds = '20'] = process.argv.slice(2);
const words = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) => ` word${from + index}`).join('');
const thinking = Math.round(Number(tokens) * 0.8);
const server = await startDialect('vllm', {
  script: [`${words(0, thinking).trim()}</think>`, words(thinking, Number(tokens)).trim()],
  tokenDelay: Number(milliseconds),
  slots: 256,
});
process.send?.({ url: server.url, model: server.model });
process.on('disconnect', () => process.exit());
