import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MullError } from '../../src/core/mull-error.ts';
import { formatHubSpec } from '../../src/hub/format-hub-spec.ts';
import { parseHubSpec } from '../../src/hub/parse-hub-spec.ts';

describe('the name of a model on the Hub', () => {
  test.each([
    ['hf:Qwen/Qwen3-0.6B-GGUF', { repo: 'Qwen/Qwen3-0.6B-GGUF' }],
    ['hf:o/r:model-Q8_0.gguf', { repo: 'o/r', file: 'model-Q8_0.gguf' }],
    ['hf:o/r:BF16/model-00001-of-00002.gguf', { repo: 'o/r', file: 'BF16/model-00001-of-00002.gguf' }],
    ['hf:o/r:MODEL.GGUF', { repo: 'o/r', file: 'MODEL.GGUF' }],
    ['hf:o/r:Q4_K_M', { repo: 'o/r', quantisation: 'Q4_K_M' }],
    ['hf:o/r:UD-Q4_K_XL', { repo: 'o/r', quantisation: 'UD-Q4_K_XL' }],
    ['hf:o/r@v1.0', { repo: 'o/r', revision: 'v1.0' }],
    ['hf:o/r:model.gguf@refs/pr/1', { repo: 'o/r', file: 'model.gguf', revision: 'refs/pr/1' }],
  ])('%s is read', (text, spec) => {
    expect(parseHubSpec(text)).toEqual(spec);
    expect(formatHubSpec(parseHubSpec(text))).toBe(text);
  });

  test.each([
    ['', 'it is empty'],
    ['Qwen/Qwen3-0.6B-GGUF', 'it does not begin with hf:'],
    ['hf:', 'the repository is missing'],
    ['hf:gpt2', '"gpt2" lacks its owner'],
    ['hf:o/r/model.gguf', '"o/r/model.gguf" has more than owner and name'],
    ['hf:o/', '"" cannot be the name of an owner or a repository'],
    ['hf:../..', '".." cannot be the name of an owner or a repository'],
    ['hf:o/a--b', '"a--b" cannot be the name of an owner or a repository'],
    ['hf:o/r:', 'the file behind : is missing'],
    ['hf:o/r:model.safetensors', '"model.safetensors" is not a .gguf file'],
    ['hf:o/r:a b', '"a b" is neither a .gguf file nor a quantisation'],
    ['hf:o/r:../../x.gguf', '"../../x.gguf" is not a path inside a repository'],
    ['hf:o/r:/x.gguf', '"/x.gguf" is not a path inside a repository'],
    ['hf:o/r@', 'the revision behind @ is missing'],
    ['hf:o/r@main:x.gguf', 'the revision does not come last'],
    ['hf:o/r@../../x', '"../../x" cannot be a revision'],
    ['hf:o/r@a//b', '"a//b" cannot be a revision'],
  ])('%s is refused, and the message says why', (text, reason) => {
    expect(refusal(text)).toMatchObject({
      code: 'E_OPTION_INVALID',
      message: `"${text}" does not name a model on the Hub: ${reason}.`,
    });
  });

  test.each([
    ['https://huggingface.co/o/r', 'Write hf:o/r.'],
    ['https://huggingface.co/o/r/blob/main/model.gguf', 'Write hf:o/r:model.gguf.'],
    ['https://huggingface.co/o/r/resolve/v2/dir/model.gguf?download=true', 'Write hf:o/r:dir/model.gguf@v2.'],
    ['hf.co/o/r', 'Write hf:o/r.'],
    ['hf://o/r/model.gguf', 'Write hf:o/r:model.gguf.'],
    ['hf:o/r/model.gguf', 'Write hf:o/r:model.gguf.'],
    ['o/r:Q4_K_M', 'Write hf:o/r:Q4_K_M.'],
  ])('of %s, the hint says how to write it', (text, hint) => {
    expect(refusal(text).hint).toBe(hint);
  });

  test('what is read never leads out of the cache, whatever is written', () => {
    const text = fc.stringMatching(/^hf:[a-z./\\@:-]{0,24}(?:\.gguf)?(?:@[a-z./-]{0,8})?$/);
    fc.assert(
      fc.property(text, (written) => {
        let spec: ReturnType<typeof parseHubSpec>;
        try {
          spec = parseHubSpec(written);
        } catch (error) {
          expect(MullError.isMullError(error) && error.code).toBe('E_OPTION_INVALID');
          return;
        }
        for (const path of [spec.repo, spec.file ?? 'x', spec.revision ?? 'x']) {
          expect(path.split(/[\\/]/)).not.toContain('..');
          expect(path.startsWith('/')).toBe(false);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

function refusal(text: string): MullError {
  try {
    parseHubSpec(text);
  } catch (error) {
    if (MullError.isMullError(error)) return error;
  }
  throw new Error(`${text} was accepted`);
}
