import { byteText } from '../core/byte-text.ts';
import { parameterText } from '../core/parameter-text.ts';
import { joinParts } from './join-parts.ts';
import { printableText } from './printable-text.ts';
import { symbols, type TextStyle } from './text-style.ts';
import { wrapText } from './wrap-text.ts';

/** What is told of a model on this machine. */
export interface ShownModel {
  readonly name: string;
  readonly from: 'bundled' | 'cache';
  readonly bytes: number;
  readonly architecture?: string | undefined;
  readonly quantisation?: string | undefined;
  readonly parameters?: number | undefined;
  readonly contextSize?: number | undefined;
  readonly hasTemplate: boolean;
  readonly thinking?: string | undefined;
  readonly problem?: string | undefined;
}

/** A model in a few lines: its name, which is what one types, what it is, and how it marks its thinking. */
export function modelLines(model: ShownModel, style: TextStyle): string[] {
  const { warning } = symbols(style);
  const indented: TextStyle = { ...style, width: style.width - 2 };
  return [
    style.paint('heading', printableText(model.name)) + (model.from === 'bundled' ? ' (bundled)' : ''),
    ...joinParts(facts(model).map(printableText), indented).map((line) => `  ${line}`),
    ...(model.thinking === undefined || model.problem !== undefined
      ? []
      : wrapText(`thinking ${printableText(model.thinking)}`, style, { indent: '  ', role: 'faint' })),
    ...(model.problem === undefined
      ? []
      : wrapText(`${warning} ${printableText(model.problem)}`, style, { indent: '  ', role: 'warning' })),
  ];
}

function facts(model: ShownModel): string[] {
  const { bytes, architecture, parameters, quantisation, contextSize, hasTemplate, problem } = model;
  return [
    byteText(bytes),
    ...(architecture === undefined ? [] : [architecture]),
    ...(parameters === undefined ? [] : [parameterText(parameters)]),
    ...(quantisation === undefined ? [] : [quantisation]),
    ...(contextSize === undefined ? [] : [`context ${contextSize.toLocaleString('en-US')}`]),
    ...(problem === undefined ? [hasTemplate ? 'chat template' : 'no chat template'] : []),
  ];
}
