import type { ServerResponse } from 'node:http';
import type { ThinkResult } from '../core/events.ts';
import type { TokenLogprob } from '../core/token-logprob.ts';
import type { Watch } from './observe/served-event.ts';
import type { ChoiceEvent } from './run/choice-event.ts';
import type { ApiWriter } from './write/api-writer.ts';
import { EventChannel } from './write/event-channel.ts';

export interface StreamedRun {
  readonly response: ServerResponse;
  readonly events: AsyncIterator<ChoiceEvent, void>;
  readonly writer: ApiWriter;
  readonly headers: Readonly<Record<string, string>>;
  readonly pingSeconds: number;
  readonly watch: Watch;
  /** What a failure is called: an abort is known by its reason. */
  readonly failure: (error: unknown) => unknown;
}

/** How a stream came to its end. */
export interface StreamOutcome {
  /** Of the answers that were finished. */
  readonly results: readonly ThinkResult[];
  /** What ended it before its time. */
  readonly failure?: unknown;
}

/**
 * Streams a run to a client.
 *
 * What is wrong with a request shows before the first event, and is thrown, so that the client gets a status of its
 * own. Where that takes longer than a ping, the stream begins without waiting on, and an error is its last event.
 */
export async function streamRun(run: StreamedRun): Promise<StreamOutcome> {
  const { response, events, writer, headers, pingSeconds } = run;
  const first = events.next();
  const early = await orLater(first, pingSeconds);
  const channel = new EventChannel({ response, headers, ping: writer.ping, pingSeconds });
  const results: ThinkResult[] = [];
  try {
    await channel.write(early === undefined ? writer.begin() + writer.ping : writer.begin());
    for (let next = early ?? (await first); !next.done; next = await events.next()) {
      const { index, event } = next.value;
      run.watch.event(next.value);
      const full = channel.write(writer.event(next.value));
      if (full !== undefined) await full;
      if (event.type === 'finish') results[index] = event.result;
    }
    channel.end(writer.end());
    return { results };
  } catch (error) {
    const failure = run.failure(error);
    channel.end(writer.fail(failure));
    return { results, failure };
  }
}

/** A run that was read to its end. */
export interface WholeRun {
  readonly results: readonly ThinkResult[];
  /** Of the tokens of each answer, where they were asked for. */
  readonly logprobs: readonly (readonly TokenLogprob[])[];
}

/** Reads a run to its end, for a client that wants everything at once. */
export async function wholeRun(events: AsyncIterator<ChoiceEvent, void>, watch: Watch): Promise<WholeRun> {
  const results: ThinkResult[] = [];
  const logprobs: TokenLogprob[][] = [];
  for (let next = await events.next(); !next.done; next = await events.next()) {
    const { index, event } = next.value;
    watch.event(next.value);
    if (event.type === 'finish') results[index] = event.result;
    if (event.type === 'answer-delta' && event.logprobs) {
      logprobs[index] ??= [];
      logprobs[index].push(...event.logprobs);
    }
  }
  return { results, logprobs };
}

async function orLater<Value>(value: Promise<Value>, seconds: number): Promise<Value | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), seconds * 1000);
  });
  try {
    return await Promise.race([value, later]);
  } finally {
    clearTimeout(timer);
  }
}
