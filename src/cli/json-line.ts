// Legal in JSON, but a terminal would obey some of them: C1 controls, delete, line separators, bidirectional overrides.
const unsafe = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

/** A value as one line of JSON. Regular expressions become their source; infinite numbers become null. */
export function jsonLine(value: unknown): string {
  const text = JSON.stringify(value, (_, item: unknown) => (item instanceof RegExp ? item.source : item));
  return `${text.replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}
