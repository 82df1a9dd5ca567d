/**
 * `mull/server`: the server of `mull serve`, to be embedded. Needs Node.
 *
 * @module
 */
export { type ClientKey, readKeys } from './server/access/keys.ts';
export type { Ceilings } from './server/budget/ceilings.ts';
export { createApp, type ServerApp } from './server/create-app.ts';
export type { ServerLog } from './server/observe/server-log.ts';
export type { AppOptions, ServerOptions } from './server/server-options.ts';
export { type ListenOptions, type RunningServer, startServer } from './server/start-server.ts';
export type { ServedReceipt } from './server/write/served-receipt.ts';
