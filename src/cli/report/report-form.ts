import { extname } from 'node:path';
import { MullError } from '../../core/mull-error.ts';
import { nearestName } from '../../core/nearest-name.ts';

const forms = ['html', 'svg', 'png', 'md', 'csv', 'json'] as const;

export type ReportForm = (typeof forms)[number];

/**
 * The form of a report by the ending of its file.
 *
 * @throws E_OPTION_INVALID for an ending that is none
 */
export function reportForm(file: string): ReportForm {
  const ending = extname(file).slice(1).toLowerCase();
  const found = forms.find((form) => form === ending);
  if (found !== undefined) return found;
  const near = nearestName(ending, forms);
  throw new MullError('E_OPTION_INVALID', `--out ${JSON.stringify(file)} does not end in the name of a form.`, {
    hint:
      near === undefined ? `The forms are: ${forms.map((form) => `.${form}`).join(', ')}.` : `Did you mean .${near}?`,
  });
}
