// `mull/llama`: any GGUF model through llama.cpp. Needs the package node-llama-cpp beside mull.
export type { Choice } from './adapter/llama/choose-settings.ts';
export { createLlamaEngine, type LlamaEngine } from './adapter/llama/create-llama-engine.ts';
export type { LlamaEngineOptions } from './adapter/llama/llama-options.ts';
