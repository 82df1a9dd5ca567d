/**
 * The answer given most often; of several given equally often the one that was seen first, as the paper's evaluation
 * decides (eval/compute_sample_stats.py and the *_agg64 tasks: maj@2 is therefore the first sample).
 *
 * @param answers - in the order they were sampled; undefined (nothing could be extracted) casts no vote
 * @returns undefined when nobody voted
 */
export function majorityVote(answers: readonly (string | undefined)[]): string | undefined {
  const votes = new Map<string, number>();
  for (const answer of answers) {
    if (answer !== undefined) votes.set(answer, (votes.get(answer) ?? 0) + 1);
  }
  let winner: string | undefined;
  let most = 0;
  // A Map keeps the order of first insertion, which is the order of first sight.
  for (const [answer, count] of votes) {
    if (count > most) [winner, most] = [answer, count];
  }
  return winner;
}
