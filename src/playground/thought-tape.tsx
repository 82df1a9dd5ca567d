import type { JSX } from 'preact';
import type { RunState } from './run-state.ts';
import { tokens } from './run-state.ts';
import type { BudgetSettings } from './settings.ts';

/**
 * Thinking as a length: how far it has come, where it was told to wait, where it was cut, and the bounds. Decoration for
 * the eye; the receipt says the same in words.
 */
export function ThoughtTape(props: {
  readonly state: RunState;
  readonly budget: BudgetSettings;
  /** Tokens that the whole width stands for. */
  readonly width: number;
}): JSX.Element {
  const { state, budget, width } = props;
  const used = state.receipt?.thinkingTokens ?? state.pace;
  const marks = state.pieces.filter((piece) => piece.kind !== 'text');
  const at = (position: number): string => `${Math.min(100, (100 * position) / width).toFixed(2)}%`;
  return (
    <div class="tape" aria-hidden="true">
      <div class="track">
        <div class="used" style={{ width: at(used) }} />
        {budget.min !== undefined && <div class="bound min" style={{ left: at(budget.min) }} />}
        {budget.max !== undefined && <div class="bound max" style={{ left: at(budget.max) }} />}
        {marks.map((mark) => (
          <div key={`${mark.kind}${mark.position}`} class={`mark ${mark.kind}`} style={{ left: at(mark.position) }} />
        ))}
      </div>
      <p class="count">
        <span>{tokens(used)}</span>
        {budget.max !== undefined && <span class="of"> of at most {budget.max.toLocaleString('en')}</span>}
      </p>
    </div>
  );
}
