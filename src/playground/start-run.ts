import { EventStream } from '../adapter/http/event-stream.ts';
import type { BudgetFields } from '../core/budget.ts';
import type { Receipt } from '../core/receipt.ts';
import type { Failure, RunEvent } from './run-state.ts';

export interface Asked {
  readonly model: string;
  readonly question: string;
  readonly budget: BudgetFields;
  readonly seed: number;
  readonly temperature: number;
  /** Where the server wants one. */
  readonly key: string;
}

/** A run at the server. */
export interface ServerRun {
  /** Answer now, or think more. */
  steer(action: 'reasoning_end' | 'reasoning_wait'): Promise<void>;
  stop(): void;
}

/** Asks the server the way every client of it does, and tells what happens, in order. */
export function startRun(asked: Asked, tell: (event: RunEvent) => void): ServerRun {
  const id = crypto.randomUUID();
  const abort = new AbortController();
  void follow(asked, id, abort.signal, tell);
  return {
    steer: async (action) => {
      await fetch('v1/chat/completions/control', {
        method: 'POST',
        headers: headersOf(asked.key),
        body: JSON.stringify({ id, action }),
      });
    },
    stop: () => {
      abort.abort();
      tell({ type: 'stop' });
    },
  };
}

async function follow(asked: Asked, id: string, signal: AbortSignal, tell: (event: RunEvent) => void): Promise<void> {
  const { model, question, budget, seed, temperature, key } = asked;
  try {
    const response = await fetch('v1/chat/completions', {
      method: 'POST',
      headers: { ...headersOf(key), 'x-request-id': id },
      body: JSON.stringify({
        model,
        messages: [{ role: 'user', content: question }],
        stream: true,
        budget,
        seed,
        temperature,
      }),
      signal,
    });
    if (!response.ok || response.body === null) {
      tell({ type: 'fail', failure: failureOf(await response.json().catch(() => undefined), response.status) });
      return;
    }
    const stream = new EventStream();
    const reader = response.body.getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      for (const { data } of stream.push(read.value)) {
        if (data === '[DONE]') return tell({ type: 'end' });
        const chunk = JSON.parse(data) as Chunk;
        if (chunk.error !== undefined) return tell({ type: 'fail', failure: failureOf(chunk, 0) });
        for (const event of eventsOf(chunk)) tell(event);
      }
    }
    tell({ type: 'fail', failure: { message: 'The connection ended before the answer did.', needsKey: false } });
  } catch (error) {
    if (signal.aborted) return;
    const why = error instanceof Error ? error.message : String(error);
    tell({ type: 'fail', failure: { message: `The server does not answer (${why}).`, needsKey: false } });
  }
}

interface Chunk {
  readonly choices?: readonly { readonly delta?: { readonly reasoning?: string; readonly content?: string } }[];
  readonly forced?: {
    readonly kind: 'wait' | 'cut' | 'close' | 'open';
    readonly text: string;
    readonly position: number;
  };
  readonly receipt?: Receipt;
  readonly error?: { readonly message?: string; readonly code?: string };
}

function* eventsOf({ choices, forced, receipt }: Chunk): Generator<RunEvent, void> {
  const { reasoning, content } = choices?.[0]?.delta ?? {};
  if (forced !== undefined) yield { type: 'forced', ...forced };
  if (reasoning !== undefined && reasoning !== '') yield { type: 'thinking', text: reasoning };
  if (content !== undefined && content !== '') yield { type: 'answer', text: content };
  if (receipt !== undefined) yield { type: 'receipt', receipt };
}

function failureOf(body: unknown, status: number): Failure {
  const { message, code } = (body as Chunk | undefined)?.error ?? {};
  return {
    message: message ?? `The server answered with status ${status}.`,
    ...(typeof code === 'string' ? { code } : {}),
    needsKey: status === 401,
  };
}

export function headersOf(key: string): Record<string, string> {
  return { 'content-type': 'application/json', ...(key === '' ? {} : { authorization: `Bearer ${key}` }) };
}
