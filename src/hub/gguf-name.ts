/** What the name of a .gguf file in a repository says. */
export interface GgufName {
  /** The path without the number of the part and without `.gguf`. */
  readonly stem: string;
  /** From 1; a file that is not split is part 1 of 1. */
  readonly part: number;
  readonly parts: number;
}

const splitForm = /^(.+)-(\d{5})-of-(\d{5})$/;
/** Files that go beside a model; llama.cpp leaves the same ones aside (common/download.cpp, gguf_filename_is_model). */
const companions = ['mmproj', 'imatrix', 'mtp-', 'eagle3-', 'dflash-', 'dspark-'];
/** As llama.cpp names its quantisations: Q4_K_M, IQ2_XXS, TQ1_0, BF16, MXFP4_MOE, and Unsloth's UD-Q4_K_XL. */
const quantisationForm =
  /(?:^|[^A-Za-z0-9])((?:UD-)?(?:[IT]?Q\d+(?:_[A-Z0-9]+)*|B?F(?:16|32)|(?:MX|NV)FP4(?:_MOE)?))(?![A-Za-z0-9])/gi;

/** The parts of a path that ends in .gguf, or undefined for any other. */
export function parseGgufName(path: string): GgufName | undefined {
  if (!/\.gguf$/i.test(path)) return undefined;
  const stem = path.slice(0, -'.gguf'.length);
  const split = splitForm.exec(stem);
  if (!split) return { stem, part: 1, parts: 1 };
  return { stem: split[1] ?? stem, part: Number(split[2]), parts: Number(split[3]) };
}

/** Whether a .gguf file holds a language model rather than something that goes beside one. */
export function isModelFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return name.endsWith('.gguf') && !companions.some((companion) => name.includes(companion));
}

/** The quantisation that a path names, in capitals; the last one where it names several. */
export function quantisationOf(path: string): string | undefined {
  return [...path.matchAll(quantisationForm)].at(-1)?.[1]?.toUpperCase();
}
