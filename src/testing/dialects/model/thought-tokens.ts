import type { ServedModel } from './served-model.ts';

/** Tokens of a prompt behind the thinking that it opened and did not close. */
export function thoughtTokens(model: ServedModel, prompt: readonly number[]): number {
  const text = model.decode(prompt);
  const { open } = model.thinking;
  const start = text.lastIndexOf(open.trim());
  return start === -1 ? 0 : model.encode(text.slice(start + open.length)).length;
}
