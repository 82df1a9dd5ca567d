/**
 * `mull/http`: models behind HTTP, in Node and in browsers.
 *
 * @module
 */
export { createHttpEngine } from './adapter/http/create-http-engine.ts';
export type { Fact, FoundBy } from './adapter/http/fact.ts';
export type { HttpEngine } from './adapter/http/http-engine.ts';
export type { HttpEngineOptions } from './adapter/http/http-engine-options.ts';
export type { ServerFacts } from './adapter/http/server-facts.ts';
