/**
 * The digit an answer gives, with or without the `Final Answer:` in front of it; undefined when it is anything but
 * exactly one digit, so that a cut or rambling answer is never counted as right.
 */
export function readPebbleAnswer(answer: string): number | undefined {
  const match = /^\s*(?:Final Answer:)?\s*(\d)\s*$/.exec(answer);
  return match ? Number(match[1]) : undefined;
}
