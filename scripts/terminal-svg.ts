/** How a run of characters looks, from the escape sequences in front of it. */
interface Look {
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly inverse: boolean;
  readonly color: string | undefined;
}

const plain: Look = { bold: false, dim: false, italic: false, inverse: false, color: undefined };
const colors: Readonly<Record<number, string>> = {
  31: '#e06c75',
  32: '#98c379',
  33: '#e5c07b',
  34: '#61afef',
  35: '#c678dd',
  36: '#56b6c2',
  90: '#7f848e',
};
const cell = { width: 8.4, height: 19, margin: 16 };

/** A terminal's output, escape sequences and all, as an SVG picture. `command` stands in its first line. */
export function terminalSvg(command: string, output: string): string {
  const lines = [`\u001b[32m$\u001b[39m \u001b[1m${command}\u001b[22m`, ...output.trimEnd().split('\n')].map(runs);
  const columns = Math.max(...lines.map((line) => line.reduce((sum, run) => sum + run.text.length, 0)));
  const width = Math.ceil(columns * cell.width + 2 * cell.margin);
  const height = lines.length * cell.height + 2 * cell.margin;
  const rows = lines.map((line, index) => row(line, cell.margin + (index + 0.75) * cell.height)).join('\n');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">`,
    `<title>${escaped(command)}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="#1e2127"/>`,
    rows,
    '</svg>',
    '',
  ].join('\n');
}

interface Run {
  readonly text: string;
  readonly look: Look;
}

function runs(line: string): Run[] {
  const found: Run[] = [];
  let look = plain;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  for (const piece of line.split(/(\u001b\[[\d;]*m)/)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: see above
    const codes = /^\u001b\[([\d;]*)m$/.exec(piece)?.[1];
    if (codes === undefined) found.push({ text: piece, look });
    else for (const code of codes.split(';').map(Number)) look = changed(look, code);
  }
  return found.filter((run) => run.text !== '');
}

function changed(look: Look, code: number): Look {
  if (code === 0) return plain;
  if (code === 1) return { ...look, bold: true };
  if (code === 2) return { ...look, dim: true };
  if (code === 3) return { ...look, italic: true };
  if (code === 7) return { ...look, inverse: true };
  if (code === 22) return { ...look, bold: false, dim: false };
  if (code === 23) return { ...look, italic: false };
  if (code === 27) return { ...look, inverse: false };
  if (code === 39) return { ...look, color: undefined };
  return colors[code] === undefined ? look : { ...look, color: colors[code] };
}

function row(line: readonly Run[], y: number): string {
  let column = 0;
  return line
    .map(({ text, look }) => {
      const x = cell.margin + column * cell.width;
      column += text.length;
      const color = look.color ?? '#d7dae0';
      const box = look.inverse
        ? `<rect x="${x}" y="${y - 14}" width="${text.length * cell.width}" height="${cell.height}" fill="${color}"/>`
        : '';
      const style = [
        `fill="${look.inverse ? '#1e2127' : color}"`,
        look.bold ? 'font-weight="bold"' : '',
        look.italic ? 'font-style="italic"' : '',
        look.dim ? 'opacity="0.6"' : '',
      ];
      const length = `textLength="${(text.length * cell.width).toFixed(1)}"`;
      return `${box}<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" xml:space="preserve" ${length} ${style.filter(Boolean).join(' ')}>${escaped(text)}</text>`;
    })
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
