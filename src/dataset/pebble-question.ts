/** One step of a running calculation: `b2*3` is the second step of group b and multiplies by 3. */
export interface PebbleOperation {
  readonly label: string;
  readonly operator: '+' | '-' | '*';
  readonly operand: number;
}

/** A running calculation modulo 10, the one kind of question that the bundled model was made for. */
export interface PebbleQuestion {
  /** The digit to begin with. */
  readonly start: number;
  readonly operations: readonly PebbleOperation[];
}

const form = /^Last digit: (\d)((?: [a-e][1-4][+*-]\d)+)\?$/;
const operation = / ([a-e])([1-4])([+*-])(\d)/g;

/** `Last digit: 1 a1*2 b1*3 b2+5?` */
export function formatPebbleQuestion(question: PebbleQuestion): string {
  const steps = question.operations.map(({ label, operator, operand }) => ` ${label}${operator}${operand}`);
  return `Last digit: ${question.start}${steps.join('')}?`;
}

/**
 * The question a text asks, or undefined when it is not exactly of the kind: one to five groups a to e in this order,
 * each with one to four operations numbered from 1, out of `+1..+5`, `-1..-5`, `*2` and `*3`.
 */
export function parsePebbleQuestion(text: string): PebbleQuestion | undefined {
  const match = form.exec(text.trim());
  if (!match) return undefined;
  const operations: PebbleOperation[] = [];
  let group = 'a'.charCodeAt(0) - 1;
  let step = 0;
  for (const [, letter = '', number = '', operator = '', digit = ''] of (match[2] ?? '').matchAll(operation)) {
    const opensGroup = letter.charCodeAt(0) === group + 1 && number === '1';
    const continues = letter.charCodeAt(0) === group && Number(number) === step + 1;
    const operand = Number(digit);
    if (!opensGroup && !continues) return undefined;
    if (!isOperation(operator, operand)) return undefined;
    group = letter.charCodeAt(0);
    step = Number(number);
    operations.push({ label: letter + number, operator, operand });
  }
  return { start: Number(match[1]), operations };
}

function isOperation(operator: string, operand: number): operator is PebbleOperation['operator'] {
  return operator === '*' ? operand === 2 || operand === 3 : operand >= 1 && operand <= 5;
}
