/** The key of a sample in its run. */
export function recordKey(setting: string, question: string, sample: number): string {
  return `${setting} | ${question} | ${sample}`;
}
