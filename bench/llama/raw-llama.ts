import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import koffi from 'koffi';

/**
 * The least there can be around llama.cpp: batches of one token per sequence, evaluated and sampled in a loop, on the
 * very libraries inside node-llama-cpp 3.22.1. What every engine is measured against.
 *
 * The structs are those of llama.cpp v0.5.0 (`include/llama.h`); any other version needs others.
 */
export interface RawLlama {
  /** Draws `count` tokens in each of the sequences at temperature 1, from one token each. */
  decode(count: number): Promise<void>;
  close(): void;
}

const int32 = ['n_gpu_layers', 'split_mode', 'load_mode', 'lazy_mode', 'main_gpu'];
const modelFlags = ['vocab_only', 'check_tensors', 'use_extra_bufts', 'no_host', 'no_alloc', 'load_mtp'];
const contextCounts = [
  'n_ctx',
  'n_batch',
  'n_ubatch',
  'n_seq_max',
  'n_rs_seq',
  'n_outputs_max',
  'n_outputs_max_per_seq',
];
const contextChoices = [
  'n_threads',
  'n_threads_batch',
  'ctx_type',
  'rope_scaling_type',
  'pooling_type',
  'attention_type',
  'flash_attn_type',
];
const ropeNumbers = ['rope_base', 'rope_scale', 'ext_factor', 'attn_factor', 'beta_fast', 'beta_slow'];
const contextFlags = ['embeddings', 'offload_kqv', 'no_perf', 'op_offload', 'swa_full', 'kv_unified'];

const fields = (names: readonly string[], type: string): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, type]));

let functions: ReturnType<typeof bind> | undefined;

function bind() {
  const folder = resolve(import.meta.dirname, '../../node_modules/@node-llama-cpp/linux-x64/bins/linux-x64');
  const file = (pattern: RegExp): string => {
    const found = readdirSync(folder).find((name) => pattern.test(name));
    if (found === undefined) throw new Error(`${folder} has no file like ${pattern}`);
    return resolve(folder, found);
  };
  koffi.load(file(/^libggml-base\./));
  const ggml = koffi.load(file(/^libggml\.v/));
  const llama = koffi.load(file(/^libllama\.v/));
  koffi.struct('model_params', {
    devices: 'void*',
    buffer_overrides: 'void*',
    ...fields(int32, 'int32'),
    tensor_split: 'void*',
    progress: 'void*',
    progress_data: 'void*',
    kv_overrides: 'void*',
    ...fields(modelFlags, 'bool'),
  });
  koffi.struct('context_params', {
    ...fields(contextCounts, 'uint32'),
    ...fields(contextChoices, 'int32'),
    ...fields(ropeNumbers, 'float'),
    original_context: 'uint32',
    defrag_threshold: 'float',
    eval_callback: 'void*',
    eval_data: 'void*',
    type_k: 'int32',
    type_v: 'int32',
    abort_callback: 'void*',
    abort_data: 'void*',
    ...fields(contextFlags, 'bool'),
    samplers: 'void*',
    n_samplers: 'size_t',
    other_context: 'void*',
  });
  koffi.struct('token_batch', {
    n_tokens: 'int32',
    ...fields(['token', 'embd', 'pos', 'n_seq_id', 'seq_id', 'logits'], 'void*'),
  });
  koffi.struct('chain_params', { no_perf: 'bool' });
  const bound = {
    loadBackends: ggml.func('void ggml_backend_load_all_from_path(const char*)'),
    start: llama.func('void llama_backend_init()'),
    setLog: llama.func('void llama_log_set(void*, void*)'),
    modelDefaults: llama.func('model_params llama_model_default_params()'),
    contextDefaults: llama.func('context_params llama_context_default_params()'),
    loadModel: llama.func('void* llama_model_load_from_file(const char*, model_params)'),
    freeModel: llama.func('void llama_model_free(void*)'),
    createContext: llama.func('void* llama_init_from_model(void*, context_params)'),
    freeContext: llama.func('void llama_free(void*)'),
    decode: llama.func('int llama_decode(void*, token_batch)'),
    memory: llama.func('void* llama_get_memory(void*)'),
    remove: llama.func('bool llama_memory_seq_rm(void*, int, int, int)'),
    createBatch: llama.func('token_batch llama_batch_init(int, int, int)'),
    createChain: llama.func('void* llama_sampler_chain_init(chain_params)'),
    addToChain: llama.func('void llama_sampler_chain_add(void*, void*)'),
    temperature: llama.func('void* llama_sampler_init_temp(float)'),
    distribution: llama.func('void* llama_sampler_init_dist(uint32)'),
    sample: llama.func('int llama_sampler_sample(void*, void*, int)'),
  };
  const silent = koffi.register(() => undefined, koffi.pointer(koffi.proto('void on_log(int, const char*, void*)')));
  bound.setLog(silent, null);
  bound.loadBackends(folder);
  bound.start();
  return bound;
}

export function rawLlama(
  path: string,
  {
    sequences,
    contextSize,
    threads,
  }: { readonly sequences: number; readonly contextSize: number; readonly threads: number },
): RawLlama {
  functions ??= bind();
  const llama = functions;
  const model = llama.loadModel(path, llama.modelDefaults());
  const context = llama.createContext(model, {
    ...llama.contextDefaults(),
    n_ctx: contextSize * sequences,
    n_batch: 512,
    n_ubatch: 512,
    n_seq_max: sequences,
    n_threads: threads,
    n_threads_batch: threads,
    kv_unified: true,
    no_perf: true,
  });
  if (model === null || context === null) throw new Error(`llama.cpp cannot load ${path}`);
  const batch = llama.createBatch(512, 0, 1);
  const view = (pointer: unknown, bytes: number): ArrayBuffer => koffi.view(pointer, bytes);
  const tokens = new Int32Array(view(batch.token, 4 * 512));
  const positions = new Int32Array(view(batch.pos, 4 * 512));
  const counts = new Int32Array(view(batch.n_seq_id, 4 * 512));
  const wanted = new Int8Array(view(batch.logits, 512));
  const owners = [...new BigUint64Array(view(batch.seq_id, 8 * 512))].map((at) => new Int32Array(view(at, 4)));
  return {
    async decode(count) {
      const chains = Array.from({ length: sequences }, (_, sequence) => {
        const chain = llama.createChain({ no_perf: true });
        llama.addToChain(chain, llama.temperature(1));
        llama.addToChain(chain, llama.distribution(sequence));
        return chain;
      });
      const drawn = Array.from({ length: sequences }, (_, sequence) => 100 + sequence);
      for (let sequence = 0; sequence < sequences; sequence += 1) llama.remove(llama.memory(context), sequence, -1, -1);
      batch.n_tokens = sequences;
      for (let position = 0; position < count; position += 1) {
        for (let sequence = 0; sequence < sequences; sequence += 1) {
          tokens[sequence] = drawn[sequence]!;
          positions[sequence] = position;
          counts[sequence] = 1;
          owners[sequence]![0] = sequence;
          wanted[sequence] = 1;
        }
        await new Promise<void>((resolve, reject) => {
          llama.decode.async(context, batch, (error: unknown, result: number) => {
            if (error === null && result === 0) resolve();
            else reject(new Error(`llama_decode: ${String(error ?? result)}`));
          });
        });
        for (let sequence = 0; sequence < sequences; sequence += 1) {
          drawn[sequence] = llama.sample(chains[sequence], context, sequence);
        }
      }
    },
    close() {
      llama.freeContext(context);
      llama.freeModel(model);
    },
  };
}
