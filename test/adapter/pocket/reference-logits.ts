import type { RandomModel } from './random-model.ts';

/**
 * Logits behind every token, by the textbook: double precision, plain loops, the whole sequence anew. Written from
 * the description of the architecture and sharing nothing with the engine.
 */
export function referenceLogits(model: RandomModel, tokens: readonly number[]): number[][] {
  const { embedding, layers, heads, keyHeads, feedForward, ropeBase } = model.options;
  const size = embedding / heads;
  const weight = (name: string): Float32Array => model.weights.get(name) ?? new Float32Array(0);
  const table = weight('token_embd.weight');
  let stream = tokens.map((token) => Array.from(table.subarray(token * embedding, (token + 1) * embedding)));
  for (let layer = 0; layer < layers; layer += 1) {
    const name = (part: string): Float32Array => weight(`blk.${layer}.${part}`);
    const normed = stream.map((x) => normalized(x, name('attn_norm.weight')));
    const project = (x: number[], letter: string, outputs: number): number[] =>
      times(x, name(`attn_${letter}.weight`), outputs).map((value, i) => value + (name(`attn_${letter}.bias`)[i] ?? 0));
    const queries = normed.map((x, position) => turned(project(x, 'q', embedding), size, position, ropeBase));
    const keys = normed.map((x, position) => turned(project(x, 'k', keyHeads * size), size, position, ropeBase));
    const values = normed.map((x) => project(x, 'v', keyHeads * size));
    stream = stream.map((x, position) => {
      const mixed: number[] = [];
      for (let head = 0; head < heads; head += 1) {
        const from = Math.floor(head / (heads / keyHeads)) * size;
        const query = queries[position]!.slice(head * size, (head + 1) * size);
        const scores = keys
          .slice(0, position + 1)
          .map((key) => query.reduce((sum, q, i) => sum + q * key[from + i]!, 0) / Math.sqrt(size));
        const largest = Math.max(...scores);
        const shares = scores.map((score) => Math.exp(score - largest));
        const total = shares.reduce((sum, share) => sum + share, 0);
        for (let i = 0; i < size; i += 1) {
          mixed.push(shares.reduce((sum, share, p) => sum + (share / total) * values[p]![from + i]!, 0));
        }
      }
      const attended = times(mixed, name('attn_output.weight'), embedding);
      return x.map((value, i) => value + attended[i]!);
    });
    stream = stream.map((x) => {
      const h = normalized(x, name('ffn_norm.weight'));
      const gate = times(h, name('ffn_gate.weight'), feedForward);
      const up = times(h, name('ffn_up.weight'), feedForward);
      const inner = gate.map((g, i) => (g / (1 + Math.exp(-g))) * up[i]!);
      const down = times(inner, name('ffn_down.weight'), embedding);
      return x.map((value, i) => value + down[i]!);
    });
  }
  const head = model.weights.get('output.weight') ?? table;
  return stream.map((x) => times(normalized(x, weight('output_norm.weight')), head, model.vocabulary.length));
}

function times(x: readonly number[], matrix: Float32Array, outputs: number): number[] {
  return Array.from({ length: outputs }, (_, o) =>
    x.reduce((sum, value, i) => sum + value * matrix[o * x.length + i]!, 0),
  );
}

function normalized(x: readonly number[], weight: Float32Array): number[] {
  const meanSquare = x.reduce((sum, value) => sum + value * value, 0) / x.length;
  return x.map((value, i) => (value / Math.sqrt(meanSquare + 1e-6)) * weight[i]!);
}

/** Rotary positions: component i of a head turns with component i + size / 2. */
function turned(x: readonly number[], size: number, position: number, base: number): number[] {
  const result = [...x];
  for (let head = 0; head < x.length; head += size) {
    for (let i = 0; i < size / 2; i += 1) {
      const angle = position * base ** ((-2 * i) / size);
      const [a, b] = [x[head + i]!, x[head + size / 2 + i]!];
      result[head + i] = a * Math.cos(angle) - b * Math.sin(angle);
      result[head + size / 2 + i] = a * Math.sin(angle) + b * Math.cos(angle);
    }
  }
  return result;
}
