import { describe, expect, test } from 'vitest';
import { openEngine } from '../../src/adapter/open-engine.ts';
import { run } from '../../src/cli/run.ts';
import type { ThinkEvent } from '../../src/core/events.ts';
import { solvePebbleQuestion } from '../../src/dataset/solve-pebble-question.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { type FakeHostOptions, fakeHost } from './fake-host.ts';

const question = 'Last digit: 8 a1-3 b1*2 b2-1 c1-2 c2+5 c3-2 c4-3 d1-2 d2*3 d3*2 d4*3 e1+3?';

describe('mull think', () => {
  test('shows the thinking, the answer, the receipt and whether the answer is right', async () => {
    const { output, error, exitCode } = await mull(['think', question]);
    expect(output).toMatch(
      /^│ So a1 8-3=5 .*\nFinal Answer: 9\n\nthought 43 tokens · ended by the model · exact count\n/,
    );
    expect(output).toContain('✗ wrong: the exact answer is 3\n');
    expect([error, exitCode]).toEqual(['', 0]);
  });

  test('marks the cut of a maximum and the text that opens the answer', async () => {
    const { output } = await mull(['think', '--max', '16', question]);
    expect(output).toMatch(
      / \[cut at 16\]\n\[Final Answer:\] \d\n\nthought 16 of at most 16 tokens · ended by max · held by mull · exact count\n/,
    );
  });

  test('marks Waits, and they make the answer right', async () => {
    const { output } = await mull(['think', '--waits', '3', question]);
    expect(output.match(/^│ \[Wait\]/gm)).toHaveLength(3);
    expect(output).toContain('✓ right: the exact answer is 3\n');
  });

  test('says the same message in turn when given several', async () => {
    const { output } = await mull(['think', '--waits', '2', '--message', 'Wait', '--message', 'Hmm', question]);
    expect(output.match(/\[(Wait|Hmm)\]/g)).toEqual(['[Wait]', '[Hmm]']);
  });

  test('reads the question from standard input', async () => {
    expect((await mull(['think', '--quiet'], { input: `${question}\n` })).output).toBe('Final Answer: 9\n');
  });

  test('draws a question for the bundled model, which its seed names', async () => {
    const first = await mull(['think', '--seed', '7']);
    const [text = ''] = first.output.split('\n');
    expect(first.output).toContain(`drawn with --seed 7; the exact answer is ${solvePebbleQuestion(text)}\n`);
    expect((await mull(['think', '--seed', '7'])).output).toBe(first.output);
    const any = await mull(['think']);
    const seed = /drawn with --seed (\d+)/.exec(any.output)?.[1] ?? '';
    expect((await mull(['think', '--seed', seed])).output).toBe(any.output);
  });

  test('asks a person for a question where none can be drawn', async () => {
    const options: FakeHostOptions = {
      inputIsTerminal: true,
      outputIsTerminal: true,
      environment: { NO_COLOR: '1' },
      openEngine: () => openEngine('pebble'),
    };
    const asked = await mull(['think', '--engine', 'm.gguf'], { ...options, ask: async () => question });
    expect(asked.output).toContain('Final Answer: 9');
    const left = await mull(['think', '--engine', 'm.gguf'], { ...options, ask: async () => undefined });
    expect(left.exitCode).toBe(130);
  });

  test('warns when the bundled model is asked something else, and still runs', async () => {
    const { output, exitCode } = await mull(['think', 'Why?']);
    expect(output).toMatch(/^▲ W_NOT_ITS_KIND The bundled model was made for one kind of question/);
    expect(output).toContain('thought');
    expect(output).not.toContain('exact answer');
    expect(exitCode).toBe(0);
  });

  test('--json prints the events and nothing else', async () => {
    const { output, error } = await mull(['think', '--json', '--max', '8', question]);
    const events = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as ThinkEvent);
    expect(events[0]?.type).toBe('prompt');
    expect(events.at(-1)).toMatchObject({ type: 'finish', result: { receipt: { thinkingTokens: 8, endedBy: 'max' } } });
    expect(events.filter(({ type }) => type === 'forced')).toMatchObject([{ kind: 'cut', position: 8 }]);
    expect(error).toBe('');
  });

  test('--json tells a drawn question first, and warnings on standard error', async () => {
    const drawn = await mull(['think', '--json', '--seed', '7', '--max', '0']);
    expect(JSON.parse(drawn.output.split('\n')[0]!)).toMatchObject({ type: 'question', drawnWith: 7 });
    const other = await mull(['think', '--json', 'Why?']);
    expect(JSON.parse(other.error)).toMatchObject({ warning: { code: 'W_NOT_ITS_KIND' } });
    expect(JSON.parse(other.output.split('\n')[0]!).type).toBe('prompt');
  });

  test('--quiet prints the answer, and warnings on standard error so that none is lost', async () => {
    const { output, error } = await mull(['think', '--quiet', '--max', '8', '--waits', '3', question]);
    expect(output).toMatch(/^Final Answer: \d\n$/);
    expect(error).toMatch(/^▲ W_WAITS_UNSPENT /);
  });

  test('a budget that contradicts itself is refused with an exit code of its own', async () => {
    const { error, exitCode } = await mull(['think', '--max', '8', '--min', '9', question]);
    expect(error).toContain('E_BUDGET_CONFLICT');
    expect(exitCode).toBe(3);
  });

  test('wraps to the width of the terminal', async () => {
    const { output } = await mull(['think', '--waits', '2', question], {
      outputIsTerminal: true,
      columns: 40,
      environment: { NO_COLOR: '1' },
    });
    for (const line of output.split('\n')) expect(line.length).toBeLessThanOrEqual(40);
  });
});

describe('mull think --strategy', () => {
  test('shows a line for each chain as it ends, the vote, the answer, what all cost, and the receipt of the chosen chain', async () => {
    const { output, exitCode } = await mull(['think', '--samples', '3', '--waits', '3', question]);
    expect(output.match(/^ \d ✓ done +\d+ tokens {2}Final Answer: \d$/gm)).toHaveLength(3);
    expect(output).toMatch(/\n\n3 {2}●+ \d of 3\n/);
    expect(output).toMatch(
      /\n\nFinal Answer: 3\n\nmajority:samples=3 · 3 chains · \d+ thinking tokens · \d+ answer tokens\nchain \d:\nthought \d+ tokens · 3 waits/,
    );
    expect(output).toContain('✓ right: the exact answer is 3\n');
    expect(exitCode).toBe(0);
  });

  test('on a terminal, draws the lines anew while the chains write', async () => {
    const { output } = await mull(['think', '--samples', '2', question], {
      outputIsTerminal: true,
      columns: 60,
      environment: { NO_COLOR: '1' },
    });
    expect(output).toContain('\u001b[2A\u001b[J0 ');
    const last = output.slice(output.lastIndexOf('\u001b[J') + 3);
    expect(last).toMatch(/^0 ✓ done .*\n1 ✓ done .*\n\n/);
  });

  test('prints nothing but the answer with --quiet, and every event with its branch with --json', async () => {
    expect((await mull(['think', '--samples', '2', '--quiet', question])).output).toMatch(/^Final Answer: \d\n$/);
    const { output } = await mull(['think', '--strategy', 'adaptive', '--json', question]);
    const events = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as ThinkEvent);
    expect(events.filter(({ type }) => type === 'branch-start').length).toBeGreaterThan(3);
    expect(events.at(-1)).toMatchObject({
      type: 'finish',
      result: { strategy: 'adaptive:samples=8,probability=0.9' },
    });
  });

  test('says what is wrong with a strategy before a model is loaded for it', async () => {
    const openEngine = () => Promise.reject(new Error('loaded'));
    for (const [argv, message] of [
      [['--strategy', 'majorty'], 'There is no strategy "majorty".\n  Did you mean "majority"?'],
      [['--strategy', 'majority:sample=3'], 'majority has no field "sample".\n  Did you mean "samples"?'],
      [['--strategy', 'spend'], 'spend has nothing to spend.'],
      [['--strategy', 'probing', '--samples', '3'], 'probing has no field "samples".'],
    ] as const) {
      const { error, exitCode } = await mull(['think', ...argv, question], { openEngine });
      expect(error).toContain(message);
      expect(exitCode).toBe(2);
    }
  });

  test('Ctrl-C once: the chains that run answer, and the vote is on these', async () => {
    const { output, exitCode } = await mull(['think', '--samples', '20', '--waits', '8', '--json', question], {
      onOutput: interruptOnce('"type":"thinking-delta"'),
    });
    const finish = JSON.parse(output.trim().split('\n').at(-1) ?? '') as Extract<ThinkEvent, { type: 'finish' }>;
    const states = finish.result.branches?.map(({ state }) => state) ?? [];
    expect(states.filter((state) => state === 'done').length).toBeGreaterThan(0);
    expect(states.filter((state) => state === 'stopped').length).toBeGreaterThan(0);
    expect(exitCode).toBe(0);
  });
});

describe('Ctrl-C', () => {
  test('once while it thinks: it answers, and the receipt says who ended it', async () => {
    const { output, exitCode } = await mull(['think', '--waits', '50', question], {
      onOutput: interruptOnce('[Wait]'),
    });
    expect(output).toContain('ended by you');
    expect(output).toContain('Final Answer:');
    expect(exitCode).toBe(0);
  });

  test('twice: it quits with 130 and closes the engine', async () => {
    const opened: Engine[] = [];
    const { error, exitCode } = await mull(['think', '--waits', '50', question], {
      onOutput: (printed, host) => {
        if (printed.includes('[Wait]')) host.interrupt();
      },
      openEngine: async () => {
        opened.push(await openEngine('pebble'));
        return opened[0]!;
      },
    });
    expect(exitCode).toBe(130);
    expect(error).toContain('E_ABORTED  ');
    await expect(opened[0]!.open({ parts: [] }, { seed: 0 })).rejects.toMatchObject({ code: 'E_CLOSED' });
  });

  test('while standard input is still open: it quits', async () => {
    const host = fakeHost();
    const waiting = { ...host, input: { isTerminal: false, [Symbol.asyncIterator]: () => neverEnding } };
    const exitCode = run(['think'], waiting);
    setTimeout(() => host.interrupt(), 200);
    expect(await exitCode).toBe(130);
  });
});

test('a reader that stops reading ends the run quietly', async () => {
  const { error, exitCode } = await mull(['think', '--waits', '3', question], { closesAfter: 50 });
  expect([error, exitCode]).toEqual(['', 0]);
});

const neverEnding: AsyncIterator<Uint8Array> = { next: () => new Promise(() => {}) };

function interruptOnce(text: string): FakeHostOptions['onOutput'] {
  let done = false;
  return (printed, host) => {
    if (done || !printed.includes(text)) return;
    done = true;
    host.interrupt();
  };
}

async function mull(
  argv: readonly string[],
  options: FakeHostOptions = {},
): Promise<{ output: string; error: string; exitCode: number }> {
  const host = fakeHost(options);
  const exitCode = await run(argv, host);
  return { ...host.printed, exitCode };
}
