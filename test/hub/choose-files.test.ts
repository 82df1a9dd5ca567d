import { describe, expect, test } from 'vitest';
import { chooseFiles } from '../../src/hub/choose-files.ts';
import { parseHubSpec } from '../../src/hub/parse-hub-spec.ts';

const several = ['README.md', 'm-BF16.gguf', 'm-Q4_K_M.gguf', 'm-Q8_0.gguf', 'mmproj-m-F16.gguf', 'm.imatrix.gguf'];

function choose(name: string, paths: readonly string[]): readonly string[] {
  return chooseFiles(paths, parseHubSpec(name));
}

describe('where no file is named', () => {
  test('Q4_K_M is taken before Q8_0, as llama.cpp does', () => {
    expect(choose('hf:o/r', several)).toEqual(['m-Q4_K_M.gguf']);
    expect(choose('hf:o/r', ['m-q8_0.gguf', 'm-f16.gguf'])).toEqual(['m-q8_0.gguf']);
    expect(choose('hf:o/r', ['Q4_K_M/m.gguf', 'Q8_0/m.gguf'])).toEqual(['Q4_K_M/m.gguf']);
  });

  test('the only model is taken, whatever its quantisation', () => {
    expect(choose('hf:o/r', ['README.md', 'm-IQ2_XXS.gguf', 'mmproj-F16.gguf'])).toEqual(['m-IQ2_XXS.gguf']);
  });

  test('a plain quantisation goes before the same one of another recipe', () => {
    expect(choose('hf:o/r', ['m-UD-Q4_K_M.gguf', 'm-Q4_K_M.gguf'])).toEqual(['m-Q4_K_M.gguf']);
    expect(choose('hf:o/r', ['m-UD-Q4_K_M.gguf', 'm-BF16.gguf'])).toEqual(['m-UD-Q4_K_M.gguf']);
  });

  test('several that fit equally are listed, and none is taken', () => {
    expect(() => choose('hf:o/r', ['a-Q5_K_M.gguf', 'a-Q6_K.gguf'])).toThrow(
      expect.objectContaining({
        code: 'E_OPTION_INVALID',
        message: 'hf:o/r could be any of 2 models.',
        hint: 'Name one: a-Q5_K_M.gguf, a-Q6_K.gguf.',
      }),
    );
    expect(() => choose('hf:o/r', ['a-Q4_K_M.gguf', 'b-Q4_K_M.gguf'])).toThrow('hf:o/r could be any of 2 models.');
  });

  test('a long list is cut short', () => {
    const many = Array.from({ length: 12 }, (_, index) => `m${String(index).padStart(2, '0')}.gguf`);
    expect(() => choose('hf:o/r', many)).toThrow(
      expect.objectContaining({ hint: expect.stringMatching(/m07\.gguf and 4 more\.$/) }),
    );
  });

  test('a repository without a model says so', () => {
    expect(() => choose('hf:o/r', ['model.safetensors', 'mmproj.gguf'])).toThrow('o/r has no .gguf file.');
  });
});

describe('where a quantisation is named', () => {
  test('it is found in any spelling, and in the name of a folder', () => {
    expect(choose('hf:o/r:q8_0', several)).toEqual(['m-Q8_0.gguf']);
    expect(choose('hf:o/r:BF16', ['BF16/m-00001-of-00001.gguf', 'm-Q8_0.gguf'])).toEqual([
      'BF16/m-00001-of-00001.gguf',
    ]);
    expect(choose('hf:o/r:MXFP4', ['gpt-oss-20b-MXFP4.gguf'])).toEqual(['gpt-oss-20b-MXFP4.gguf']);
  });

  test('a part of a label is another quantisation', () => {
    expect(() => choose('hf:o/r:Q4_K', ['m-Q4_K_M.gguf', 'm-Q4_K_S.gguf'])).toThrow(
      expect.objectContaining({ message: 'o/r has no Q4_K file.', hint: 'It has m-Q4_K_M.gguf, m-Q4_K_S.gguf.' }),
    );
  });
});

describe('where a file is named', () => {
  test('it is taken, even if it is none that mull would take by itself', () => {
    expect(choose('hf:o/r:mmproj-m-F16.gguf', several)).toEqual(['mmproj-m-F16.gguf']);
    expect(choose('hf:o/r:M-q8_0.GGUF', several)).toEqual(['m-Q8_0.gguf']);
  });

  test('a misspelt name, or one without its folder, leads to the nearest', () => {
    expect(() => choose('hf:o/r:m-Q4_KM.gguf', several)).toThrow(
      expect.objectContaining({
        code: 'E_HUB_NOT_FOUND',
        message: 'o/r has no file m-Q4_KM.gguf.',
        hint: 'Did you mean hf:o/r:m-Q4_K_M.gguf?',
      }),
    );
    expect(() => choose('hf:o/r:m.gguf@v1', ['Q8_0/m.gguf'])).toThrow(
      expect.objectContaining({ hint: 'Did you mean hf:o/r:Q8_0/m.gguf@v1?' }),
    );
    expect(() => choose('hf:o/r:zebra.gguf', several)).toThrow(
      expect.objectContaining({ hint: expect.stringMatching(/^It has m-BF16\.gguf, /) }),
    );
  });
});

describe('a split model', () => {
  const split = [3, 1, 2].map((part) => `Q8_0/m-Q8_0-0000${part}-of-00003.gguf`);

  test('is all its parts in order, however it is named', () => {
    const parts = [...split].sort();
    expect(choose('hf:o/r', split)).toEqual(parts);
    expect(choose('hf:o/r:Q8_0', split)).toEqual(parts);
    expect(choose('hf:o/r:Q8_0/m-Q8_0-00002-of-00003.gguf', split)).toEqual(parts);
  });

  test('with a part missing is refused', () => {
    expect(() => choose('hf:o/r', split.slice(1))).toThrow(
      expect.objectContaining({
        code: 'E_HUB_NOT_FOUND',
        message: 'Part 3 of 3 of Q8_0/m-Q8_0-00001-of-00003.gguf is not in o/r.',
      }),
    );
  });
});
