import { effortLevels, efforts } from '../src/core/effort.ts';

const contexts = [1024, 8192, 32_768, 131_072];

/** What each effort means, with the maximum it comes to in contexts of common sizes (prompt not counted). */
export function effortTable(): string {
  const number = (value: number): string => value.toLocaleString('en');
  const rows = efforts.map((effort) => {
    const { share, cap, answer } = effortLevels[effort];
    const unbounded = cap === Number.POSITIVE_INFINITY;
    const sizes = contexts.map((context) =>
      unbounded ? 'what fits' : number(Math.min(cap, Math.floor(share * context))),
    );
    return `| \`${effort}\` | ${fraction(share)} | ${unbounded ? 'none' : number(cap)} | ${number(answer)} | ${sizes.join(' | ')} |`;
  });
  const head = `| effort | share of the context | cap | answer reserve | ${contexts.map((context) => `max in ${number(context)}`).join(' | ')} |`;
  return [head, `| ${Array.from({ length: 4 + contexts.length }, () => '---').join(' | ')} |`, ...rows].join('\n');
}

function fraction(share: number): string {
  if (share === 0 || share === 1) return String(share);
  const denominator =
    [2, 3, 4, 8, 16].find((candidate) => Number.isInteger(Math.round(share * candidate * 1e9) / 1e9)) ?? 1;
  return `${Math.round(share * denominator)}/${denominator}`;
}
