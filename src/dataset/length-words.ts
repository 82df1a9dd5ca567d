/**
 * What is said in the prompt about the length of thinking, by the name under which a sweep asks for it; `{n}` is the
 * number asked for. The texts of the paper's prompt-based baselines (arXiv 2501.19393, section 3.2: token-, step- and
 * class-conditional control), behind a blank line as in its tasks.
 */
export const lengthWords: Readonly<Record<string, string>> = {
  token: 'Think for up to {n} tokens.',
  step: 'Think for up to {n} steps.',
  long: 'Answer after a long amount of thinking. If you feel like you are finished early, spend the extra time trying to double-check your work until you are absolutely sure that you have the correct answer.',
  short: 'Answer after a short amount of thinking. Do not spend excessive time double-checking your work.',
};
