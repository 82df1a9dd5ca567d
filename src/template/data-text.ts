import type { Part } from '../engine/prompt.ts';

/**
 * A text (or an image) that must not reach the template engine: in the template's variables it is represented by a
 * mark, and put in place once the template has been rendered.
 */
export class DataText {
  readonly part: Part;
  /**
   * `message`: white space at its ends may be trimmed by the template, and white space alone counts as no text ·
   * `data`: never empty to the template (names, schemas, arguments).
   */
  readonly kind: 'message' | 'data';
  /** What is taken away of the template's text in front of it. */
  readonly instead: string;

  constructor(part: Part, kind: 'message' | 'data', instead = '') {
    this.part = part;
    this.kind = kind;
    this.instead = instead;
  }

  /** Text from users and data. */
  static message(text: string): DataText {
    return new DataText({ text, control: false }, 'message');
  }

  static data(text: string): DataText {
    return new DataText({ text, control: false }, 'data');
  }
}

const media = new WeakMap<DataText, number>();
let mediaCount = 0;

/** Equal texts of one kind have one key; every image has its own. */
export function keyOf(data: DataText): string {
  if ('text' in data.part) return [data.part.text, data.part.control, data.kind, data.instead].join('\u0000');
  const known = media.get(data);
  if (known !== undefined) return `\u0000${known}`;
  mediaCount += 1;
  media.set(data, mediaCount);
  return `\u0000${mediaCount}`;
}

/** Several texts that the template sees as one. */
export class JoinedTexts {
  readonly items: readonly DataText[];

  constructor(items: readonly DataText[]) {
    this.items = items;
  }
}

/** Variables of a template in which data are still marked as such; a `Map` may have data as keys. */
export type Variable =
  | string
  | number
  | boolean
  | null
  | undefined
  | DataText
  | JoinedTexts
  | readonly Variable[]
  | ReadonlyMap<string | DataText, Variable>
  | { readonly [name: string]: Variable };
