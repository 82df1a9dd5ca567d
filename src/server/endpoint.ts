import type { z } from 'zod';
import type { ReadContext } from './request/read-context.ts';
import type { Api, ServerRequest } from './request/server-request.ts';
import type { ApiWriter } from './write/api-writer.ts';
import type { ResponseFacts } from './write/response-facts.ts';

/** An API that lets the model think: how its bodies are read and its answers written. */
export interface Endpoint {
  readonly api: Api;
  readonly path: string;
  /** What its bodies may hold besides a budget. */
  readonly body: z.ZodType;
  /** What the ids of its answers begin with. */
  readonly idPrefix: string;
  read(body: Readonly<Record<string, unknown>>, context: ReadContext): ServerRequest;
  writer(facts: ResponseFacts): ApiWriter;
}
