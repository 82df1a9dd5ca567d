import { knownFormats } from '../../template/known-formats.ts';

/** A response taken apart at the delimiters of its thinking. */
export interface SplitResponse {
  readonly thinking: string;
  readonly answer: string;
  /** Whether the thinking was closed; without, what stands there is a thought and no answer. */
  readonly closed: boolean;
  /** Name of the thinking format; undefined where there is no thinking to be seen. */
  readonly format?: string;
}

/**
 * Takes a response apart by the thinking formats mull knows. The opening delimiter may be missing: many templates write
 * it into the prompt.
 */
export function splitThinking(response: string): SplitResponse {
  for (const { format } of knownFormats) {
    const [open, close] = [format.open.trim(), format.close.trim()];
    const opened = response.trimStart().startsWith(open);
    const start = opened ? response.indexOf(open) + open.length : 0;
    const end = response.indexOf(close, start);
    if (end >= 0) {
      return {
        thinking: response.slice(start, end).trim(),
        answer: response.slice(end + close.length).trim(),
        closed: true,
        format: format.name,
      };
    }
    if (opened) return { thinking: response.slice(start).trim(), answer: '', closed: false, format: format.name };
  }
  return { thinking: '', answer: response.trim(), closed: true };
}
