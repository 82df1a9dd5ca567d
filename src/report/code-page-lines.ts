import type { CodePage } from '../core/error-codes.ts';
import type { TextStyle } from './text-style.ts';
import { wrapText } from './wrap-text.ts';

/** The page of one error or warning code, for a terminal. */
export function codePageLines(code: string, page: CodePage, style: TextStyle): string[] {
  return [
    style.paint('heading', code),
    ...wrapText(page.title, style),
    '',
    ...section('When', page.when, style),
    '',
    ...section('What to do', page.remedy, style),
  ];
}

function section(heading: string, text: string, style: TextStyle): string[] {
  return [style.paint('faint', heading), ...wrapText(text, style, { indent: '  ' })];
}
