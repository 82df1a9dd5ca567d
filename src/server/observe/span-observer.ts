import type { Span, Tracer } from '@opentelemetry/api';
import type { ChoiceEvent } from '../run/choice-event.ts';
import type { Observer, ReadRequest, ServedEnd, Watch } from './served-event.ts';

type OpenTelemetry = typeof import('@opentelemetry/api');

/**
 * A span per request, in the words of OpenTelemetry for generative AI, with mull's own beside them. Without an SDK that
 * was set up in the process, OpenTelemetry's own API does nothing.
 */
export function spanObserver({ context, propagation, SpanStatusCode, trace }: OpenTelemetry): Observer {
  const tracer: Tracer = trace.getTracer('mull');
  return {
    begin(api, headers) {
      const parent = propagation.extract(context.active(), headers);
      const span = tracer.startSpan(
        `mull ${api}`,
        { kind: 1, attributes: { 'gen_ai.operation.name': 'chat', 'mull.api': api } },
        parent,
      );
      return new SpanWatch(span, SpanStatusCode.ERROR);
    },
  };
}

class SpanWatch implements Watch {
  readonly #span: Span;
  readonly #error: number;

  constructor(span: Span, error: number) {
    this.#span = span;
    this.#error = error;
  }

  read({ id, model, request, budget }: ReadRequest): void {
    const { max, min, waits } = budget.fields;
    this.#span.updateName(`chat ${model}`);
    this.#span.setAttributes({
      'gen_ai.request.model': model,
      'gen_ai.response.id': id,
      'gen_ai.request.choice.count': request.n,
      ...(request.total === undefined ? {} : { 'gen_ai.request.max_tokens': request.total.tokens }),
      ...(max === undefined ? {} : { 'mull.budget.max': max }),
      ...(min === undefined ? {} : { 'mull.budget.min': min }),
      ...(waits === undefined ? {} : { 'mull.budget.waits': waits }),
    });
  }

  event({ index, event }: ChoiceEvent): void {
    if (event.type !== 'forced') return;
    this.#span.addEvent(`mull.${event.kind}`, { 'mull.position': event.position, 'mull.choice': index });
  }

  end({ status, results, failure }: ServedEnd): void {
    const receipts = results.map(({ receipt }) => receipt);
    const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
    this.#span.setAttributes({
      'http.response.status_code': status,
      'gen_ai.usage.input_tokens': receipts[0]?.usage.prompt ?? 0,
      'gen_ai.usage.output_tokens': sum(
        receipts.map(({ thinkingTokens, answerTokens }) => thinkingTokens + answerTokens),
      ),
      'gen_ai.usage.reasoning.output_tokens': sum(receipts.map(({ thinkingTokens }) => thinkingTokens)),
      'gen_ai.response.finish_reasons': results.map(({ finishReason }) => finishReason),
      'mull.ended_by': receipts.map(({ endedBy }) => endedBy),
      'mull.warnings': [...new Set(receipts.flatMap(({ warnings }) => warnings.map(({ code }) => code)))],
    });
    if (failure)
      this.#span.setStatus({ code: this.#error, message: failure.code }).setAttribute('error.type', failure.code);
    this.#span.end();
  }
}
