// `npm run fuzz:serve [REQUESTS] [SEED]`: spoilt requests over all endpoints of a server of pebble, 100,000 unless told
// otherwise. Fails on a crash, a broken connection, an error without a code, or memory that grows.
import { openEngine } from '../src/adapter/open-engine.ts';
import { startServer } from '../src/server/start-server.ts';
import { fuzz } from '../test/server/fuzz.ts';

const requests = Number(process.argv[2] ?? 100_000);
const seed = Number(process.argv[3] ?? 1);
const parts = 10;

const engine = await openEngine('pebble');
const server = await startServer({ engine, port: 0, queue: 1000 });
const statuses: Record<string, number> = {};
const memory: number[] = [];
let defects: readonly string[] = [];
for (let part = 0; part < parts && defects.length === 0; part += 1) {
  const report = await fuzz(server.url, {
    requests: Math.ceil(requests / parts),
    seed: seed * parts + part,
    atOnce: 16,
  });
  for (const [status, count] of Object.entries(report.statuses)) statuses[status] = (statuses[status] ?? 0) + count;
  defects = report.defects;
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  memory.push((heapUsed + external) / 2 ** 20);
  console.log(`${(part + 1) * Math.ceil(requests / parts)} requests, ${memory.at(-1)?.toFixed(1)} MiB`);
}
await server.close();
await engine.close();

console.log(
  `statuses: ${Object.entries(statuses)
    .map(([status, count]) => `${status}: ${count}`)
    .join(', ')}`,
);
// The first part fills caches; what grows after that, grows for ever.
const grown = (memory.at(-1) ?? 0) - (memory[1] ?? 0);
console.log(`memory: ${grown.toFixed(1)} MiB more at the end than after the second tenth`);
for (const defect of defects) console.error(defect);
if (defects.length > 0 || grown > 16) process.exitCode = 1;
