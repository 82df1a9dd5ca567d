/** The functions of a test runner that a contract needs; those of vitest, jest and bun fit. */
export interface TestKit {
  describe(name: string, body: () => void): unknown;
  test(name: string, body: () => Promise<void>): unknown;
  afterAll(body: () => Promise<void>): unknown;
  expect(actual: unknown, message?: string): Expectation;
}

export interface Expectation {
  toBe(expected: unknown): unknown;
  toEqual(expected: unknown): unknown;
  toBeLessThan(expected: number): unknown;
  toBeGreaterThan(expected: number): unknown;
}
