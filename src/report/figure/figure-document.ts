import { parseHTML } from 'linkedom/worker';

/** A document to draw in, without a browser. */
export function figureDocument(): Document {
  return parseHTML('<!doctype html><html><body></body></html>').document as unknown as Document;
}
