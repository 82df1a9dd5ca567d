import type { RunRecord } from '../core/run-record.ts';
import { printableText } from './printable-text.ts';
import { symbols, type TextStyle } from './text-style.ts';
import { wrapText } from './wrap-text.ts';

/**
 * What became of one sample: `✗ 60, max=500: wrong, 12 instead of 204`
 *
 * @param confidential - whether the answers of the data set are to be kept to oneself
 */
export function sampleLines(
  record: Pick<RunRecord, 'question' | 'setting' | 'sample' | 'status' | 'extraction' | 'error'>,
  style: TextStyle,
  { confidential = false }: { readonly confidential?: boolean } = {},
): string[] {
  const { question, setting, sample, status, extraction, error } = record;
  const { right, wrong, warning } = symbols(style);
  const mark = status === 'right' ? right : status === 'wrong' ? wrong : warning;
  const found = extraction?.text ?? '';
  const shown = found.length > 40 ? `${found.slice(0, 37)}...` : found;
  const what = {
    right: 'right',
    wrong: confidential ? 'wrong' : `wrong, ${shown} instead of ${question.gold}`,
    truncated: 'truncated: the answer reached its cap',
    'no-answer': 'no answer',
    error: `failed with ${error?.code}: ${error?.message}`,
  }[status];
  const which = sample === 0 ? '' : `, sample ${sample}`;
  const role = status === 'right' ? 'good' : status === 'wrong' ? 'bad' : 'warning';
  return wrapText(printableText(`${mark} ${question.id}, ${setting}${which}: ${what}`), style, { role });
}
