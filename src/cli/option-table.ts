import { type Command, Option } from 'commander';

/** One option, in the form that flags, configuration file and documents are made from. */
export interface TableOption {
  /** The name of the flag without its dashes. */
  readonly name: string;
  /** What stands behind the flag in the help; none: it is a switch. */
  readonly value?: string;
  /** The heading of the help it stands under. */
  readonly group: string;
  readonly description: string;
  /** @param previous - the value of the same flag given before */
  readonly read?: (text: string, previous: unknown) => unknown;
}

/** How an option is written: `--max <tokens>`. */
export function writtenOption({ name, value }: Pick<TableOption, 'name' | 'value'>): string {
  return value === undefined ? `--${name}` : `--${name} <${value}>`;
}

/** Adds the options of a table to a command. */
export function addOptions(command: Command, table: readonly TableOption[]): void {
  for (const option of table) {
    const added = new Option(writtenOption(option), option.description).helpGroup(option.group);
    if (option.read) added.argParser(option.read);
    command.addOption(added);
  }
}

/** What was given of a table's options, under their names. */
export function optionValues(command: Command, table: readonly TableOption[]): Readonly<Record<string, unknown>> {
  const names = new Set(table.map(({ name }) => name));
  const given = command.options
    .map((option) => [option.long?.slice(2) ?? '', command.getOptionValue(option.attributeName())] as const)
    .filter(([name, value]) => value !== undefined && names.has(name));
  return Object.fromEntries(given);
}
