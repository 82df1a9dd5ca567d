import { MullError } from '../../core/mull-error.ts';
import type { Draw, RowResult } from '../../lockstep/decoder.ts';
import { configureSampler } from './configure-sampler.ts';
import { drawFromNucleus } from './draw-from-nucleus.ts';
import type { NativeContext, NativeSampler } from './native.ts';
import { nativeBias } from './native-bias.ts';
import { scoreNatively } from './score-natively.ts';

/** llama.cpp reads this seed as "take a random one". */
const randomSeed = 0xffffffff;

/**
 * Draws behind one token of the batch that was just decoded.
 *
 * The native chain filters before it applies the temperature; mull's order is the other way round. Top-k does not
 * care, min-p at temperature T is min-p^T before it, and without top-p nothing else differs. With top-p at another
 * temperature than 1 the most probable tokens are fetched and the draw is made here.
 */
export async function drawNatively(
  context: NativeContext,
  sampler: NativeSampler,
  index: number,
  draw: Draw,
): Promise<NonNullable<RowResult['drawn']>> {
  const token = await choose(context, sampler, index, draw);
  if (draw.logprobs === undefined) return { token, logprob: Number.NaN };
  const scored = await scoreNatively(context, sampler, index, { tokens: [token], top: draw.logprobs });
  const { logprob } = scored.find((entry) => entry.token === token)!;
  // The drawn token stands among the others only where it belongs to the most probable ones.
  return draw.logprobs === 0 ? { token, logprob } : { token, logprob, top: scored.slice(0, draw.logprobs) };
}

async function choose(context: NativeContext, sampler: NativeSampler, index: number, draw: Draw): Promise<number> {
  const { temperature, topK, topP = 1, minP } = draw.sampling;
  if (temperature > 0 && topP < 1 && temperature !== 1) return drawFromNucleus(context, sampler, index, draw);
  configureSampler(sampler, {
    temperature,
    seed: draw.seed === randomSeed ? 0 : draw.seed,
    ...(topK !== undefined && topK > 0 ? { topK } : {}),
    ...(topP < 1 ? { topP } : {}),
    ...(minP !== undefined && minP > 0 && temperature > 0 ? { minP: minP ** temperature } : {}),
    ...nativeBias(draw),
  });
  const token = await context.sampleToken(index, sampler);
  if (token >= 0) return token;
  throw new MullError('E_ENGINE_FAULT', 'No token could be drawn: every logit is banned or not a number.', {
    hint: 'Ban fewer tokens, or check the model file.',
  });
}
