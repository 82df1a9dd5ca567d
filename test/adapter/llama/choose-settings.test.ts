import { describe, expect, test } from 'vitest';
import { type Circumstances, chooseSettings, type WantedSettings } from '../../../src/adapter/llama/choose-settings.ts';
import { confirmExactness } from '../../../src/adapter/llama/confirm-exactness.ts';

const gibibyte = 2 ** 30;
/** A model of 1 GiB whose cache takes 32 KiB per token, on eight cores. */
const usual: Circumstances = {
  modelBytes: gibibyte,
  trainedContext: 32_768,
  gpuLayers: 0,
  gpuLayersWanted: false,
  recurrent: false,
  flashAttentionPossible: true,
  cores: 8,
  freeBytes: 16 * gibibyte,
  cacheBytes: (slots, contextSize) => slots * contextSize * 32_768,
};

function chosen(wanted: WantedSettings = {}, circumstances: Partial<Circumstances> = {}): Record<string, unknown> {
  return { ...chooseSettings(wanted, { ...usual, ...circumstances }).settings };
}

describe('settings of a model, where nothing is asked for', () => {
  test('a large model on a CPU gets all cores, eight slots and 8,192 tokens', () => {
    expect(chosen()).toEqual({
      threads: 8,
      gpuLayers: 0,
      slots: 8,
      contextSize: 8192,
      flashAttention: false,
      batchSize: 128,
      prefixCache: true,
      reproducible: false,
    });
  });

  test('a tiny model gets one thread, and with it the same tokens in every company', () => {
    expect(chosen({}, { modelBytes: 2_000_000, trainedContext: 1024 })).toMatchObject({
      threads: 1,
      contextSize: 1024,
      flashAttention: true,
      batchSize: 63,
      reproducible: true,
    });
  });

  test('on a GPU batches are large, and nothing is promised', () => {
    expect(chosen({}, { gpuLayers: 24 })).toMatchObject({ flashAttention: true, batchSize: 512, reproducible: false });
  });

  test('a state instead of a cache promises nothing either', () => {
    expect(chosen({ threads: 1 }, { recurrent: true })).toMatchObject({ reproducible: false });
  });

  test('little memory takes slots first, then context', () => {
    const size = (gibibytes: number): unknown => {
      const { slots, contextSize } = chosen({}, { freeBytes: gibibytes * gibibyte });
      return [slots, contextSize];
    };
    expect([8, 4, 2, 1, 0.25].map(size)).toEqual([
      [8, 8192],
      [4, 8192],
      [2, 8192],
      [2, 4096],
      [2, 1024],
    ]);
  });

  test('every setting comes with a reason', () => {
    const { choices, settings } = chooseSettings({ slots: 3 }, usual);
    expect(choices.map(({ name }) => name).sort()).toEqual(Object.keys(settings).sort());
    for (const { name, value, why } of choices) {
      expect(value).toBe(settings[name]);
      expect(why).not.toBe('');
    }
    expect(choices.find(({ name }) => name === 'slots')).toEqual({
      name: 'slots',
      value: 3,
      by: 'user',
      why: 'as asked for',
    });
  });
});

describe('settings that are asked for', () => {
  test('are taken', () => {
    const wanted = {
      threads: 2,
      slots: 5,
      contextSize: 3000,
      flashAttention: true,
      batchSize: 256,
      prefixCache: false,
    };
    expect(chosen(wanted)).toMatchObject(wanted);
  });

  test('leave the others to what then fits', () => {
    expect(chosen({ contextSize: 32_768 })).toMatchObject({ slots: 4 });
    expect(chosen({ slots: 64 })).toMatchObject({ contextSize: 2048 });
  });

  test('same tokens in every company cost the prefix cache where several threads compute', () => {
    expect(chosen({ reproducible: true })).toMatchObject({ prefixCache: false, flashAttention: false, threads: 8 });
    expect(chosen({ reproducible: true, threads: 1 })).toMatchObject({ prefixCache: true, flashAttention: true });
  });

  test.each([
    [{ contextSize: 40_000 }, {}, 'E_OPTION_INVALID', 'contextSize is 40000, but the model was made for 32768 tokens.'],
    [
      { slots: 64, contextSize: 32_768 },
      {},
      'E_MEMORY',
      '64 slots of 32768 tokens need 65,536 MiB; 16,384 MiB are free.',
    ],
    [
      { reproducible: true },
      { gpuLayers: 4 },
      'E_OPTION_INVALID',
      'reproducible is true, but layers of the model are on the GPU.',
    ],
    [
      { reproducible: true, prefixCache: true },
      {},
      'E_OPTION_INVALID',
      'reproducible is true, but the other options given rule it out.',
    ],
  ] as const)('%o is refused with a reason', (wanted, circumstances, code, message) => {
    expect(() => chosen(wanted, circumstances)).toThrow(expect.objectContaining({ code, message }));
  });
});

describe('a promise of the same tokens is held against what the model showed', () => {
  const { settings, choices } = chooseSettings({ threads: 1 }, usual);
  const shown = { fewestRows: 1, besideOthers: true, howeverDivided: true } as const;

  test('and kept where it holds', () => {
    expect(confirmExactness(settings, choices, shown, undefined)).toEqual({ settings, choices });
  });

  test('and taken back where it does not', () => {
    const { settings: found, choices: told } = confirmExactness(
      settings,
      choices,
      { ...shown, besideOthers: false },
      undefined,
    );
    expect(found.reproducible).toBe(false);
    expect(told.find(({ name }) => name === 'reproducible')).toMatchObject({
      value: false,
      why: 'tried: alone and beside others are not computed alike',
    });
  });

  test('and refused where it was asked for', () => {
    expect(() => confirmExactness(settings, choices, { ...shown, howeverDivided: false }, true)).toThrow(
      expect.objectContaining({ code: 'E_UNSUPPORTED', hint: 'Set `prefixCache` to false.' }),
    );
  });
});
