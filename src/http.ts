/**
 * `mull/http`: models behind HTTP, in Node and in browsers.
 *
 * @module
 */
export { createHttpEngine } from './adapter/http/create-http-engine.ts';
export type { Fact, FoundBy } from './adapter/http/fact.ts';
export type { HttpEngine } from './adapter/http/http-engine.ts';
export type { HttpEngineOptions } from './adapter/http/http-engine-options.ts';
export { type OfferedWay, offeredWays } from './adapter/http/offered-ways.ts';
export type { OwnEffort } from './adapter/http/own-effort.ts';
export type { ServerFacts } from './adapter/http/server-facts.ts';
export type { ToldFacts } from './adapter/http/told-facts.ts';
export { type WayName, wayNames } from './adapter/http/way-name.ts';
