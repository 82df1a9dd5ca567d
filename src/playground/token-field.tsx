import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { readWhole } from './read-whole.ts';
import { nearestStop } from './token-scale.ts';

export interface TokenFieldProps {
  readonly label: string;
  readonly hint: string;
  /** Undefined: not asked for. */
  readonly value: number | undefined;
  /** What is said where nothing is asked for. */
  readonly absent: string;
  readonly scale: readonly number[];
  /** At which end of the slider nothing is asked for. */
  readonly absentAt: 'start' | 'end';
  readonly unit: string;
  readonly onChange: (value: number | undefined) => void;
}

/** A number with a slider for feeling it out and a field for saying it. */
export function TokenField(props: TokenFieldProps): JSX.Element {
  const { label, hint, value, absent, scale, absentAt, unit, onChange } = props;
  const id = useId();
  const offset = absentAt === 'start' ? 1 : 0;
  const absentIndex = absentAt === 'start' ? 0 : scale.length;
  const index = value === undefined ? absentIndex : nearestStop(scale, value) + offset;
  const words = value === undefined ? absent : `${value} ${unit}`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        class="number"
        type="number"
        min="0"
        inputMode="numeric"
        aria-label={`${label}, exact`}
        placeholder={absent}
        value={value ?? ''}
        onInput={({ currentTarget }) => onChange(readWhole(currentTarget.value))}
      />
      <input
        id={id}
        type="range"
        min="0"
        max={scale.length}
        value={index}
        aria-valuetext={words}
        aria-describedby={`${id}-hint`}
        onInput={({ currentTarget }) => {
          const at = Number(currentTarget.value);
          onChange(at === absentIndex ? undefined : scale[at - offset]);
        }}
      />
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
    </div>
  );
}
