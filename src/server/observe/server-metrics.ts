import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { RunQueue } from '../load/run-queue.ts';
import type { ChoiceEvent } from '../run/choice-event.ts';
import type { Observer, ReadRequest, ServedEnd, Watch } from './served-event.ts';

const seconds = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];

/** What is counted, in Prometheus' format at `/metrics`. */
export class ServerMetrics implements Observer {
  readonly registry: Registry = new Registry();
  readonly #requests = this.#counter('requests', 'Requests by API and HTTP status.', ['api', 'status']);
  readonly #errors = this.#counter('errors', 'Requests that ended in an error, by its code.', ['code']);
  readonly #thinking = this.#counter('thinking_tokens', 'Thinking tokens, sampled and appended.', ['api']);
  readonly #answers = this.#counter('answer_tokens', 'Tokens of answers.', ['api']);
  readonly #forced = this.#counter('forced_tokens', 'Tokens that mull appended.', ['api']);
  readonly #steps = this.#counter('forced', 'Times mull stepped in: waits, cuts and closings.', ['kind']);
  readonly #ended = this.#counter('thinking_ended', 'Thinkings by what ended them.', ['by']);
  readonly #verdicts = this.#counter('bounds', 'Bounds that were asked for, by whether they held.', [
    'bound',
    'verdict',
  ]);
  readonly #warnings = this.#counter('warnings', 'Warnings in receipts, by code.', ['code']);
  readonly #duration = this.#histogram('request_seconds', 'Seconds from request to end.');
  readonly #first = this.#histogram('first_event_seconds', 'Seconds from request to the first thing the model wrote.');

  constructor(queue: RunQueue) {
    const registers = [this.registry];
    new Gauge({
      name: 'mull_running',
      help: 'Answers that are being written.',
      registers,
      collect() {
        this.set(queue.running);
      },
    });
    new Gauge({
      name: 'mull_waiting',
      help: 'Answers that wait for a place.',
      registers,
      collect() {
        this.set(queue.waiting);
      },
    });
  }

  begin(api: string): Watch {
    const began = performance.now();
    const passed = (): number => (performance.now() - began) / 1000;
    let wrote = false;
    return {
      read: (_: ReadRequest) => {},
      event: ({ event }: ChoiceEvent) => {
        if (event.type === 'forced') this.#steps.inc({ kind: event.kind });
        if (wrote || (event.type !== 'thinking-delta' && event.type !== 'answer-delta')) return;
        wrote = true;
        this.#first.observe({ api }, passed());
      },
      end: (end) => this.#end(api, passed(), end),
    };
  }

  #end(api: string, duration: number, { status, results, failure }: ServedEnd): void {
    this.#requests.inc({ api, status: String(status) });
    this.#duration.observe({ api }, duration);
    if (failure) this.#errors.inc({ code: failure.code });
    for (const { receipt } of results) {
      this.#thinking.inc({ api }, receipt.thinkingTokens);
      this.#answers.inc({ api }, receipt.answerTokens);
      this.#forced.inc({ api }, receipt.forcedTokens);
      this.#ended.inc({ by: receipt.endedBy });
      for (const [bound, { asked, verdict }] of Object.entries(receipt.bounds)) {
        if (asked !== undefined) this.#verdicts.inc({ bound, verdict });
      }
      for (const { code } of receipt.warnings) this.#warnings.inc({ code });
    }
  }

  #counter<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> {
    return new Counter({ name: `mull_${name}_total`, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  #histogram(name: string, help: string): Histogram<'api'> {
    return new Histogram({
      name: `mull_${name}`,
      help,
      labelNames: ['api'],
      buckets: seconds,
      registers: [this.registry],
    });
  }
}
