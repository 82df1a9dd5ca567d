import { basename } from 'node:path';
import { byteText } from '../../core/byte-text.ts';
import { type ListedModel, listModels } from '../../hub/list-models.ts';
import { pullModel } from '../../hub/pull-model.ts';
import { removeModel } from '../../hub/remove-model.ts';
import { modelLines } from '../../report/model-lines.ts';
import { printableText } from '../../report/printable-text.ts';
import { symbols } from '../../report/text-style.ts';
import { wrapText } from '../../report/wrap-text.ts';
import { describeFormat } from '../../template/describe-format.ts';
import { findThinkingFormat } from '../../template/find-thinking-format.ts';
import { commandName } from '../command-name.ts';
import type { Host } from '../host.ts';
import { hubOptions } from '../hub-options.ts';
import { listenForInterrupts } from '../interrupts.ts';
import { jsonLine } from '../json-line.ts';
import { pullPrinter } from '../pull-printer.ts';
import { terminalStyle } from '../terminal-style.ts';

/** `mull models`: what is on this machine. */
export async function listModelsCommand(json: boolean, host: Host): Promise<void> {
  const { cacheDir } = await hubOptions(host);
  const models = await listModels({
    cacheDir,
    thinkingOf: (model) => describeFormat(findThinkingFormat(model)),
  });
  if (json) {
    for (const model of models) await host.output.write(jsonLine(model));
    return;
  }
  const style = terminalStyle(host, host.output);
  const lines = [
    ...models.map(withShortPath).flatMap((model) => [...modelLines(model, style), '']),
    ...wrapText(printableText(`Models of the Hub are kept in ${cacheDir}. To get one:`), style, { role: 'faint' }),
    style.paint('faint', `  ${commandName(host)} models pull hf:owner/repo`),
  ];
  await host.output.write(`${lines.join('\n')}\n`);
}

/** What is wrong with a file, by its name: the path in a cache is three lines long. */
function withShortPath(model: ListedModel): ListedModel {
  const { path, problem } = model;
  return problem === undefined ? model : { ...model, problem: problem.replaceAll(path, basename(path)) };
}

/** `mull models pull NAME` */
export async function pullModelCommand(name: string, json: boolean, host: Host): Promise<void> {
  const interrupts = listenForInterrupts(host);
  const printer = pullPrinter(host);
  try {
    const pulled = await pullModel(name, {
      ...(await hubOptions(host)),
      signal: interrupts.signal,
      onProgress: printer.onProgress,
    });
    await printer.close();
    const { notAsked, ...model } = pulled;
    if (json) {
      await host.output.write(jsonLine({ ...model, ...(notAsked ? { notAsked: notAsked.message } : {}) }));
      return;
    }
    const style = terminalStyle(host, host.output);
    const { right, warning } = symbols(style);
    const came =
      pulled.received === 0
        ? 'was here already'
        : `${byteText(pulled.received)} came, ${byteText(pulled.bytes)} in all`;
    await host.output.write(
      [
        style.paint('good', `${right} ${printableText(pulled.name)}`),
        ...(notAsked
          ? wrapText(`${warning} Not asked whether there is a newer one: ${printableText(notAsked.message)}`, style, {
              role: 'warning',
            })
          : []),
        `  ${came}`,
        `  ${printableText(pulled.path)}`,
        style.paint(
          'faint',
          `  ${commandName(host)} think --engine ${pulled.name} "How many prime numbers lie below 20?"`,
        ),
        '',
      ].join('\n'),
    );
  } finally {
    await printer.close();
    interrupts.stop();
  }
}

/** `mull models rm NAME` */
export async function removeModelCommand(name: string, json: boolean, host: Host): Promise<void> {
  const { cacheDir } = await hubOptions(host);
  const removed = await removeModel(name, { cacheDir });
  const style = terminalStyle(host, host.output);
  const { right } = symbols(style);
  const what = removed.names.length === 0 ? ['what an interrupted pull had left'] : removed.names;
  await host.output.write(
    json
      ? jsonLine(removed)
      : `${what.map((text) => style.paint('good', `${right} removed ${printableText(text)}`)).join('\n')}\n  ${byteText(removed.freed)} freed\n`,
  );
}
