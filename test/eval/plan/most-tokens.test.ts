import { expect, test } from 'vitest';
import { mostTokens } from '../../../src/eval/plan/most-tokens.ts';

const chain = { thinking: 100, answer: 20 };

test.each([
  ['think', 120, 'one chain'],
  ['majority:samples=4', 480, 'so many chains'],
  ['majority:samples=4,max=30', 200, 'chains with a maximum of their own'],
  ['majority:samples=4,max=500', 480, 'which the budget of the run bounds'],
  ['majority:samples=4,tokens=300', 300, 'a total for all of them'],
  ['rejection:within=40,tries=3', 183, 'tries, each one token longer than is taken'],
  ['majority:samples=2,of=best-of,samples=3', 720, 'votes over choices'],
  ['probing:every=50,agree=2,probe=10', 150, 'a chain with three looks at its answer'],
  ['doubting:probes=3,waits=1,probe=10', 180, 'a chain with three answers drawn at each of two ends'],
])('the most that a sample of %s may take is %d tokens: %s', (method, tokens) => {
  expect(mostTokens(method, chain)).toBe(tokens);
});
