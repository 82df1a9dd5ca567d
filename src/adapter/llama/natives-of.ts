import type { Llama, LlamaContext, LlamaModel } from 'node-llama-cpp';
import { MullError } from '../../core/mull-error.ts';
import type { NativeContext, NativeModel, NativeSampler } from './native.ts';
import { installCommand } from './peer-version.ts';

/** The native objects behind a model and its context. */
export interface Natives {
  readonly model: NativeModel;
  readonly context: NativeContext;
  readonly createSampler: () => NativeSampler;
  readonly parameters: number;
  /** The model can forget the end of a text. */
  readonly forgets: boolean;
}

const contextMethods = [
  'initBatch',
  'addToBatch',
  'decodeBatch',
  'sampleToken',
  'removeTokenCellsFromSequence',
  'disposeSequence',
] as const;
const modelMethods = [
  'tokenize',
  'getTokenString',
  'getTokenAttributes',
  'isEogToken',
  'getVocabularyType',
  'getTotalParameters',
] as const;

/**
 * What lies behind the public objects of node-llama-cpp, looked at before it is relied on.
 *
 * @throws E_PEER_VERSION
 */
export function nativesOf(llama: Llama, model: LlamaModel, context: LlamaContext): Natives {
  const native = objectIn(model, '_model', modelMethods) as NativeModel & { getTotalParameters(): number };
  const bindings = objectIn(llama, '_bindings', ['AddonSampler']) as Bindings;
  const { architecture } = model.fileInfo.metadata.general;
  return {
    model: native,
    context: objectIn(context, '_ctx', contextMethods) as NativeContext,
    createSampler: () => new bindings.AddonSampler(native),
    parameters: native.getTotalParameters(),
    forgets: !bindings.getIsArchRecurrent?.(architecture) && !bindings.getIsArchHybrid?.(architecture),
  };
}

interface Bindings {
  readonly AddonSampler: new (model: NativeModel) => NativeSampler;
  getIsArchRecurrent?(architecture: string): boolean | undefined;
  getIsArchHybrid?(architecture: string): boolean | undefined;
}

function objectIn(owner: object, field: string, methods: readonly string[]): unknown {
  const inside: unknown = (owner as Readonly<Record<string, unknown>>)[field];
  const missing = methods.find(
    (method) =>
      typeof inside !== 'object' ||
      inside === null ||
      typeof (inside as Readonly<Record<string, unknown>>)[method] !== 'function',
  );
  if (missing === undefined) return inside;
  throw new MullError('E_PEER_VERSION', `This build of node-llama-cpp has no ${field}.${missing}.`, {
    hint: installCommand,
  });
}
