import { configureSampler } from './configure-sampler.ts';
import type { NativeContext, NativeSampler } from './native.ts';

/** What holds for a model to the bit, as far as a short text tells. */
export interface Exactness {
  /** Fewest rows of a batch of single tokens with which it holds. */
  readonly fewestRows: 1 | 2;
  /** A token does not depend on who is in its batch. */
  readonly besideOthers: boolean;
  /** Nor on whether its text was read at once or token by token. */
  readonly howeverDivided: boolean;
}

const tokens = Uint32Array.of(1, 2, 3, 1, 2);
const other = Uint32Array.of(3);
const first = Uint32Array.of(0);
const none = new Uint32Array(0);
/** Rows of the largest batch tried: twice as many as the tiles have that kernels work in. */
const crowd = 8;
/** Logits that are compared: enough that a difference in rounding shows. */
const compared = 64;

/**
 * Finds out by trying whether llama.cpp computes a model alike alone and beside others: that depends on the type of
 * the weights, on the processor, and on the kernels chosen for both. Float weights do where a row is never alone,
 * some quantised ones (Q4_K, Q4_0 on x86) never do: whole tiles of four rows are computed by another kernel than the
 * rows left over. Uses an empty context, and leaves it empty.
 */
export async function probeExactness(
  context: NativeContext,
  sampler: NativeSampler,
  sequences: number,
): Promise<Exactness> {
  const probe = new Probe(context, sampler, sequences);
  const atOnce = await probe.atOnce();
  const alone = await probe.oneByOne(1);
  if (alone === (await probe.lastBeside(1))) {
    const howeverDivided = alone === atOnce;
    probe.clear();
    if (howeverDivided || sequences === 1) return { fewestRows: 1, besideOthers: true, howeverDivided };
    const paired = await probe.oneByOne(2);
    const better = paired === atOnce && paired === (await probe.lastBeside(2));
    probe.clear();
    return { fewestRows: better ? 2 : 1, besideOthers: true, howeverDivided: better };
  }
  const paired = await probe.oneByOne(2);
  const besideOthers = paired === (await probe.lastBeside(2));
  probe.clear();
  return { fewestRows: besideOthers ? 2 : 1, besideOthers, howeverDivided: besideOthers && paired === atOnce };
}

class Probe {
  readonly #context: NativeContext;
  readonly #sampler: NativeSampler;
  readonly #sequences: number;

  constructor(context: NativeContext, sampler: NativeSampler, sequences: number) {
    this.#context = context;
    this.#sampler = sampler;
    this.#sequences = sequences;
    configureSampler(sampler, { temperature: 1, seed: 0, topK: compared });
  }

  atOnce(): Promise<string> {
    this.#context.initBatch(tokens.length);
    const [index] = this.#context.addToBatch(0, 0, tokens, Uint32Array.of(tokens.length - 1));
    return this.#evaluate(index!);
  }

  /** The text in sequence 0, token by token, with further rows in each batch. */
  async oneByOne(rows: 1 | 2): Promise<string> {
    this.clear();
    let logits = '';
    for (let position = 0; position < tokens.length; position += 1) {
      this.#context.initBatch(rows);
      const [index] = this.#context.addToBatch(0, position, tokens.subarray(position, position + 1), first);
      if (rows > 1) this.#context.addToBatch(1, position, other, none);
      logits = await this.#evaluate(index!);
    }
    return logits;
  }

  /** The last token once more, in a crowd. `rows` as in the call before. */
  async lastBeside(rows: 1 | 2): Promise<string> {
    const position = tokens.length - 1;
    const count = Math.min(crowd, this.#sequences);
    this.#context.removeTokenCellsFromSequence(0, position, -1);
    if (rows > 1) this.#context.removeTokenCellsFromSequence(1, position, -1);
    this.#context.initBatch(count);
    const [index] = this.#context.addToBatch(0, position, tokens.subarray(position), first);
    for (let sequence = 1; sequence < count; sequence += 1) {
      this.#context.addToBatch(sequence, sequence < rows ? position : 0, other, none);
    }
    return this.#evaluate(index!);
  }

  clear(): void {
    for (let sequence = 0; sequence < this.#sequences; sequence += 1) this.#context.disposeSequence(sequence);
  }

  async #evaluate(index: number): Promise<string> {
    await this.#context.decodeBatch();
    const [, , , pairs] = await this.#context.sampleToken(index, this.#sampler, false, false, true, false);
    return String(pairs);
  }
}
