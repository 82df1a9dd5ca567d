import type { ScriptCursor } from '../../script-cursor.ts';
import type { ScriptPath } from './script-path.ts';

/** Where a script stood behind so many bytes of a text. */
interface Place {
  readonly at: number;
  readonly cursor: ScriptCursor;
  /** The bytes up to here were written by the model. */
  readonly written: boolean;
}

/** A text that the model was asked to continue, and how it did. */
interface Remembered {
  text: string;
  readonly path: ScriptPath;
  readonly places: Place[];
}

/** A text whose beginning is known. */
export interface Recollection {
  readonly path: ScriptPath;
  readonly cursor: ScriptCursor;
  /** What stands behind the place that `cursor` belongs to: it was not written by the model. */
  readonly appended: string;
  readonly places: readonly Place[];
}

/**
 * What a server without sessions knows of a text: it looks for the longest beginning that it has written itself, and
 * goes on from there. All texts are one character per byte.
 */
export class ScriptMemory {
  readonly #limit: number;
  readonly #remembered: Remembered[] = [];

  /** @param limit - texts to remember, the latest ones */
  constructor(limit = 256) {
    this.#limit = limit;
  }

  /** Undefined where nothing of it was written here. */
  recall(text: string): Recollection | undefined {
    let best: { entry: Remembered; common: number } | undefined;
    for (const entry of this.#remembered) {
      const common = commonLength(entry.text, text);
      if (isBeginning(entry, common, text) && common >= (best?.common ?? 0)) best = { entry, common };
    }
    if (best === undefined) return undefined;
    const { entry, common } = best;
    const index = entry.places.findLastIndex((place) => place.at <= common);
    const place = entry.places[index]!;
    const inside = common - place.at;
    const within = inside > 0 && entry.places[index + 1]?.written === true;
    const cursor = within ? { ...place.cursor, offset: place.cursor.offset + inside, spoken: true } : place.cursor;
    const from = within ? common : place.at;
    return { path: entry.path, cursor, appended: text.slice(from), places: entry.places.slice(0, index + 1) };
  }

  /** Remembers a text from here on; what follows is added with the function that is returned. */
  remember(
    text: string,
    { path, cursor, places }: Omit<Recollection, 'appended'>,
  ): (bytes: string, cursor: ScriptCursor, written: boolean) => void {
    const entry: Remembered = { text, path, places: [...places, { at: text.length, cursor, written: false }] };
    this.#remembered.push(entry);
    if (this.#remembered.length > this.#limit) this.#remembered.shift();
    return (bytes, next, written) => {
      entry.text += bytes;
      entry.places.push({ at: entry.text.length, cursor: next, written });
    };
  }
}

/** A mere prompt is not a beginning, as the same question may be asked of another seed; one that was answered is. */
function isBeginning({ places }: Remembered, common: number, text: string): boolean {
  const prompt = places[0]!.at;
  return common > prompt || (common === prompt && text.length > common && places[1]?.at === prompt);
}

function commonLength(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a[length] === b[length]) length += 1;
  return length;
}
