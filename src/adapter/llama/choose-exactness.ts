import { MullError } from '../../core/mull-error.ts';
import type { Circumstances, Settings, Take, WantedSettings } from './choose-settings.ts';

/** From 64 tokens of one text on, llama.cpp's flash attention on a CPU computes in tiles, which rounds differently. */
export const tile = 64;

/**
 * Whether the same tokens come out however a text was divided and whoever ran beside it.
 *
 * Measured with llama.cpp v0.5.0 on a CPU: with flash attention every bit is the same as long as no more than 63
 * tokens of a text are computed at once and one thread computes (several divide a long text between them, but only
 * where it is alone). Without flash attention a token computed alone differs from one computed with its neighbours,
 * so that a prompt that was partly cached may give other tokens. GPUs promise nothing.
 */
export function chooseExactness(
  wanted: WantedSettings,
  { gpuLayers, flashAttentionPossible, recurrent }: Circumstances,
  threads: number,
  take: Take,
): Pick<Settings, 'flashAttention' | 'prefixCache' | 'reproducible'> {
  if (gpuLayers > 0) {
    if (wanted.reproducible === true) {
      throw new MullError('E_OPTION_INVALID', 'reproducible is true, but layers of the model are on the GPU.', {
        hint: 'Set `gpu` to false as well: a GPU computes the same text differently alone and beside others.',
      });
    }
    const flashAttention = take(
      'flashAttention',
      wanted.flashAttention,
      flashAttentionPossible,
      'it is faster on a GPU',
    );
    const prefixCache = take('prefixCache', wanted.prefixCache, true, 'it spares reading a prompt twice');
    return {
      flashAttention,
      prefixCache,
      reproducible: take('reproducible', undefined, false, 'a GPU computes alone and beside others differently'),
    };
  }
  const flashAttention = take(
    'flashAttention',
    wanted.flashAttention,
    flashAttentionPossible && threads === 1,
    threads === 1 ? 'with one thread it is fast and exact' : 'several threads are faster without it on long texts',
  );
  const exactWithCache = !recurrent && flashAttention && threads === 1 && (wanted.batchSize ?? 0) < tile;
  const exactWithout = exactWithCache || (!recurrent && !flashAttention);
  const prefixCache = take(
    'prefixCache',
    wanted.prefixCache,
    exactWithCache || wanted.reproducible !== true,
    wanted.reproducible === true && !exactWithCache
      ? 'a cached prompt is computed differently'
      : 'it spares reading a prompt twice',
  );
  const reproducible = prefixCache ? exactWithCache : exactWithout;
  if (wanted.reproducible === true && !reproducible) {
    throw new MullError('E_OPTION_INVALID', 'reproducible is true, but the other options given rule it out.', {
      hint: 'Leave out `prefixCache`, `flashAttention` and `batchSize`, or set `threads` to 1.',
    });
  }
  const why = reproducible ? 'every batch computes alike' : 'a cached prompt is computed differently';
  return { flashAttention, prefixCache, reproducible: take('reproducible', wanted.reproducible, reproducible, why) };
}
