import type { Engine } from '../engine/engine.ts';

/** Tokens of the longest text that ends the thinking of an engine's model; undefined where it cannot say. */
export async function measureEnds(engine: Engine): Promise<number | undefined> {
  const { ends } = engine.model.thinking;
  if (!engine.encode || ends.length === 0) return undefined;
  const lengths: number[] = [];
  for (const text of ends) lengths.push((await engine.encode({ text, control: true })).length);
  return Math.max(...lengths);
}
