// `mull/pocket`: tiny models without native code, in Node and in browsers.
export { createPocketEngine, type PocketEngineOptions } from './adapter/pocket/create-pocket-engine.ts';
