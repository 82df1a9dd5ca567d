import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';
import type { ThinkEvent } from '../core/events.ts';
import { callError } from './call-error.ts';
import type { PartWriter } from './part-writer.ts';

/**
 * A run as a stream of parts. What goes wrong before the first token rejects; later it is an `error` part, or breaks
 * the stream where the caller's signal did it. A reader that does not read parks the run; one that cancels ends it.
 */
export async function streamRun(
  run: AsyncIterable<ThinkEvent>,
  writer: PartWriter,
  signal: AbortSignal | undefined,
): Promise<ReadableStream<LanguageModelV4StreamPart>> {
  const events = run[Symbol.asyncIterator]();
  let next: IteratorResult<ThinkEvent>;
  try {
    next = await events.next();
  } catch (error) {
    throw callError(error, signal);
  }
  return new ReadableStream<LanguageModelV4StreamPart>(
    {
      async pull(controller) {
        let told = false;
        try {
          while (!told && !next.done) {
            for (const part of writer.write(next.value)) {
              controller.enqueue(part);
              told = true;
            }
            next = await events.next();
          }
          if (next.done) controller.close();
        } catch (error) {
          const failure = callError(error, signal);
          if (signal?.aborted) return controller.error(failure);
          controller.enqueue({ type: 'error', error: failure });
          controller.close();
        }
      },
      async cancel() {
        await events.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
