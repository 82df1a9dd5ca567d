import type { CompiledTemplate } from './compile-template.ts';

/** One value of one variable. */
export interface TemplateSetting {
  readonly variable: string;
  readonly value: string | number | boolean;
}

/** Variables that say what becomes of earlier thinking, not whether the model is to think. */
const aboutHistory = /keep|preserve|clear|drop|truncate|include|past|history|all_turns/i;
/** Texts that templates compare such variables with. */
const words = /^(none|off|disabled|no_think|minimal|low|medium|high|max|on|enabled|adaptive)$/;
const maximumSettings = 100;

/** Everything worth trying to turn thinking on or off: by the names of variables and the words the template knows. */
export function thinkingSettings(template: CompiledTemplate): readonly TemplateSetting[] {
  const variables = [...template.names].filter((name) => /think|reason|effort/i.test(name) && !aboutHistory.test(name));
  const known = [...template.constants].filter((constant) => words.test(constant));
  const settings = variables.sort(byPreference).flatMap((variable) => {
    const values = [true, false, ...known, ...(/budget/i.test(variable) ? [0] : [])];
    return values.map((value) => ({ variable, value }));
  });
  return settings.slice(0, maximumSettings);
}

/** Everything worth trying to have earlier thinking shown again. */
export function keepingSettings(template: CompiledTemplate): readonly TemplateSetting[] {
  const variables = [...template.names].filter((name) => /think|reason/i.test(name));
  const rank = (name: string): number => (aboutHistory.test(name) ? 0 : 1);
  return variables
    .sort((one, other) => rank(one) - rank(other) || one.localeCompare(other))
    .flatMap((variable) => [true, false, 'all'].map((value) => ({ variable, value })))
    .slice(0, maximumSettings);
}

const preferred = ['enable_thinking', 'thinking'];

function byPreference(one: string, other: string): number {
  const rank = (name: string): number => (preferred.includes(name) ? preferred.indexOf(name) : preferred.length);
  return rank(one) - rank(other) || one.localeCompare(other);
}
