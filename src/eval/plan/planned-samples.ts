import { recordKey } from '../../core/record-key.ts';
import type { RunPlan, RunSetting } from '../../core/run-plan.ts';

/** One sample that a plan asks for. */
export interface PlannedSample {
  readonly key: string;
  readonly setting: RunSetting;
  /** Id of the question. */
  readonly question: string;
  readonly sample: number;
}

/**
 * The samples of a plan in the order in which they are made: sample by sample and question by question, in all settings
 * before the next question. So the settings grow evenly, a run that stops early can be read, and neighbours share what
 * an engine has cached of their prompts.
 */
export function* plannedSamples(plan: Pick<RunPlan, 'settings' | 'questions'>): Generator<PlannedSample, void> {
  const { settings, questions } = plan;
  const samples = Math.max(0, ...settings.map((setting) => setting.samples));
  for (let sample = 0; sample < samples; sample += 1) {
    for (const [index, [question]] of questions.entries()) {
      for (const setting of settings) {
        if (index >= setting.questions || sample >= setting.samples) continue;
        yield { key: recordKey(setting.name, question, sample), setting, question, sample };
      }
    }
  }
}
