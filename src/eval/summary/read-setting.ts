/** What a setting asked for, read from its name. */
export interface SettingParts {
  /** `max=500 waits=2` has max 500 and waits 2. */
  readonly numbers: Readonly<Record<string, number>>;
  /** Everything else, as written: what sets one method apart from another. */
  readonly method: string;
}

/** The parts of a setting's name; a name without `key=number` is a method as a whole. */
export function readSetting(name: string): SettingParts {
  // How a plan calls the setting in which nothing is bounded.
  if (name === 'natural end') return { numbers: {}, method: '' };
  const numbers: Record<string, number> = {};
  const others: string[] = [];
  for (const word of name.trim().split(/\s+/)) {
    const [, key, value] = /^([a-z][\w-]*)=(\d+(?:\.\d+)?)$/i.exec(word) ?? [];
    if (key === undefined || value === undefined) others.push(word);
    else numbers[key] = Number(value);
  }
  return { numbers, method: others.join(' ') };
}
