import { useRef, useState } from 'preact/hooks';
import { newRun, type RunEvent, type RunState, runAfter } from './run-state.ts';
import { type Asked, type ServerRun, startRun } from './start-run.ts';

/** One run at a time, with its state for the page. */
export interface RunHandle {
  readonly state: RunState | undefined;
  start(asked: Asked): void;
  steer(action: 'reasoning_end' | 'reasoning_wait'): void;
  stop(): void;
}

/** Keeps a run; the page is drawn once per frame however fast its tokens come. */
export function useRun(): RunHandle {
  const [state, setState] = useState<RunState>();
  const running = useRef<ServerRun>(undefined);
  const latest = useRef<RunState>(undefined);
  const frame = useRef(0);

  const draw = (): void => {
    frame.current = 0;
    setState(latest.current);
  };
  const begin = (asked: Asked): void => {
    running.current?.stop();
    latest.current = newRun;
    setState(newRun);
    const run = startRun(asked, (event: RunEvent) => {
      if (running.current !== run) return;
      latest.current = runAfter(latest.current ?? newRun, event);
      frame.current ||= requestAnimationFrame(draw);
    });
    running.current = run;
  };
  return {
    state,
    start: begin,
    steer: (action) => void running.current?.steer(action),
    stop: () => running.current?.stop(),
  };
}

/** Whether a run is still going on. */
export function isRunning(state: RunState | undefined): boolean {
  return state !== undefined && ['asking', 'thinking', 'answering'].includes(state.phase);
}
