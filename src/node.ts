/**
 * `mull/node`: opening engines by the names the command line uses. Needs Node.
 *
 * @module
 */
export { type NodeFetchOptions, nodeFetch } from './adapter/node-fetch.ts';
export { type OpenEngineOptions, openEngine } from './adapter/open-engine.ts';
