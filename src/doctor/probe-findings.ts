import type { Finding } from './finding.ts';
import type { Probe } from './probe.ts';

/**
 * What a probe shows: whether the model writes, whether it can be forced, whether all counts agree, and what it cost.
 *
 * @param repeated - the same probe once more, where the engine promises the same tokens
 */
export function probeFindings(probe: Probe, repeated: Probe | undefined): Finding[] {
  return [
    writing(probe),
    ...(probe.forced ? [forcing(probe)] : []),
    counts(probe),
    ...(probe.forced ? [evaluated(probe)] : []),
    ...(repeated === undefined ? [] : [sameAgain(probe, repeated)]),
  ];
}

function writing({ kept, seconds }: Probe): Finding {
  const finding = { section: 'run', what: 'Writing' } as const;
  if (kept === 0) {
    return {
      ...finding,
      verdict: 'failed',
      value: 'the model wrote nothing',
      remedy: 'Check that the file or the server has the model you mean, with its own chat template.',
    };
  }
  const speed = seconds > 0 ? `, ${perSecond(kept / seconds)} tokens per second in this short run` : '';
  return { ...finding, verdict: 'ok', value: `${kept} tokens${speed}` };
}

function forcing({ appended }: Probe): Finding {
  const value = `a Wait and a cut went in: ${appended} tokens of mull's own`;
  return { section: 'run', what: 'Forcing', verdict: 'ok', value };
}

function counts({ prompt, kept, appended, streamed, encoded, length, counting, usage }: Probe): Finding {
  const finding = { section: 'run', what: 'Counts' } as const;
  const differences = [
    differing('the sequence has', length, 'its pieces have', prompt + kept + appended),
    differing('the stream had', streamed, 'the generations kept', kept),
    differing('the texts put in have', encoded, 'putting them in took', appended),
    differing('of those drawn there stayed', usage.sampled - usage.discarded, 'the generations kept', kept),
  ].filter((text) => text !== undefined);
  if (differences.length === 0) {
    const sum = `${prompt} prompt + ${kept} written + ${appended} put in = ${length}`;
    return { ...finding, verdict: 'ok', value: `${sum}, ${counting}` };
  }
  return {
    ...finding,
    // What is only estimated need not add up.
    verdict: counting === 'estimated' ? 'warning' : 'failed',
    value: `${differences.join('; ')} (${counting})`,
    remedy: 'Do not trust budgets on this engine; please report this with the output of --json.',
  };
}

function differing(what: string, value: number | undefined, other: string, expected: number): string | undefined {
  return value === undefined || value === expected ? undefined : `${what} ${value} tokens, ${other} ${expected}`;
}

/** Nothing that was sent once should be computed again: then a Wait costs the tokens of "Wait". */
function evaluated({ usage, appended }: Probe): Finding {
  const { prompt, cached, sampled } = usage;
  const most = prompt - cached + sampled + appended;
  const finding = { section: 'run', what: 'Computed twice' } as const;
  if (usage.evaluated <= most) {
    return { ...finding, verdict: 'ok', value: `nothing: ${usage.evaluated} tokens went through the model` };
  }
  return {
    ...finding,
    verdict: 'warning',
    value: `${usage.evaluated - most} tokens: ${usage.evaluated} went through the model, ${most} would do`,
    remedy: 'Turn on the prompt cache of the server, if it has one: every Wait reads the prompt again.',
  };
}

function sameAgain(probe: Probe, repeated: Probe): Finding {
  const finding = { section: 'run', what: 'Repeated' } as const;
  const texts = [probe, repeated].map(({ pieces }) => pieces.map(({ text }) => text).join(''));
  if (texts[0] === texts[1]) return { ...finding, verdict: 'ok', value: 'the same seed gave the same tokens' };
  return {
    ...finding,
    verdict: 'failed',
    value: 'the same seed gave other tokens, although the engine promises the same',
    remedy: 'Please report this with the output of --json.',
  };
}

function perSecond(value: number): string {
  return value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en-US');
}
