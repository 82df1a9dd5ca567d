import { MullError } from '../../core/mull-error.ts';
import { nearestName } from '../../core/nearest-name.ts';
import type { Method } from './method.ts';
import { thinkOnce } from './think-once.ts';

/** The methods a run can be made with, by the name that `--method` takes. */
const methods: Readonly<Record<string, Method>> = {
  think: thinkOnce,
};

/** @throws E_OPTION_INVALID with the nearest name */
export function findMethod(name: string): Method {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (method !== undefined) return method;
  const names = Object.keys(methods);
  const near = nearestName(name, names);
  throw new MullError('E_OPTION_INVALID', `There is no method "${name}".`, {
    hint: near === undefined ? `It can be one of ${names.join(', ')}.` : `Did you mean "${near}"?`,
  });
}
