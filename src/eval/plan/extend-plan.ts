import { MullError } from '../../core/mull-error.ts';
import type { RunPlan, RunSetting } from '../../core/run-plan.ts';

/** A plan that goes on from another, and what that adds. */
export interface ExtendedPlan {
  readonly plan: RunPlan;
  /** In words: `20 questions more`, `2 settings more`; empty where nothing is new. */
  readonly added: readonly string[];
}

/**
 * What a run becomes when more is asked of it: more questions, samples and settings extend it; nothing that was asked
 * for before is taken away.
 *
 * @throws E_RUN_MISMATCH naming what differs, with the value of the run and the value asked for
 */
export function extendPlan(existing: RunPlan, wanted: RunPlan): ExtendedPlan {
  for (const [what, of] of invariants) {
    const [before, now] = [shown(of(existing)), shown(of(wanted))];
    if (before !== now) throw mismatch(existing.id, what, before, now);
  }
  const questions = mergeQuestions(existing, wanted);
  const settings = mergeSettings(existing, wanted);
  const added = [
    ...more(questions.length - existing.questions.length, 'question'),
    ...more(settings.length - existing.settings.length, 'setting'),
    ...settings.flatMap((setting) => {
      const before = existing.settings.find(({ name }) => name === setting.name);
      if (before === undefined) return [];
      return [
        ...(setting.samples > before.samples ? [`${setting.samples} samples of ${setting.name}`] : []),
        ...(setting.questions > before.questions && questions.length === existing.questions.length
          ? [`${setting.questions} questions of ${setting.name}`]
          : []),
      ];
    }),
  ];
  const { dataset, published, grading } = wanted;
  return { plan: { ...existing, dataset, published, grading, questions, settings }, added };
}

/** What must be the same, and how it is called. */
const invariants: readonly (readonly [string, (plan: RunPlan) => unknown])[] = [
  ['the data set', ({ dataset }) => `${dataset.name} from ${dataset.source}`],
  ['the engine', ({ engine }) => engine.id],
  ['the model', ({ engine }) => engine.model],
  ['the seed', ({ seed }) => seed],
  ['the sampling', ({ sampling }) => sampling],
  ['the system message', ({ system }) => system ?? 'none'],
  ['the prompt', ({ prompt }) => prompt ?? 'the question alone'],
];

function mergeQuestions(existing: RunPlan, wanted: RunPlan): RunPlan['questions'] {
  const [short, long] =
    existing.questions.length <= wanted.questions.length
      ? [existing.questions, wanted.questions]
      : [wanted.questions, existing.questions];
  for (const [index, [id, hash]] of short.entries()) {
    const [otherId, otherHash] = long[index]!;
    if (id !== otherId) {
      const [before, now] = [existing.questions[index]![0], wanted.questions[index]![0]];
      throw mismatch(existing.id, `question ${index + 1}`, before, now);
    }
    if (hash !== otherHash) {
      throw mismatch(existing.id, `the text or the answer of question ${id}`, 'one', 'another');
    }
  }
  return long;
}

function mergeSettings(existing: RunPlan, wanted: RunPlan): RunSetting[] {
  const merged = new Map(existing.settings.map((setting) => [setting.name, setting]));
  for (const setting of wanted.settings) {
    const before = merged.get(setting.name);
    if (before === undefined) {
      merged.set(setting.name, setting);
      continue;
    }
    const [was, now] = [before, setting].map(({ budget, method, prompt, temperature }) =>
      shown([budget, method, prompt, temperature]),
    );
    if (was !== now) throw mismatch(existing.id, `the setting "${setting.name}"`, was!, now!);
    merged.set(setting.name, {
      ...setting,
      questions: Math.max(before.questions, setting.questions),
      samples: Math.max(before.samples, setting.samples),
    });
  }
  return [...merged.values()];
}

function mismatch(run: string, what: string, before: string, now: string): MullError {
  return new MullError(
    'E_RUN_MISMATCH',
    `The run ${run} was made with another: ${what} was ${before}, and is now ${now}.`,
    {
      hint: 'Give this one a name of its own with --name, or go on with what the run was made with.',
    },
  );
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function more(count: number, what: string): string[] {
  return count <= 0 ? [] : [`${count} ${what}${count === 1 ? '' : 's'} more`];
}
