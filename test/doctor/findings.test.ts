import { describe, expect, test } from 'vitest';
import { engineFindings, settingFindings } from '../../src/doctor/engine-findings.ts';
import type { Finding } from '../../src/doctor/finding.ts';
import { fitsVersion } from '../../src/doctor/fits-version.ts';
import { machineFindings } from '../../src/doctor/machine-findings.ts';
import { modelFindings } from '../../src/doctor/model-findings.ts';
import type { Probe } from '../../src/doctor/probe.ts';
import { probeFindings } from '../../src/doctor/probe-findings.ts';
import type { Abilities } from '../../src/engine/abilities.ts';
import type { ModelInfo } from '../../src/engine/model-info.ts';
import { scriptedEngine, thinkFormat } from '../../src/testing.ts';

const GiB = 2 ** 30;
const machine = { node: '24.1.0', platform: 'linux x64', memoryBytes: 16 * GiB, freeBytes: 8 * GiB };
const peer = { name: 'node-llama-cpp', wanted: '3.22.1', purpose: 'larger GGUF models' };
const { abilities } = scriptedEngine({ script: 'x' });

describe('the machine', () => {
  test('is right as it is', () => {
    expect(machineFindings(machine, [{ ...peer, version: '3.22.1', needed: true }])).toEqual([
      { section: 'machine', what: 'Node.js', verdict: 'ok', value: '24.1.0 on linux x64' },
      { section: 'machine', what: 'Memory', verdict: 'ok', value: '8.0 GiB of 16 GiB free' },
      { section: 'machine', what: 'node-llama-cpp', verdict: 'ok', value: '3.22.1, for larger GGUF models' },
    ]);
  });

  test.each([
    ['22.12.0', 'ok'],
    ['22.2.0', 'failed'],
    ['20.19.5', 'failed'],
    ['26.0.0', 'ok'],
  ])('with Node.js %s: %s', (node, verdict) => {
    expect(found('Node.js', machineFindings({ ...machine, node }, [])).verdict).toBe(verdict);
  });

  test('with little memory is warned of', () => {
    const finding = found('Memory', machineFindings({ ...machine, freeBytes: GiB }, []));
    expect(finding).toMatchObject({ verdict: 'warning', value: '1.0 GiB of 16 GiB free' });
  });

  test.each([
    [undefined, true, 'failed', 'not installed; this engine needs it for larger GGUF models'],
    [undefined, false, 'ok', 'not installed; only larger GGUF models would need it'],
    ['3.21.0', true, 'failed', '3.21.0; mull works with 3.22.1'],
    ['3.21.0', false, 'warning', '3.21.0; mull works with 3.22.1'],
  ])('with node-llama-cpp %s, needed %s: %s', (version, needed, verdict, value) => {
    const finding = found('node-llama-cpp', machineFindings(machine, [{ ...peer, version, needed }]));
    expect(finding).toMatchObject({ verdict, value });
    expect(finding.remedy).toBe(verdict === 'ok' ? undefined : 'npm install node-llama-cpp@3.22.1');
  });
});

test.each([
  ['3.22.1', '3.22.1', true],
  ['3.22.2', '3.22.1', false],
  ['2.17.5', '^2.17.5', true],
  ['2.20.0', '^2.17.5', true],
  ['2.9.9', '^2.17.5', false],
  ['3.0.0', '^2.17.5', false],
])('version %s fits %s: %s', (version, wanted, fits) => {
  expect(fitsVersion(version, wanted)).toBe(fits);
});

describe('the engine', () => {
  test.each<[Partial<Abilities>, string, Finding['verdict'], string]>([
    [{ continuation: 'tokens' }, 'Forcing', 'ok', 'every budget can be held exactly'],
    [{ continuation: 'text' }, 'Forcing', 'warning', 'tokens around a Wait may change'],
    [{ continuation: 'chat' }, 'Forcing', 'warning', 'continued as messages'],
    [
      { continuation: 'none', nativeMax: true, nativeMin: false },
      'Forcing',
      'warning',
      "no Waits; maximum by the server's own means, minimum impossible",
    ],
    [{ hiddenThinking: true, nativeMax: false }, 'Forcing', 'warning', 'hidden: no Waits and no minimums'],
    [{ ban: true }, 'After a Wait', 'ok', 'can be banned'],
    [{ ban: false }, 'After a Wait', 'warning', 'cannot be banned (the engine has no means)'],
    [{ counting: 'estimated' }, 'Counting', 'warning', 'the server tells no counts'],
    [{ counting: 'reported' }, 'Counting', 'ok', 'as the server reports it'],
    [{ reproducible: false }, 'Repeatable', 'ok', 'not promised'],
  ])('with %j: %s %s', (changed, what, verdict, value) => {
    const all = engineFindings({
      id: 'x',
      abilities: { ...abilities, ...changed },
      longestEnd: 1,
      gpu: undefined,
      tellsSettings: false,
    });
    expect(found(what, all)).toMatchObject({ verdict, value: expect.stringContaining(value) });
  });

  test('whose end of thinking has several tokens cannot ban it', () => {
    const all = engineFindings({
      id: 'x',
      abilities: { ...abilities, ban: true },
      longestEnd: 3,
      gpu: undefined,
      tellsSettings: false,
    });
    expect(found('After a Wait', all)).toMatchObject({
      verdict: 'warning',
      value: expect.stringContaining('3 tokens'),
    });
  });

  test('tells the GPU, once however many of a kind there are', () => {
    const gpu = { kind: 'cuda', names: ['H200', 'H200'], memory: { free: 100 * GiB, total: 139 * GiB } };
    const all = engineFindings({ id: 'x', abilities, longestEnd: 1, gpu, tellsSettings: true });
    expect(found('GPU', all).value).toBe('H200 (cuda), 100 GiB of 139 GiB free');
    // The settings tell it, with the reason.
    expect(all.map(({ what }) => what)).not.toContain('Repeatable');
  });

  test('tells its settings and why', () => {
    expect(
      settingFindings([
        { name: 'contextSize', value: 8192, by: 'mull', why: 'enough for long thinking' },
        { name: 'flashAttention', value: false, by: 'user', why: 'as asked for' },
      ]).map(({ what, value }) => `${what} ${value}`),
    ).toEqual(['Context 8,192: enough for long thinking', 'Flash attention off: as asked for']);
  });
});

describe('the model', () => {
  const info: ModelInfo = { name: 'tiny', contextSize: 4096, chatTemplate: '{{ x }}', thinking: thinkFormat };
  const file = {
    path: '/m.gguf',
    bytes: 600 * 2 ** 20,
    architecture: 'qwen3',
    quantisation: 'Q8_0',
    parameters: 596e6,
    contextSize: 40_960,
  };
  const opening = { seconds: 1.25, grownBytes: GiB, freeBytes: 6 * GiB };
  const findings = (
    model: Partial<ModelInfo> = {},
    more: Partial<Parameters<typeof modelFindings>[0]> = {},
  ): Finding[] =>
    modelFindings({
      engine: { model: { ...info, ...model }, abilities: { ...abilities, slots: 8 } },
      file,
      opening,
      memoryBytes: 16 * GiB,
      ...more,
    });

  test('is described with its file, its context and how its thinking was found', () => {
    expect(findings().map(({ what, value }) => `${what}: ${value}`)).toEqual([
      'Model: tiny, qwen3, 596 million parameters, Q8_0, 600 MiB',
      'Loading: took 1.0 GiB of memory and 1.3 s to load; 6.0 GiB are left',
      'Context: 4,096 tokens of the 40,960 it was made for, 8 sequences at a time',
      'Chat template: in the file, 7 characters',
      expect.stringMatching(/^Thinking: think: <think>.* \.\.\. .*<\/think>; /),
    ]);
    expect(findings().every(({ verdict }) => verdict === 'ok')).toBe(true);
  });

  test.each<[string, Partial<ModelInfo>, Partial<Parameters<typeof modelFindings>[0]>]>([
    ['Loading', {}, { opening: { ...opening, freeBytes: GiB } }],
    ['Context', { contextSize: 512 }, {}],
    ['Chat template', { chatTemplate: undefined }, {}],
    ['Thinking', { thinking: { ...thinkFormat, foundBy: 'prompted' } }, {}],
  ])('is warned of, with what to do: %s', (what, model, more) => {
    const finding = found(what, findings(model, more));
    expect(finding.verdict).toBe('warning');
    expect(finding.remedy).not.toBe('');
    expect(findings(model, more).filter(({ verdict }) => verdict !== 'ok')).toEqual([finding]);
  });
});

describe('the run', () => {
  const good: Probe = {
    pieces: [{ text: 'So', channel: 'thinking', forced: false }],
    forced: true,
    cutAt: 17,
    prompt: 40,
    kept: 20,
    streamed: 20,
    appended: 5,
    encoded: 5,
    length: 65,
    counting: 'exact',
    usage: { prompt: 40, cached: 0, evaluated: 64, sampled: 21, discarded: 1 },
    seconds: 2,
  };

  test('whose counts agree is right', () => {
    const all = probeFindings(good, good);
    expect(all.map(({ what, value }) => `${what}: ${value}`)).toEqual([
      'Writing: 20 tokens, 10 tokens per second in this short run',
      "Forcing: a Wait and a cut went in: 5 tokens of mull's own",
      'Counts: 40 prompt + 20 written + 5 put in = 65, exact',
      'Computed twice: nothing: 64 tokens went through the model',
      'Repeated: the same seed gave the same tokens',
    ]);
    expect(all.every(({ verdict }) => verdict === 'ok')).toBe(true);
  });

  test.each<[string, Partial<Probe>, string, Finding['verdict'], string]>([
    ['a stream that counts otherwise', { streamed: 19 }, 'Counts', 'failed', 'the stream had 19 tokens'],
    [
      'a sequence that lost a token',
      { length: 64 },
      'Counts',
      'failed',
      'the sequence has 64 tokens, its pieces have 65',
    ],
    ['texts that take other tokens', { encoded: 6 }, 'Counts', 'failed', 'the texts put in have 6 tokens'],
    ['counts that are only estimated', { length: 70, counting: 'estimated' }, 'Counts', 'warning', '(estimated)'],
    [
      'a prompt that was read again',
      { usage: { ...good.usage, evaluated: 106 } },
      'Computed twice',
      'warning',
      '40 tokens: 106 went through the model, 66 would do',
    ],
    ['silence', { kept: 0, streamed: 0, length: 45 }, 'Writing', 'failed', 'the model wrote nothing'],
  ])('with %s is not', (_, changed, what, verdict, value) => {
    const finding = found(what, probeFindings({ ...good, ...changed }, undefined));
    expect(finding).toMatchObject({ verdict, value: expect.stringContaining(value) });
    expect(finding.remedy).toBeDefined();
  });

  test('that is not repeated although the engine promises it fails', () => {
    const other: Probe = { ...good, pieces: [{ text: 'No', channel: 'thinking', forced: false }] };
    expect(found('Repeated', probeFindings(good, other)).verdict).toBe('failed');
  });

  test('that could not be forced says nothing of forcing', () => {
    const whats = probeFindings({ ...good, forced: false }, undefined).map(({ what }) => what);
    expect(whats).toEqual(['Writing', 'Counts']);
  });
});

function found(what: string, findings: readonly Finding[]): Finding {
  const finding = findings.find((candidate) => candidate.what === what);
  if (!finding) throw new Error(`There is no finding "${what}".`);
  return finding;
}
