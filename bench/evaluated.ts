import { openEngine } from '../src/adapter/open-engine.ts';
import { drawPebbleQuestion } from '../src/dataset/draw-pebble-question.ts';
import { think } from '../src/forcing/think.ts';

/** Tokens that went through the model in runs with Waits, against prompt + sampled + forced: nothing twice. */
export async function run(): Promise<string> {
  const engine = await openEngine('pebble');
  const rows = [
    '| waits | prompt (not cached) + sampled + forced | evaluated | difference | segments |',
    '| --- | --- | --- | --- | --- |',
  ];
  for (const waits of [0, 1, 2, 4, 8]) {
    const { text } = drawPebbleQuestion({ seed: 7, index: waits });
    const { receipt } = await think({ engine, prompt: text, budget: { waits } });
    const { prompt, cached, sampled, discarded, evaluated } = receipt.usage;
    const expected = prompt - cached + (sampled - discarded) + receipt.forcedTokens;
    rows.push(
      `| ${receipt.bounds.waits.happened} | ${expected} | ${evaluated} | ${evaluated - expected} | ${receipt.bounds.waits.happened + 2} |`,
    );
  }
  await engine.close();
  return rows.join('\n');
}
