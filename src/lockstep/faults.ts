import { MullError } from '../core/mull-error.ts';

/** The call was aborted by its signal, whose reason is the cause. */
export function aborted(what: string, signal: AbortSignal | undefined): MullError {
  return new MullError('E_ABORTED', `${what} was aborted.`, {
    hint: 'Nothing to repair: try again if you still want it.',
    cause: signal?.reason,
  });
}

export function closed(what: 'engine' | 'sequence'): MullError {
  return new MullError('E_CLOSED', `The ${what} is closed.`, {
    hint: what === 'engine' ? 'Open a new engine.' : 'Open a new sequence.',
  });
}

export function busy(call: string): MullError {
  return new MullError('E_SEQUENCE_BUSY', `${call} was called while another call on this sequence is running.`, {
    hint: 'Await the earlier call, or leave its loop, first. Use `fork` to continue one text in two ways.',
  });
}

export function unsupported(message: string, hint: string): MullError {
  return new MullError('E_UNSUPPORTED', message, { hint });
}

export function invalid(message: string, hint: string): MullError {
  return new MullError('E_OPTION_INVALID', message, { hint });
}

export function overflow(what: string, length: number, added: number, contextSize: number): MullError {
  const sum = length === 0 ? `${added}` : `${length} + ${added} = ${length + added}`;
  return new MullError(
    'E_CONTEXT_OVERFLOW',
    `${what} does not fit: ${sum} tokens, and the context window has ${contextSize}.`,
    { hint: 'Shorten the text or use an engine with a larger context. Nothing was evaluated or dropped.' },
  );
}

/** What the decoder threw, as one of ours; a MullError passes through unchanged. */
export function faultOf(cause: unknown): MullError {
  if (MullError.isMullError(cause)) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new MullError('E_ENGINE_FAULT', `The model failed: ${reason}`, {
    hint: 'The sequence holds exactly what was yielded; trying again is safe.',
    cause,
  });
}
