import { codePage, errorCodes, warningCodes } from '../../core/error-codes.ts';
import { MullError } from '../../core/mull-error.ts';
import { nearestName } from '../../core/nearest-name.ts';
import { codePageLines } from '../../report/code-page-lines.ts';
import { tableLines } from '../../report/table-lines.ts';
import type { Host } from '../host.ts';
import { terminalStyle } from '../terminal-style.ts';

/** `mull explain CODE`: the page of a code; without one, all codes with their titles. */
export async function explainCommand(code: string | undefined, host: Host): Promise<void> {
  const style = terminalStyle(host, host.output);
  const titles = Object.entries({ ...errorCodes, ...warningCodes }).map(([name, { title }]) => [name, title] as const);
  if (code === undefined) {
    await host.output.write(`${tableLines(['code', 'meaning'], titles, style).join('\n')}\n`);
    return;
  }
  const wanted = code.trim().toUpperCase();
  const page = codePage(wanted);
  if (!page) {
    const near = nearestName(
      wanted,
      titles.map(([name]) => name),
    );
    throw new MullError('E_OPTION_INVALID', `There is no code "${code.slice(0, 40)}".`, {
      hint: near === undefined ? 'Leave it out to see all codes.' : `Did you mean ${near}?`,
    });
  }
  await host.output.write(`${codePageLines(wanted, page, style).join('\n')}\n`);
}
