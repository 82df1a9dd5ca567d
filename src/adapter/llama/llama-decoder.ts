import type { Decoder, Row, RowResult, Scored } from '../../lockstep/decoder.ts';
import { copyState } from './copy-state.ts';
import { drawNatively } from './draw-natively.ts';
import type { NativeContext, NativeSampler } from './native.ts';
import { type Pass, type PassOptions, type Piece, planPasses } from './plan-passes.ts';
import { RunTiming } from './run-timing.ts';
import { SamplerPool } from './sampler-pool.ts';
import { scoreNatively } from './score-natively.ts';
import { SlotLengths } from './slot-lengths.ts';

export interface LlamaDecoderOptions {
  readonly context: NativeContext;
  readonly createSampler: () => NativeSampler;
  readonly vocabularySize: number;
  readonly contextSize: number;
  readonly slots: number;
  readonly batchSize: number;
  /** 2 where a row alone would be computed by other kernels than beside others. */
  readonly fewestRows: number;
  /** Layers are on a GPU, where a further row of a batch costs next to nothing. */
  readonly onGpu: boolean;
  /** The model can forget the end of a text; recurrent ones cannot. */
  readonly forgets: boolean;
  /** Frees the context and the model. */
  readonly dispose: () => Promise<void>;
}

/** Draws that run at the same time. More would only queue: Node has four threads for such work. */
const parallelDraws = 8;
/** Evaluated where a batch would fall apart without it; any token will do. */
const fillerToken = Uint32Array.of(0);
const none = new Uint32Array(0);
const first = Uint32Array.of(0);

/** Evaluates and draws with llama.cpp, through the native context of node-llama-cpp. Slot n is its sequence n. */
export class LlamaDecoder implements Decoder {
  readonly vocabularySize: number;
  readonly contextSize: number;
  readonly slots: number;
  readonly #options: LlamaDecoderOptions;
  readonly #context: NativeContext;
  readonly #samplers: SamplerPool;
  readonly #held: SlotLengths;
  readonly #timing = new RunTiming();
  readonly #passOptions: PassOptions;
  /** A batch that runs on another thread; nothing may be freed before it is over. */
  #running: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | undefined;

  constructor(options: LlamaDecoderOptions) {
    this.#options = options;
    this.#context = options.context;
    this.vocabularySize = options.vocabularySize;
    this.contextSize = options.contextSize;
    this.slots = options.slots;
    this.#held = new SlotLengths(options.slots, !options.forgets);
    this.#samplers = new SamplerPool(options.createSampler, Math.min(parallelDraws, options.slots));
    const { slots, batchSize, fewestRows, forgets, onGpu, contextSize } = options;
    this.#passOptions = {
      slots,
      batchSize,
      fewestRows: forgets ? fewestRows : 1,
      closeGaps: onGpu && forgets,
      divide: (rows) => !onGpu && this.#timing.divide(rows),
      // One more than the filler needs: the slot may gain a token within the same step.
      room: (slot) => this.#held.length(slot) + 1 < contextSize,
    };
  }

  step(rows: readonly Row[]): Promise<readonly RowResult[]> {
    const step = this.#step(rows);
    this.#running = step.catch(() => undefined);
    return step;
  }

  async copy(from: number, to: number, length: number): Promise<void> {
    if (from === to) return this.truncate(to, length);
    await copyState(this.#context, from, to, this.#held.length(from));
    this.#held.copy(from, to, this.#held.length(from));
    await this.truncate(to, length);
  }

  async truncate(slot: number, length: number): Promise<void> {
    if (length === 0) this.#context.disposeSequence(slot);
    else if (!this.#context.removeTokenCellsFromSequence(slot, length, -1)) await this.#readAgain(slot, length);
    this.#held.write(slot, Math.min(length, this.#held.length(slot)), []);
  }

  close(): Promise<void> {
    this.#closing ??= this.#running.then(async () => {
      this.#samplers.dispose();
      await this.#options.dispose();
    });
    return this.#closing;
  }

  async #step(rows: readonly Row[]): Promise<readonly RowResult[]> {
    const results: Gathered[] = rows.map(({ read }) => (read === undefined ? {} : { readings: read.map(() => []) }));
    try {
      for (const { passes, run } of planPasses(rows, this.#passOptions)) {
        const started = performance.now();
        for (const pass of passes) await this.#run(pass, rows, results);
        if (run !== undefined) this.#timing.observe(run, passes.length > 1, performance.now() - started);
      }
    } catch (error) {
      // The native decoder has refused one batch as a whole, and may have done those before it: back to where the
      // rows began, so that trying again is safe.
      await this.#takeBack(rows);
      throw error;
    }
    return results;
  }

  async #run({ pieces, tokens }: Pass, rows: readonly Row[], results: Gathered[]): Promise<void> {
    const context = this.#context;
    context.initBatch(tokens);
    const draws: (() => Promise<void>)[] = [];
    for (const piece of pieces) this.#add(piece, rows, results, draws);
    await context.decodeBatch();
    this.#remember(pieces, rows);
    if (draws.length === 1) await draws[0]!();
    else await Promise.all(draws.map((draw) => draw()));
  }

  #add(piece: Piece, rows: readonly Row[], results: Gathered[], draws: (() => Promise<void>)[]): void {
    const { slot } = piece;
    if (piece.row === undefined) {
      this.#context.addToBatch(slot, this.#held.length(slot), fillerToken, none);
      return;
    }
    const { index, from, to } = piece.row;
    const { position, tokens, draw, read = [] } = rows[index]!;
    const reads = read.flatMap((at, order) => (at.index >= from && at.index < to ? [{ ...at, order }] : []));
    const drawing = draw !== undefined && to === tokens.length;
    const places = [...new Set([...reads.map((at) => at.index - from), ...(drawing ? [to - from - 1] : [])])];
    places.sort((a, b) => a - b);
    const single = to - from === 1;
    const logits = this.#context.addToBatch(
      slot,
      position + from,
      Uint32Array.from(from === 0 && to === tokens.length ? tokens : tokens.slice(from, to)),
      places.length === 0 ? none : single ? first : Uint32Array.from(places),
    );
    const result = results[index]!;
    if (drawing) {
      const at = logits[places.indexOf(to - from - 1)]!;
      draws.push(async () => {
        result.drawn = await this.#samplers.use((sampler) => drawNatively(this.#context, sampler, at, draw));
      });
    }
    for (const { order, index: place, tokens: asked, top } of reads) {
      const at = logits[places.indexOf(place - from)]!;
      draws.push(async () => {
        const wanted = { tokens: asked, top };
        result.readings![order] = await this.#samplers.use((sampler) =>
          scoreNatively(this.#context, sampler, at, wanted),
        );
      });
    }
  }

  /** Takes the fillers out again and notes what the slots hold now. */
  #remember(pieces: readonly Piece[], rows: readonly Row[]): void {
    for (const { slot, row } of pieces) {
      if (row === undefined) this.#context.removeTokenCellsFromSequence(slot, this.#held.length(slot), -1);
      else {
        const { position, tokens } = rows[row.index]!;
        this.#held.write(slot, position + row.from, tokens.slice(row.from, row.to));
      }
    }
  }

  async #takeBack(rows: readonly Row[]): Promise<void> {
    for (const { slot, position } of rows) {
      try {
        await this.truncate(slot, position);
      } catch {
        // The first error is the one to report; whoever uses the slot next truncates it again.
      }
    }
  }

  async #readAgain(slot: number, length: number): Promise<void> {
    const tokens = this.#held.tokens(slot, length);
    if (tokens === undefined) throw new Error(`llama.cpp cannot forget what stands behind token ${length}`);
    this.#context.disposeSequence(slot);
    this.#held.write(slot, 0, []);
    await this.#step([{ slot, position: 0, tokens }]);
  }
}

interface Gathered {
  drawn?: RowResult['drawn'];
  readings?: (readonly Scored[])[];
}
