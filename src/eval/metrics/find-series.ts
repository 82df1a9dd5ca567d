import type { ErrorCode } from '../../core/error-codes.ts';
import { MullError } from '../../core/mull-error.ts';
import { nearestName } from '../../core/nearest-name.ts';
import type { Series } from './series.ts';

/**
 * The series of that name.
 *
 * @param who - what names it, at the start of the sentence: `Row "BF"`
 * @throws an error of that code, with the nearest name or all there are
 */
export function findSeries(series: readonly Series[], name: string, who: string, code: ErrorCode): Series {
  const found = series.find((each) => each.name === name);
  if (found) return found;
  const names = series.map((each) => each.name);
  const near = nearestName(name, names);
  throw new MullError(code, `${who} names the series "${name}", which is not there.`, {
    hint: near === undefined ? `The series are: ${names.join(', ')}.` : `Did you mean "${near}"?`,
  });
}
