import type { MullError } from '../../core/mull-error.ts';
import { redact } from '../../core/redact.ts';
import type { Observer, ReadRequest, ServedEnd, Watch } from './served-event.ts';

/** Where the log goes: a logger of pino, or whatever has its two calls. */
export interface ServerLog {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/**
 * One line per request: who asked for what, how long it took and what came of it. Texts of prompts and answers are no
 * part of it unless asked for; keys never are.
 */
export function logObserver(log: ServerLog, options: { readonly texts: boolean }): Observer {
  return { begin: (api) => new LogWatch(log, api, options.texts) };
}

class LogWatch implements Watch {
  readonly #log: ServerLog;
  readonly #api: string;
  readonly #texts: boolean;
  readonly #began = performance.now();
  #first: number | undefined;
  #known: ReadRequest | undefined;

  constructor(log: ServerLog, api: string, texts: boolean) {
    this.#log = log;
    this.#api = api;
    this.#texts = texts;
  }

  read(known: ReadRequest): void {
    this.#known = known;
  }

  event(): void {
    this.#first ??= performance.now() - this.#began;
  }

  end({ status, results, failure }: ServedEnd): void {
    const seconds = (milliseconds: number): number => Math.round(milliseconds) / 1000;
    const fields = {
      api: this.#api,
      status,
      seconds: seconds(performance.now() - this.#began),
      ...(this.#first === undefined ? {} : { firstEvent: seconds(this.#first) }),
      ...this.#request(),
      answers: results.map(({ receipt, finishReason }) => ({
        thinking: receipt.thinkingTokens,
        answer: receipt.answerTokens,
        endedBy: receipt.endedBy,
        finishReason,
        ...(receipt.warnings.length === 0 ? {} : { warnings: receipt.warnings.map(({ code }) => code) }),
      })),
      ...(this.#texts ? { texts: results.map(({ thinking, answer }) => ({ thinking, answer })) } : {}),
    };
    if (failure === undefined) this.#log.info(fields, 'served');
    else this.#refused(status, fields, failure);
  }

  #refused(status: number, fields: object, failure: MullError): void {
    const { code, message } = failure;
    // An unexpected error is a defect, and its trace is all there is to find it by.
    const stack =
      code === 'E_INTERNAL' && failure.cause instanceof Error ? { stack: redact(failure.cause.stack ?? '') } : {};
    const told = { ...fields, error: { code, message: this.#texts ? message : messageOf(code, message), ...stack } };
    if (status >= 500 && code !== 'E_SHUTTING_DOWN') this.#log.error(told, 'failed');
    else this.#log.info(told, 'refused');
  }

  #request(): object {
    if (this.#known === undefined) return {};
    const { id, requestId, model, client, request, budget } = this.#known;
    return {
      id,
      ...(requestId === id ? {} : { requestId: redact(requestId.slice(0, 200)) }),
      model,
      ...(client === undefined ? {} : { client }),
      stream: request.stream,
      ...(request.n === 1 ? {} : { n: request.n }),
      budget: Object.fromEntries(
        Object.entries(budget.fields).filter(([name]) => this.#texts || (name !== 'message' && name !== 'finish')),
      ),
      ...(this.#texts ? { messages: request.conversations } : {}),
    };
  }
}

/** What was sent may be quoted by the message of a refusal, so it is left out with the other texts. */
function messageOf(code: string, message: string): string {
  return /^E_(?:ENGINE|INTERNAL|QUEUE|SHUTTING|ABORTED|REQUEST_TIMEOUT|CLOSED|SLOTS|MEMORY)/.test(code) ? message : '';
}
