import { basename } from 'node:path';
import type { ErrorCode } from '../../core/error-codes.ts';
import { MullError } from '../../core/mull-error.ts';

interface Reason {
  readonly sign: RegExp;
  readonly code: ErrorCode;
  readonly says: string;
  readonly hint: string;
}

const fetchAgain = 'Fetch the file again and compare its checksum.';

/** Signs in what llama.cpp and node-llama-cpp write, the most telling first. */
const reasons: readonly Reason[] = [
  {
    sign: /InvalidGgufMagic|invalid magic/i,
    code: 'E_NOT_A_MODEL',
    says: 'is not a GGUF file',
    hint: 'Give the path of a .gguf file.',
  },
  {
    sign: /unknown (model )?architecture|unknown pre-?tokenizer|unsupported (model|gguf|version)|unknown tokenizer/i,
    code: 'E_MODEL_UNSUPPORTED',
    says: 'is of a kind that this version of llama.cpp cannot run',
    hint: 'Use another model, or a file converted for this version of llama.cpp.',
  },
  {
    sign: /InsufficientMemory|unable to allocate|failed to allocate|out of memory|bad_alloc|failed to create context/i,
    code: 'E_MEMORY',
    says: 'does not fit into memory',
    hint: 'Use a smaller model, fewer `slots` or a smaller `contextSize`.',
  },
  {
    sign: /failed to read|out of range|array buffer allocation|string longer than|BigInt|exceeds remaining file size|block size/i,
    code: 'E_MODEL_CORRUPT',
    says: 'is damaged or cut short; its tables do not fit together',
    hint: fetchAgain,
  },
];

/** Why a model could not be loaded, from the error and what llama.cpp complained of. */
export function loadError(path: string, error: unknown, complaints: readonly string[]): MullError {
  if (MullError.isMullError(error)) return error;
  const name = error instanceof Error ? error.name : '';
  const message = error instanceof Error ? error.message : String(error);
  const everything = [...complaints, name, message].join('\n');
  const { code, says, hint } = reasons.find(({ sign }) => sign.test(everything)) ?? {
    code: 'E_MODEL_CORRUPT',
    says: 'could not be loaded',
    hint: fetchAgain,
  };
  const detail = shorten(complaints.find((line) => line !== '') ?? message);
  return new MullError(code, `${basename(path)} ${says}: ${detail}`, { hint, cause: error });
}

/** Without the name of the C function in front, on one line. */
function shorten(complaint: string): string {
  const text = complaint
    .replace(/^[a-z_]+: /, '')
    .replace(/^error loading model: /, '')
    .replaceAll(/\s+/g, ' ');
  const cut = text.length > 200 ? `${text.slice(0, 197)}...` : text;
  return /[.!?]$/.test(cut) ? cut : `${cut}.`;
}
