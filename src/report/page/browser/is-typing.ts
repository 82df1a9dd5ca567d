/** Whether a key was pressed in a field, where it is a letter and no command. */
export function isTyping({ target }: Event): boolean {
  return target instanceof HTMLElement && /^(input|select|textarea)$/i.test(target.tagName);
}
