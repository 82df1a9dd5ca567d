/** A model on the Hugging Face Hub, as one names it: `hf:owner/repo[:file.gguf][@revision]`. */
export interface HubSpec {
  /** `owner/repo`. */
  readonly repo: string;
  /** The path of a .gguf file inside the repository; of a split file any part. */
  readonly file?: string;
  /** A quantisation instead of a file, as llama.cpp users write it: `Q4_K_M`. */
  readonly quantisation?: string;
  /** A branch, a tag or a commit; absent means the branch `main`. */
  readonly revision?: string;
}
