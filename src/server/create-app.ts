import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { endpoints } from './endpoints.ts';
import { openApi } from './open-api.ts';
import type { AppOptions } from './server-options.ts';
import { Service } from './service.ts';

/** The app of `mull serve`, and how it comes to an end. */
export interface ServerApp {
  readonly app: Hono<{ Bindings: HttpBindings }>;
  /** From now on nothing new is begun; resolves when what runs is done. */
  finish(): Promise<void>;
  /** Breaks off whatever runs. */
  abort(): void;
  /** Requests that run or wait. */
  readonly active: number;
}

/**
 * The app of `mull serve`, to be mounted in a server of `@hono/node-server`: streams are written straight to the
 * response of node.
 *
 * @throws E_OPTION_INVALID
 */
export async function createApp(options: AppOptions): Promise<ServerApp> {
  const service = await Service.open(options);
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.onError((error, context) => service.refuse(error, context));
  app.notFound((context) => service.refuseUnknown(context));
  app.use((context, next) => service.admit(context, next));
  const { page } = options;
  for (const endpoint of endpoints) app.post(endpoint.path, (context) => service.run(endpoint, context));
  app.post('/v1/chat/completions/control', (context) => service.control(context));
  app.post('/v1/messages/count_tokens', (context) => service.countTokens(context));
  app.get('/v1/models', (context) => service.models(context));
  app.get('/health', (context) => service.health(context));
  app.get('/metrics', (context) => service.metrics(context));
  app.get('/openapi.json', (context) => context.json(openApi()));
  if (page) app.get('/', () => page());
  return {
    app,
    finish: () => service.finish(),
    abort: () => service.abort(),
    get active() {
      return service.active;
    },
  };
}
