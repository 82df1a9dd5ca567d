import type { ThinkResult } from '../../core/events.ts';
import type { TokenLogprob } from '../../core/token-logprob.ts';
import type { ChoiceEvent } from '../run/choice-event.ts';

/** What an API makes of a run: a stream of server-sent events, or one body. Nothing here writes or waits. */
export interface ApiWriter {
  /** What the stream begins with. */
  begin(): string;
  /** What an event is to this API; empty where it is nothing. */
  event(choice: ChoiceEvent): string;
  /** What the stream ends with when every run has finished. */
  end(): string;
  /** What it ends with instead when one failed: the error, in the API's own format. */
  fail(error: unknown): string;
  /** Written when nothing else is, so that proxies do not take the stream for dead. */
  readonly ping: string;
  /**
   * All of it at once.
   *
   * @param logprobs - of the tokens of each answer, where they were asked for
   */
  whole(
    results: readonly ThinkResult[],
    logprobs: readonly (readonly TokenLogprob[])[],
  ): Readonly<Record<string, unknown>>;
}
