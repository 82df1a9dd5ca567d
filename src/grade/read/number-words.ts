import { type Rational, rational } from '../number/rational.ts';

const small = (
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen ' +
  'eighteen nineteen'
).split(' ');
const tens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const ordinals: ReadonlyMap<string, number> = new Map(
  'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'
    .split(' ')
    .map((word, value): [string, number] => [word, value]),
);
const fractions: ReadonlyMap<string, number> = new Map([
  ['half', 2],
  ['third', 3],
  ['quarter', 4],
  ['fourth', 4],
  ['fifth', 5],
  ['sixth', 6],
  ['seventh', 7],
  ['eighth', 8],
  ['ninth', 9],
  ['tenth', 10],
]);

/** The number that words spell: `twenty-one`, `three hundred and five`, `two thirds`, `seventh`. */
export function numberFromWords(text: string): Rational | undefined {
  if (text.length > 120) return undefined;
  const words = text
    .toLowerCase()
    .trim()
    .split(/[\s-]+/)
    .filter((word) => word !== 'and' && word !== '');
  const last = words.at(-1);
  if (last === undefined) return undefined;
  if (words.length === 1 && last !== 'second' && ordinals.has(last)) return rational(BigInt(ordinals.get(last) ?? 0));
  if (words.length === 1 && last === 'half') return rational(1n, 2n);
  const parts = fractions.get(last.replace(/ves$/, 'f').replace(/s$/, ''));
  if (words.length > 1 && parts !== undefined) {
    const count = words[0] === 'a' ? 1 : cardinal(words.slice(0, -1));
    return count === undefined ? undefined : rational(BigInt(count), BigInt(parts));
  }
  const value = cardinal(words);
  return value === undefined ? undefined : rational(BigInt(value));
}

function cardinal(words: readonly string[]): number | undefined {
  let [total, group] = [0, 0];
  for (const word of words) {
    const unit = small.indexOf(word);
    const ten = tens.indexOf(word);
    if (unit >= 0) group += unit;
    else if (ten >= 2) group += ten * 10;
    else if (word === 'hundred') group = (group === 0 ? 1 : group) * 100;
    else if (word === 'thousand' || word === 'million' || word === 'billion') {
      const scale = word === 'thousand' ? 1e3 : word === 'million' ? 1e6 : 1e9;
      total += (group === 0 ? 1 : group) * scale;
      group = 0;
    } else return undefined;
  }
  return total + group;
}
