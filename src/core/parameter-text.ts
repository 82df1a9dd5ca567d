/** `596 million parameters`, `8.2 billion parameters` */
export function parameterText(parameters: number): string {
  if (parameters >= 1e9) return `${short(parameters / 1e9)} billion parameters`;
  if (parameters >= 1e6) return `${short(parameters / 1e6)} million parameters`;
  return `${parameters.toLocaleString('en-US')} parameters`;
}

function short(value: number): string {
  return value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en-US');
}
