/**
 * For tests of code that uses mull: an engine that replays texts, and the suite that every engine passes.
 *
 * @module
 */
export { buildReceipt, type ReceiptDraft } from './testing/build-receipt.ts';
export { buildRecord, type RecordDraft } from './testing/build-record.ts';
export { type Clock, realClock, VirtualClock } from './testing/clock.ts';
export { type EngineContractOptions, engineContract } from './testing/contract/engine-contract.ts';
export type { Expectation, TestKit } from './testing/contract/test-kit.ts';
export type { Fault } from './testing/fault.ts';
export type { Script, Stretches } from './testing/script.ts';
export type { ScriptedCall } from './testing/scripted-call.ts';
export { type ScriptedEngine, type ScriptedOptions, scriptedEngine } from './testing/scripted-engine.ts';
export { thinkFormat } from './testing/think-format.ts';
