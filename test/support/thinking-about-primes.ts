import type { DialectOptions } from '../../src/testing/dialects/dialect-options.ts';

const long =
  'Let me list the primes below twenty. Two is prime, three is prime, and five and seven are prime as well. Nine is ' +
  'three times three. Eleven and thirteen are prime. Fifteen is three times five, so it is not. Seventeen and nineteen ' +
  'are prime. That makes eight of them in all.';
const short = 'Two, three, five, seven, eleven, thirteen, seventeen and nineteen are eight.';
const again =
  ' let me check that again. One is not a prime number. Two is the only even one. Four, six, eight and ten are even. ' +
  'Twelve, fourteen, sixteen and eighteen are even too. Nine and fifteen are multiples of three. So the others are prime.';
const answer = '\n\nThere are 8.';

/** A model that thinks about primes: less where it is told to, and once more where it is told to wait. */
export const thinkingAboutPrimes: Pick<DialectOptions, 'script' | 'words'> = {
  script: (prompt) => [
    `${/Reasoning: (low|minimal)/.test(prompt) ? short : long}</think>${answer}`,
    `${again}</think>${answer}`,
  ],
  words: [long, short, again, answer],
};

const products = Array.from(
  { length: 120 },
  (_, index) => `${index} times ${index + 1} is ${index * (index + 1)}, which is no prime.`,
).join(' ');

/** The same for more than a thousand tokens: hosts that take no bound below 1,024 can hold one then. */
export const thinkingForLong: Pick<DialectOptions, 'script' | 'words' | 'contextSize'> = {
  script: `${products}</think>${answer}`,
  words: [products, answer],
  contextSize: 16_384,
};
