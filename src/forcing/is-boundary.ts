// A line end; a sentence end in Western or CJK punctuation with its closing quotes or brackets. A full stop behind a
// digit or another full stop may be a decimal point or an ellipsis, so it only counts once white space follows.
const boundary = /(?:\n|[!?。！？]["'”’)\]]*|(?<![\d.])\.["'”’)\]]*|\.["'”’)\]]*\s)\s*$/u;

/** Whether a text ends at a line or sentence end: a place where cutting hurts little (rule 2, `grace`). */
export function isBoundary(text: string): boolean {
  return boundary.test(text.slice(-16));
}
