/** The text with a space inside every control string, so that no server takes it for a control token. */
export function breakUpControlText(text: string, controls: readonly string[]): string {
  let result = text;
  // Breaking up one string must not make another: repeated until nothing is left.
  for (let found = true; found; ) {
    found = false;
    for (const control of controls) {
      if (!result.includes(control)) continue;
      result = result.replaceAll(control, `${control.slice(0, 1)} ${control.slice(1)}`);
      found = true;
    }
  }
  return result;
}
