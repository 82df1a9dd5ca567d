/**
 * Logarithm of the sum of exponentials: what is subtracted from a logit to get its log-probability.
 *
 * Values that are not numbers count as impossible. Terms below e^-50 of the largest are left out: all of a vocabulary
 * of 152K together would not change the last bit of the sum.
 */
export function logSumExp(logits: Float32Array): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logits.length; i += 1) if (logits[i]! > largest) largest = logits[i]!;
  if (!Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let i = 0; i < logits.length; i += 1) {
    const difference = logits[i]! - largest;
    if (difference > -50) sum += Math.exp(difference);
  }
  return largest + Math.log(sum);
}
