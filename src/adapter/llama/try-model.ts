import { MullError } from '../../core/mull-error.ts';
import { openLibrary } from './library.ts';
import { LlamaDecoder } from './llama-decoder.ts';
import { createLlamaTokenizer } from './llama-tokenizer.ts';
import { loadError } from './load-error.ts';
import { nativesOf } from './natives-of.ts';

/** Larger models are not computed with: that would read all of their weights from the disk. */
const mostBytesToCompute = 2 ** 31;
const contextSize = 64;
/** Every byte and some words, so that a vocabulary with holes shows. */
const sample = `${Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join('')} one two, 3!\n`;

/**
 * Does once what an engine does with a model, in a process that may die of it.
 *
 * @throws E_NOT_A_MODEL, E_MODEL_CORRUPT, E_MODEL_UNSUPPORTED, E_MEMORY
 */
export async function tryModel(path: string): Promise<undefined> {
  const { llama, complaints } = await openLibrary(false);
  try {
    const model = await llama.loadModel({ modelPath: path, gpuLayers: 0 });
    const context = await model.createContext({ sequences: 1, contextSize, batchSize: contextSize, threads: 1 });
    const natives = nativesOf(llama, model, context);
    const { ggml } = model.fileInfo.metadata.tokenizer;
    const vocabularySize = ggml.tokens.length;
    const tokenizer = createLlamaTokenizer({ model: natives.model, vocabularySize, kind: ggml.model });
    const tokens = tokenizer.encode(sample, true).slice(0, contextSize / 2);
    const decoder = new LlamaDecoder({
      ...natives,
      vocabularySize,
      contextSize,
      slots: 1,
      batchSize: contextSize,
      fewestRows: 1,
      onGpu: false,
      dispose: () => Promise.resolve(),
    });
    if (model.fileInsights.modelSize > mostBytesToCompute) return undefined;
    const draw = { sampling: { temperature: 1 }, seed: 1, ban: [], logprobs: 0 };
    const [result] = await decoder.step([{ slot: 0, position: 0, tokens: tokens.length > 0 ? tokens : [0], draw }]);
    if (!Number.isFinite(result?.drawn?.logprob)) throw new Error('its weights give no numbers');
    return undefined;
  } catch (error) {
    if (MullError.isMullError(error)) throw error;
    await new Promise((resolve) => setTimeout(resolve, 20));
    throw loadError(path, error, complaints);
  }
}
