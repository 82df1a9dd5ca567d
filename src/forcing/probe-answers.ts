import type { Stop } from '../engine/generation.ts';
import type { Sampling } from '../engine/sampling.ts';
import type { Sequence } from '../engine/sequence.ts';
import type { ProbedAnswer } from './overseer.ts';

export interface ProbeAnswersOptions {
  /** Closes the thinking; empty where the server does. */
  readonly delimiter: string;
  /** Leads into the answer; empty where the model ended its thinking itself. */
  readonly finish: string;
  readonly stop: readonly Stop[];
  readonly maxTokens: number;
  readonly sampling: Sampling;
  readonly logprobs: number | undefined;
  readonly signal: AbortSignal;
}

/** Lets copies of a sequence answer at once, one per seed. The copies are closed, whatever happens. */
export async function probeAnswers(
  sequence: Sequence,
  seeds: readonly number[],
  options: ProbeAnswersOptions,
): Promise<ProbedAnswer[]> {
  const forks = await sequence.fork(seeds, { signal: options.signal });
  try {
    const probed = await Promise.allSettled(forks.map((fork) => probeOne(fork, options)));
    return probed.map((each) => {
      if (each.status === 'rejected') throw each.reason;
      return each.value;
    });
  } finally {
    await Promise.all(forks.map((fork) => fork.close()));
  }
}

async function probeOne(fork: Sequence, options: ProbeAnswersOptions): Promise<ProbedAnswer> {
  const { delimiter, finish, stop, maxTokens, sampling, logprobs, signal } = options;
  let forcedTokens = 0;
  let finishTokens = 0;
  if (delimiter !== '') {
    const { tokens } = await fork.append([{ text: delimiter, control: true }], { channel: 'answer', signal });
    forcedTokens += tokens.value;
  }
  if (finish !== '') {
    const { tokens } = await fork.append([{ text: finish, control: false }], { channel: 'answer', signal });
    finishTokens = tokens.value;
  }
  const generation = fork.generate({
    channel: 'answer',
    maxTokens,
    stop,
    sampling,
    signal,
    ...(logprobs === undefined ? {} : { logprobs }),
  });
  let answer = finish;
  const logs: number[] = [];
  for await (const chunk of generation) {
    answer += chunk.text;
    for (const { logprob } of chunk.logprobs ?? []) logs.push(logprob);
  }
  const end = await generation.end;
  signal.throwIfAborted();
  return {
    answer: answer.trim(),
    ended: end.reason === 'turn-end' || end.reason === 'stop' || end.reason === 'channel-end',
    confidence: logs.length === 0 ? undefined : Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length),
    tokens: end.tokens.value + finishTokens,
    forcedTokens: forcedTokens + finishTokens,
    usage: fork.usage,
  };
}
