import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node';

/** Prints the one line that a machine reads at the end of a run: `N passed, N failed`. */
export default class PassedFailedReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[], _reason: TestRunEndReason): void {
    let passed = 0;
    // An error outside any test (a crashed worker, a rejected promise) fails the run, so it counts.
    let failed = errors.length;
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      for (const test of tests) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        if (state === 'failed') failed += 1;
      }
      // A file that could not be collected has no failed test, yet must not pass.
      if (module.state() === 'failed' && !tests.some((test) => test.result().state === 'failed')) failed += 1;
    }
    process.on('exit', () => console.log(`${passed} passed, ${failed} failed`));
  }
}
