import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { ReceiptTable } from './receipt-table.tsx';
import type { RunState } from './run-state.ts';
import type { BudgetSettings } from './settings.ts';
import { ThinkingView } from './thinking-view.tsx';
import { ThoughtTape } from './thought-tape.tsx';
import { isRunning, type RunHandle } from './use-run.ts';

const phases: Readonly<Record<RunState['phase'], string>> = {
  asking: 'Asking …',
  thinking: 'Thinking …',
  answering: 'Answering …',
  done: 'Done',
  failed: 'Failed',
  stopped: 'Stopped',
};

/** One run: its thinking as it streams, the buttons that steer it, its answer and its receipt. */
export function RunPanel(props: {
  readonly tone: 'a' | 'b';
  /** There is no other one beside it. */
  readonly alone: boolean;
  readonly run: RunHandle;
  readonly budget: BudgetSettings;
  readonly width: number;
  /** The right answer, where it can be worked out. */
  readonly solution: number | undefined;
}): JSX.Element | null {
  const { tone, alone, run, budget, width, solution } = props;
  const { state } = run;
  const id = useId();
  if (state === undefined) return null;
  const running = isRunning(state);
  const steerable = state.phase === 'asking' || state.phase === 'thinking';
  return (
    <article class={`run tone-${tone} ${state.phase}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>
          {!alone && <span class="badge">{tone.toUpperCase()}</span>} {inWords(budget)}
        </h2>
        <span class="phase">{phases[state.phase]}</span>
      </header>
      <p class="unseen" role="status">
        {state.news}
      </p>
      <ThoughtTape state={state} budget={budget} width={width} />
      <ThinkingView pieces={state.pieces} live={running} />
      <fieldset class="steering">
        <legend class="unseen">Steer run {tone.toUpperCase()}</legend>
        <Lever works={steerable} onPress={() => run.steer('reasoning_end')}>
          Answer now
        </Lever>
        <Lever works={steerable} onPress={() => run.steer('reasoning_wait')}>
          Think more
        </Lever>
        <Lever works={running} onPress={run.stop}>
          Stop
        </Lever>
      </fieldset>
      {state.failure && (
        <p class="failure" role="alert">
          {state.failure.code && <code>{state.failure.code}</code>} {state.failure.message}
        </p>
      )}
      {state.answer.trim() !== '' && (
        <section class="answer" aria-label="Answer">
          <p class={state.answer.length < 80 ? 'brief' : ''}>{state.answer.trim()}</p>
          {state.phase === 'done' && solution !== undefined && <Judgement answer={state.answer} solution={solution} />}
        </section>
      )}
      {state.receipt && <ReceiptTable receipt={state.receipt} />}
    </article>
  );
}

/** A button that keeps the keyboard's focus when it comes to be of no use. */
function Lever(props: {
  readonly works: boolean;
  readonly onPress: () => void;
  readonly children: string;
}): JSX.Element {
  const { works, onPress, children } = props;
  return (
    <button type="button" class="quiet" aria-disabled={!works} onClick={() => works && onPress()}>
      {children}
    </button>
  );
}

function Judgement({ answer, solution }: { readonly answer: string; readonly solution: number }): JSX.Element {
  const right = new RegExp(`(^|\\D)${solution}\\s*$`).test(answer.trim());
  return <p class={`judgement ${right ? 'right' : 'wrong'}`}>{right ? '✓ right' : `✗ it is ${solution}`}</p>;
}

/** `at most 64 · 2 waits` */
function inWords({ max, min, waits }: BudgetSettings): string {
  const parts = [
    ...(max === undefined ? [] : [`at most ${max}`]),
    ...(min === undefined ? [] : [`at least ${min}`]),
    ...(waits === undefined || waits === 0 ? [] : [waits === 1 ? '1 wait' : `${waits} waits`]),
  ];
  return parts.length === 0 ? 'no bounds' : parts.join(' · ');
}
