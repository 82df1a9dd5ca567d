import { MullError } from '../../core/mull-error.ts';
import type { Decoder, Row, RowResult, Scored } from '../../lockstep/decoder.ts';
import { drawToken } from '../../lockstep/draw-token.ts';
import { readLogprobs } from '../../lockstep/read-logprobs.ts';
import { forward, logitsOf, type Place } from './forward.ts';
import type { PocketModel } from './pocket-model.ts';
import { SlotCaches } from './slot-caches.ts';

/** A token behind which logits are wanted. */
interface Wanted {
  /** Index among all tokens of the batch. */
  readonly at: number;
  use(logits: Float32Array): void;
}

/** What the lock-step engine drives: the model with one cache per slot. */
export function createDecoder(model: PocketModel): Decoder {
  const { shape, plan } = model;
  const caches = new SlotCaches(model);
  return {
    vocabularySize: shape.vocabulary,
    contextSize: plan.contextSize,
    slots: plan.slots,
    step: (rows) => step(model, caches, rows),
    copy: (from, to, length) => caches.copy(from, to, length),
    // What lies behind the position of a row is never read, so there is nothing to forget.
    truncate: () => undefined,
    close: () => undefined,
  };
}

function step(model: PocketModel, caches: SlotCaches, rows: readonly Row[]): readonly RowResult[] {
  const { kernels, shape, plan } = model;
  const results = rows.map(() => ({ drawn: undefined as RowResult['drawn'], readings: [] as Scored[][] }));
  const wanted: Wanted[] = [];
  const places: Place[] = [];
  rows.forEach((row, index) => {
    check(row, model);
    const [first, result] = [places.length, results[index]!];
    row.read?.forEach((read, order) => {
      wanted.push({
        at: first + read.index,
        use: (logits) => {
          result.readings[order] = readLogprobs(logits, read);
        },
      });
    });
    const { draw } = row;
    if (draw) {
      wanted.push({
        at: first + row.tokens.length - 1,
        use: (logits) => {
          result.drawn = drawToken(logits, draw);
        },
      });
    }
    const cache = caches.address(row.slot);
    row.tokens.forEach((token, offset) => {
      places.push({ token, position: row.position + offset, cache });
    });
  });
  wanted.sort((a, b) => a.at - b.at);
  let next = 0;
  for (let start = 0; start < places.length; start += plan.rows) {
    const end = Math.min(start + plan.rows, places.length);
    forward(kernels, shape, plan, places.length <= plan.rows ? places : places.slice(start, end));
    while (next < wanted.length && wanted[next]!.at < end) {
      const batch = wanted.slice(next, next + plan.logitRows).filter(({ at }) => at < end);
      const logits = logitsOf(
        kernels,
        shape,
        plan,
        batch.map(({ at }) => at - start),
      );
      batch.forEach(({ use }, index) => {
        use(logits[index]!);
      });
      next += batch.length;
    }
  }
  return results;
}

/** The kernels check nothing: a wrong address would silently read something else. */
function check(row: Row, { shape, plan }: PocketModel): void {
  const wrong = row.tokens.find((token) => !Number.isInteger(token) || token < 0 || token >= shape.vocabulary);
  if (wrong !== undefined) {
    throw new MullError('E_OPTION_INVALID', `The model has no token ${wrong}, only 0 to ${shape.vocabulary - 1}.`, {
      hint: 'Give token ids that `encode` of the same engine returned.',
    });
  }
  if (row.slot < 0 || row.slot >= plan.slots || row.position + row.tokens.length > plan.contextSize) {
    throw new MullError(
      'E_INTERNAL',
      `Slot ${row.slot} of ${plan.slots} cannot take ${row.tokens.length} tokens at ${row.position} of ${plan.contextSize}.`,
      { hint: 'Please report this.' },
    );
  }
}
