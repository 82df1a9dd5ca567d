/** What stands behind a question, each text a paragraph of its own; empty where there is none. */
export function joinInstructions(...texts: readonly (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined).join('\n\n');
}
