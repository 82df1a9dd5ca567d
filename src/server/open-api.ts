import { z } from 'zod';
import { budgetSchema } from '../core/budget.ts';
import { strategySchema } from '../scaling/strategy-schema.ts';
import { budgetDialects } from './budget/budget-dialects.ts';
import { controlBody } from './control-body.ts';
import { endpoints } from './endpoints.ts';
import { messagesBody } from './request/read-messages.ts';

type Json = Readonly<Record<string, unknown>>;

const errors = {
  400: 'The request or its budget is wrong: the code says what, `param` which field.',
  401: 'The key is missing or wrong.',
  404: 'There is no such model.',
  413: 'The body is too large.',
  429: 'As many requests run and wait as the server takes; see `retry-after`.',
  502: 'The engine failed.',
  503: 'The server is shutting down, or the engine has no room.',
  504: 'The request took too long.',
} as const;

/** The document at `/openapi.json`, made from the schemas that requests are checked with. */
export function openApi(): Json {
  const paths: Record<string, Json> = {};
  for (const { path, api, body } of endpoints) {
    paths[path] = {
      post: operation(`${api}: think under a budget, and answer`, requestSchema(body), {
        'mull-budget': 'A budget in one line: max=2000,waits=2',
        'mull-strategy': 'A strategy in one line: majority:samples=8',
        'x-request-id': 'A name for the request, by which it can be steered',
      }),
    };
  }
  paths['/v1/chat/completions/control'] = {
    post: operation('Steer a request that runs: answer now, or think more', jsonSchema(controlBody)),
  };
  paths['/v1/messages/count_tokens'] = {
    post: operation(
      'Tokens of the prompt: `input_tokens`, and `counting`, which says how they were counted',
      requestSchema(messagesBody),
    ),
  };
  for (const [path, summary] of [
    ['/v1/models', 'What the model is called'],
    ['/health', 'Whether the server takes requests'],
    ['/metrics', "What was counted, in Prometheus' format"],
    ['/openapi.json', 'This document'],
  ] as const) {
    paths[path] = { get: { summary, responses: { 200: { description: 'OK' } } } };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'mull serve',
      version: '1',
      description: 'Thinking budgets, verified by a receipt, for OpenAI- and Anthropic-style clients.',
    },
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    security: [{}, { key: [] }],
    paths,
  };
}

function operation(summary: string, schema: Json, headers: Readonly<Record<string, string>> = {}): Json {
  return {
    summary,
    parameters: Object.entries(headers).map(([name, description]) => ({
      name,
      in: 'header',
      description,
      schema: { type: 'string' },
    })),
    requestBody: { required: true, content: { 'application/json': { schema } } },
    responses: {
      200: {
        description: 'The answer with its `receipt`; server-sent events where `stream` is true.',
        content: { 'application/json': {}, 'text/event-stream': {} },
      },
      ...Object.fromEntries(Object.entries(errors).map(([status, description]) => [status, { description }])),
    },
  };
}

/** A body with the fields that are read in every API: our own, and those of all hosts. */
function requestSchema(body: z.ZodType): Json {
  const schema = jsonSchema(body);
  const properties: Record<string, unknown> = { ...(schema.properties as Json) };
  for (const { field, schema: form, sentBy, note } of budgetDialects) {
    const described = { ...jsonSchema(form), description: `${sentBy}${note === undefined ? '' : `; ${note}`}` };
    put(properties, field.split('.'), described);
  }
  properties.budget = { anyOf: [jsonSchema(budgetSchema), { type: 'string' }] };
  properties.strategy = jsonSchema(strategySchema);
  return { ...schema, properties };
}

function put(properties: Record<string, unknown>, [name = '', ...rest]: readonly string[], schema: Json): void {
  if (rest.length === 0) {
    properties[name] = schema;
    return;
  }
  const holder = (properties[name] ?? { type: 'object', properties: {} }) as { properties?: Record<string, unknown> };
  const inner = { ...holder, properties: { ...holder.properties } };
  properties[name] = inner;
  put(inner.properties, rest, schema);
}

function jsonSchema(schema: z.ZodType): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
}
