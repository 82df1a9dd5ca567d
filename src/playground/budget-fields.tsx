import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { defaultMessage } from '../core/budget-texts.ts';
import type { BudgetSettings } from './settings.ts';
import { TokenField } from './token-field.tsx';
import { tokenScale } from './token-scale.ts';

const waitStops: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7, 8];

/** One budget: at most, at least, how many Waits, and what is said at each. */
export function BudgetFields(props: {
  readonly legend: string;
  readonly tone: 'a' | 'b';
  readonly budget: BudgetSettings;
  /** There is no other one beside it. */
  readonly alone?: boolean;
  readonly contextSize: number;
  readonly onChange: (budget: BudgetSettings) => void;
  readonly onRemove?: () => void;
}): JSX.Element {
  const { legend, tone, budget, alone = false, contextSize, onChange, onRemove } = props;
  const id = useId();
  const scale = tokenScale(contextSize);
  const set = (field: Partial<BudgetSettings>): void => {
    const next = { ...budget, ...field };
    onChange(Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined)));
  };
  return (
    <fieldset class={`budget tone-${tone}`}>
      <legend>
        {!alone && <span class="badge">{tone.toUpperCase()}</span>} {legend}
      </legend>
      {onRemove && (
        <button type="button" class="quiet remove" onClick={onRemove}>
          Remove
        </button>
      )}
      <TokenField
        label="At most"
        hint="Thinking is cut here."
        absent="no limit"
        absentAt="end"
        unit="thinking tokens"
        scale={scale.slice(0, -1)}
        value={budget.max}
        onChange={(max) => set({ max })}
      />
      <TokenField
        label="At least"
        hint="Ends before this are suppressed."
        absent="none"
        absentAt="start"
        unit="thinking tokens"
        scale={scale.slice(1, -1)}
        value={budget.min}
        onChange={(min) => set({ min })}
      />
      <TokenField
        label="Waits"
        hint="How many ends are suppressed."
        absent="none"
        absentAt="start"
        unit="waits"
        scale={waitStops.slice(1)}
        value={budget.waits}
        onChange={(waits) => set({ waits })}
      />
      <div class="field message">
        <label for={id}>Message</label>
        <input
          id={id}
          type="text"
          placeholder={defaultMessage}
          value={budget.message ?? ''}
          aria-describedby={`${id}-hint`}
          onInput={({ currentTarget: { value } }) => set({ message: value === '' ? undefined : value })}
        />
        <p class="hint" id={`${id}-hint`}>
          Appended at each wait.
        </p>
      </div>
    </fieldset>
  );
}
