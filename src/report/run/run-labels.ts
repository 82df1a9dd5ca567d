import type { RunPlan } from '../../core/run-plan.ts';

/** A name for each run that sets it apart from the others: its model, else its data set, else its own name. */
export function runLabels(plans: readonly RunPlan[]): string[] {
  const candidates = [modelName, (plan: RunPlan) => plan.dataset.name];
  const apart = candidates.find((name) => new Set(plans.map(name)).size === plans.length);
  return plans.map(apart ?? ((plan) => plan.id));
}

/** A curve's name: the method where there is one, with the run where there are several. */
export function curveName(label: string, curve: string, several: boolean): string {
  if (several) return [label, curve].filter((part) => part !== '').join(': ');
  return curve === '' ? label : curve;
}

/** The model of a run as people call it: without the path and the format of its file. */
function modelName({ engine, sessions }: RunPlan): string {
  const name = sessions.at(-1)?.engine.model || engine.model || engine.id;
  return name.replace(/^.*[/\\]/, '').replace(/\.gguf$/i, '');
}

/** What a report of these runs is about: `pebble on pebble`. */
export function runsTitle(plans: readonly RunPlan[]): string {
  const datasets = [...new Set(plans.map((plan) => plan.dataset.name))];
  const models = [...new Set(plans.map(modelName))];
  const on = datasets.length === 1 ? ` on ${datasets[0]}` : '';
  if (models.length === 1) return `${models[0]}${on}`;
  return models.length <= 3 && datasets.length === 1 ? `${models.join(', ')}${on}` : `${plans.length} runs${on}`;
}

/** How much was asked, in a few words: `200 questions, 4 samples each, temperature 0.6`. */
export function runsScope(plans: readonly RunPlan[]): string {
  const questions = ranged(plans.flatMap((plan) => plan.settings.map((setting) => setting.questions)));
  const samples = ranged(plans.flatMap((plan) => plan.settings.map((setting) => setting.samples)));
  const temperatures = [
    ...new Set(
      plans.flatMap(({ settings, sampling }) => settings.map((each) => each.temperature ?? sampling.temperature)),
    ),
  ].filter((each) => each !== undefined);
  return [
    questions === '1' ? '1 question' : `${questions} questions`,
    samples === '1' ? 'one sample each' : `${samples} samples each`,
    ...(temperatures.length > 0 ? [`temperature ${temperatures.sort((a, b) => a - b).join(' or ')}`] : []),
  ].join(', ');
}

function ranged(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const text = (value: number): string => value.toLocaleString('en-US');
  return least === most ? text(least) : `${text(least)} to ${text(most)}`;
}
