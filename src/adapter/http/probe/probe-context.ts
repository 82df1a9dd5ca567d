import { MullError } from '../../../core/mull-error.ts';
import type { HttpClient, HttpRequest, StreamedEvent } from '../http-client.ts';
import type { Json } from '../json-value.ts';

/** Milliseconds one question to a server may take. */
const patience = 60_000;

const usualQuestion = 'Count from 1 to 30. Write nothing but the numbers, with spaces between them.';

/** Failures that say something about the way to the server, not about what it can do. */
const fatal: ReadonlySet<string> = new Set([
  'E_ABORTED',
  'E_ENGINE_BUSY',
  'E_ENGINE_DENIED',
  'E_ENGINE_TIMEOUT',
  'E_ENGINE_UNREACHABLE',
]);

/** The answer to a question, or why there is none. */
export type Answer<Value> = { readonly value: Value } | { readonly refusal: string };

/** Asks a server questions it may not understand. */
export class ProbeContext {
  readonly client: HttpClient;
  readonly signal: AbortSignal | undefined;
  /** A question whose answer, or whose thinking, is long enough to be cut in two. */
  readonly question: string;

  constructor(client: HttpClient, signal: AbortSignal | undefined, question: string = usualQuestion) {
    this.client = client;
    this.signal = signal;
    this.question = question;
  }

  /** The JSON of an answer; a server that does not know the question gives a refusal, not an error. */
  ask(request: Pick<HttpRequest, 'path' | 'body'>): Promise<Answer<Json>> {
    return this.attempt(() =>
      this.client.json({ ...request, retries: 1, timeout: patience, ...(this.signal && { signal: this.signal }) }),
    );
  }

  /** All events of a streamed answer, as `read` reads them. */
  stream<Event extends StreamedEvent>(
    request: Pick<HttpRequest, 'path' | 'body'>,
    read: (json: Json) => Event,
  ): Promise<Answer<Event[]>> {
    return this.attempt(async () => {
      const events: Event[] = [];
      const asked = { ...request, retries: 1, timeout: patience, ...(this.signal && { signal: this.signal }) };
      for await (const event of this.client.stream(asked, read)) events.push(event);
      return events;
    });
  }

  async attempt<Value>(work: () => Promise<Value>): Promise<Answer<Value>> {
    try {
      return { value: await work() };
    } catch (error) {
      if (!MullError.isMullError(error) || fatal.has(error.code)) throw error;
      return { refusal: error.message };
    }
  }
}

export function isRefusal<Value>(answer: Answer<Value>): answer is { readonly refusal: string } {
  return 'refusal' in answer;
}
