import type { JSX } from 'preact';
import type { BudgetSettings } from './settings.ts';

/** Budgets to begin with. */
const steps: readonly {
  readonly name: string;
  readonly tells: string;
  readonly budgets: readonly [BudgetSettings, BudgetSettings?];
}[] = [
  { name: 'Cut it short', tells: 'At most 32 tokens, then it has to answer.', budgets: [{ max: 32 }] },
  { name: 'Make it wait', tells: 'Its first two ends of thinking do not count.', budgets: [{ waits: 2 }] },
  {
    name: 'Compare both',
    tells: 'The same question at two budgets, side by side.',
    budgets: [{ max: 32 }, { max: 400, waits: 2 }],
  },
];

/** What the page shows before the first run: one press shows what budgets do. */
export function FirstSteps({
  disabled,
  onChoose,
}: {
  readonly disabled: boolean;
  readonly onChoose: (budgets: readonly [BudgetSettings, BudgetSettings?]) => void;
}): JSX.Element {
  return (
    <section class="first-steps" aria-label="First steps">
      {steps.map(({ name, tells, budgets }) => (
        <button type="button" key={name} disabled={disabled} onClick={() => onChoose(budgets)}>
          <strong>{name}</strong>
          <span>{tells}</span>
        </button>
      ))}
    </section>
  );
}
