import type { ErrorCode } from '../core/error-codes.ts';
import { MullError } from '../core/mull-error.ts';

/**
 * The value of a JSON text; a byte order mark in front of it does no harm.
 *
 * @param shown - the name of the file, for the error
 */
export function parseJson(text: string, shown: string, code: ErrorCode): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new MullError(code, `${shown} is not JSON: ${firstLine(error)}.`, {
      hint: 'JSON has no comments and no comma behind the last entry, and its keys stand in double quotes.',
      cause: error,
    });
  }
}

/** The value of a YAML text. */
export async function parseYaml(text: string, shown: string, code: ErrorCode): Promise<unknown> {
  const { parse } = await import('yaml');
  try {
    return parse(text);
  } catch (error) {
    throw new MullError(code, `${shown} is not YAML: ${firstLine(error)}.`, {
      hint: 'Indent with spaces, and put texts with a colon or a leading symbol in quotes.',
      cause: error,
    });
  }
}

function firstLine(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line.replace(/[.:]$/, '');
}
