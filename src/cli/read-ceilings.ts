import { MullError } from '../core/mull-error.ts';
import { validate } from '../core/validate.ts';
import { type Ceilings, ceilingsSchema } from '../server/budget/ceilings.ts';
import { readNumber } from './read-number.ts';

/**
 * Ceilings as one types them: `max=8000,waits=4`.
 *
 * @throws E_OPTION_INVALID
 */
export function readCeilings(text: string, option: string): Ceilings {
  const fields = text.split(',').map((pair) => {
    const [name = '', value, ...rest] = pair.split('=').map((part) => part.trim());
    if (name === '' || value === undefined || rest.length > 0) {
      throw new MullError('E_OPTION_INVALID', `${option} must be pairs of a name and a number, got "${pair.trim()}".`, {
        hint: `For example: ${option} max=8000,waits=4`,
      });
    }
    return [name, readNumber(value, `${option} ${name}`, { whole: name !== 'seconds', least: 0 })] as const;
  });
  return validate(ceilingsSchema, Object.fromEntries(fields), option, 'E_OPTION_INVALID');
}
