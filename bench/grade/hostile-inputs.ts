/** Inputs that make naive graders hang, overflow the stack or run out of memory. */
export const hostileInputs: readonly { readonly name: string; readonly gold: string; readonly answer: string }[] = [
  ['9^{9^{9^9}}', '9^{9^{9^9}}', '9^{9^{9^8}}'],
  ['a tower of twos', '2^{2^{2^{2^{2^2}}}}', '65536'],
  ['5,000 nested brackets', nested('(', ')', 5_000), '1'],
  ['5,000 nested set braces', nested('\\{', '\\}', 5_000), '1'],
  ['5,000 nested fractions', `${'\\frac{'.repeat(5_000)}1`, '1'],
  ['5,000 nested radicals', nested('\\sqrt{', '}', 5_000), '1'],
  ['5,000 signs', `${'-'.repeat(5_000)}1`, '1'],
  ['5,000 bars', '|'.repeat(5_000), '1'],
  ['100000!', '100000!', '99999! \\cdot 100000'],
  ['\\binom{100000}{50000}', '\\binom{100000}{50000}', '1'],
  ['a sum of 10^7 terms', '\\sum_{k=1}^{10^7} k', '50000005000000'],
  ['three nested sums', '\\sum_{a=1}^{1999}\\sum_{b=1}^{1999}\\sum_{c=1}^{1999} abc', '1'],
  ['20,000-digit integers', '7'.repeat(20_000), `${'7'.repeat(19_999)}8`],
  ['a power of 20,000 digits', `${'7'.repeat(9_000)}^{${'7'.repeat(9_000)}}`, '1'],
  ['2^{1000000}', '2^{1000000}', '2^{999999}'],
  ['1e99999', '1e99999', '1e99998'],
  ['(a+b+c+d)^{50}', '(a+b+c+d)^{50}', '(d+c+b+a)^{50}'],
  ['3,000 letters', 'abcdefghij'.repeat(300), 'jihgfedcba'.repeat(300)],
  ['1,900 terms', `${'x+'.repeat(1_900)}x`, '1901x'],
  ['64 items backwards', radicals(false), radicals(true)],
  ['a matrix to the 16th', `\\begin{pmatrix}${ones(20)}\\end{pmatrix}^{16}`, '1'],
  ['1 MB of digits', '42', '1'.repeat(1_000_000)],
  ['1 MB of letters', '42', 'a '.repeat(500_000)],
  ['1 MB of dollar signs', '42', '$'.repeat(1_000_000)],
  ['1 MB of braces', '42', '{'.repeat(1_000_000)],
  ['1 MB of backslashes', '42', '\\'.repeat(1_000_000)],
  ['1 MB of open boxes', '42', '\\boxed{'.repeat(140_000)],
  ['1 MB of announcements', '42', 'The answer is '.repeat(71_000)],
  ['1 MB of ends of thinking', '42', '</think>'.repeat(125_000)],
  ['1 MB of verbs', '42', `${'is '.repeat(333_000)}42`],
  ['1 MB of choices', 'C', 'A or B '.repeat(143_000)],
  ['1 MB of tags', '42', '<answer>'.repeat(60_000) + '</answer>'.repeat(60_000)],
].map(([name = '', gold = '', answer = '']) => ({ name, gold, answer }));

function nested(open: string, close: string, depth: number): string {
  return `${open.repeat(depth)}1${close.repeat(depth)}`;
}

function radicals(reversed: boolean): string {
  const items = Array.from({ length: 64 }, (_, index) => `\\sqrt{${index}}+x`);
  return (reversed ? items.reverse() : items).join(', ');
}

function ones(size: number): string {
  return Array.from({ length: size }, () => Array.from({ length: size }, () => '1').join('&')).join('\\\\');
}
