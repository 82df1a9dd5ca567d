import type { ErrorCode } from '../core/error-codes.ts';

/** What an exit code of the command line means. */
export const exitCodes = {
  success: 0,
  unexpected: 1,
  usage: 2,
  budget: 3,
  engineUnusable: 4,
  engineFailed: 5,
  download: 6,
  negative: 7,
  incomplete: 8,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** One sentence per exit code, for the help and the docs. */
export const exitCodeMeanings: readonly (readonly [number, string])[] = [
  [exitCodes.success, 'it worked (warnings may stand in the receipt)'],
  [exitCodes.unexpected, 'something unexpected: a defect in mull, or output that could not be written'],
  [exitCodes.usage, 'the command line, or a file it names, cannot be understood'],
  [exitCodes.budget, 'the budget cannot be held: it contradicts itself, the context window or the engine'],
  [exitCodes.engineUnusable, 'the engine cannot be opened: no such file, a damaged or unsupported model, ...'],
  [exitCodes.engineFailed, 'the engine failed while it ran'],
  [exitCodes.download, 'a file could not be fetched or stored'],
  [
    exitCodes.negative,
    'it worked, and the finding is negative: `mull grade` found another answer, `mull doctor` a failure',
  ],
  [exitCodes.incomplete, 'an evaluation stopped before its end; the same command goes on from there'],
  [exitCodes.interrupted, 'interrupted by Ctrl-C'],
];

/** Total, so that a new error code cannot be added without deciding on its exit code. */
export const exitCodeOf: Readonly<Record<ErrorCode, number>> = {
  E_ABORTED: exitCodes.interrupted,
  E_BUDGET_CONFLICT: exitCodes.budget,
  E_BUDGET_INVALID: exitCodes.usage,
  E_CACHE_UNWRITABLE: exitCodes.download,
  E_CHECKSUM: exitCodes.download,
  E_CLOSED: exitCodes.engineFailed,
  E_CONFIG_INVALID: exitCodes.usage,
  E_CONTEXT_OVERFLOW: exitCodes.budget,
  E_DISK_FULL: exitCodes.download,
  E_ENGINE_BUSY: exitCodes.engineFailed,
  E_ENGINE_CRASHED: exitCodes.engineFailed,
  E_ENGINE_DENIED: exitCodes.engineUnusable,
  E_ENGINE_FAULT: exitCodes.engineFailed,
  E_ENGINE_PROTOCOL: exitCodes.engineFailed,
  E_ENGINE_REFUSED: exitCodes.engineFailed,
  E_ENGINE_TIMEOUT: exitCodes.engineFailed,
  E_ENGINE_UNKNOWN: exitCodes.engineUnusable,
  E_ENGINE_UNREACHABLE: exitCodes.engineUnusable,
  E_HUB_DENIED: exitCodes.download,
  E_HUB_FAULT: exitCodes.download,
  E_HUB_NOT_FOUND: exitCodes.download,
  E_HUB_UNREACHABLE: exitCodes.download,
  E_INTERNAL: exitCodes.unexpected,
  E_MEMORY: exitCodes.engineUnusable,
  E_MODEL_CORRUPT: exitCodes.engineUnusable,
  E_MODEL_NOT_FOUND: exitCodes.engineUnusable,
  E_MODEL_UNKNOWN: exitCodes.engineUnusable,
  E_MODEL_UNSUPPORTED: exitCodes.engineUnusable,
  E_NOT_A_MODEL: exitCodes.engineUnusable,
  E_OFFLINE: exitCodes.download,
  E_OPTION_INVALID: exitCodes.usage,
  E_OUTPUT_FAILED: exitCodes.unexpected,
  E_PAIRS_INVALID: exitCodes.usage,
  E_PEER_MISSING: exitCodes.engineUnusable,
  E_PEER_VERSION: exitCodes.engineUnusable,
  E_RECIPE_INVALID: exitCodes.usage,
  E_RUN_INVALID: exitCodes.usage,
  E_RUN_LOCKED: exitCodes.incomplete,
  E_RUN_MISMATCH: exitCodes.usage,
  E_RUN_NOT_FOUND: exitCodes.usage,
  E_RUN_UNWRITABLE: exitCodes.download,
  E_SEQUENCE_BUSY: exitCodes.engineFailed,
  E_SERIES_INVALID: exitCodes.usage,
  E_SLOTS: exitCodes.engineFailed,
  E_TEMPLATE_INVALID: exitCodes.engineUnusable,
  E_UNSUPPORTED: exitCodes.budget,
};
