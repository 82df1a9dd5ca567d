/**
 * For tests of code that talks to model servers: small servers on loopback that behave as the documentation of a host
 * says, with a scripted model behind them. Needs Node.
 *
 * @module
 */
export type { Behaviour } from './testing/dialects/behaviour.ts';
export type { DialectOptions, DialectServer } from './testing/dialects/dialect-options.ts';
export type { RecordedRequest } from './testing/dialects/server/recorded-request.ts';
export { type ServerFault, type ServerFaultKind, serverFaultKinds } from './testing/dialects/server-fault.ts';
export { type DialectName, dialectNames, startDialect } from './testing/dialects/start-dialect.ts';
