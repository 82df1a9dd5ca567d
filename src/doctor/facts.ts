/** What is known of the machine and the process, gathered by whoever has access to them. */
export interface MachineFacts {
  /** `24.21.0` */
  readonly node: string;
  /** `linux x64` */
  readonly platform: string;
  /** Bytes of memory that this process may have in all. */
  readonly memoryBytes: number;
  /** Of those, bytes that could be had before the engine was opened. */
  readonly freeBytes: number;
}

/** An optional package. */
export interface PeerFacts {
  readonly name: string;
  /** Undefined where it is not installed. */
  readonly version: string | undefined;
  /** The version mull works with: `3.22.1`, or `^2.17.5` for that and later ones. */
  readonly wanted: string;
  /** For what: `GGUF models`. */
  readonly purpose: string;
  /** Whether the engine that is looked at cannot do without it. */
  readonly needed: boolean;
}

/** What the header of a model file says. */
export interface FileFacts {
  readonly path: string;
  readonly bytes: number;
  readonly architecture?: string | undefined;
  readonly quantisation?: string | undefined;
  readonly parameters?: number | undefined;
  /** Tokens of context the model was made for. */
  readonly contextSize?: number | undefined;
}

/** What opening the engine cost. */
export interface OpeningFacts {
  readonly seconds: number;
  /** Bytes the process grew by. */
  readonly grownBytes: number;
  /** Bytes that could still be had afterwards. */
  readonly freeBytes: number;
}

/** What llama.cpp computes with. */
export interface GpuFacts {
  /** `cuda`, `metal`, `vulkan`; false: the CPU. */
  readonly kind: string | false;
  readonly names: readonly string[];
  /** Bytes of its memory; undefined without a GPU. */
  readonly memory?: { readonly free: number; readonly total: number };
}
