/**
 * A vitest reporter that ends the run with one plain line, `N passed, N failed[, N skipped]`, which CI counts; what was
 * skipped is named before it, so that nothing is passed over in silence.
 */
import type { Reporter, TestModule } from 'vitest/node';

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandled.length;
    const skipped: string[] = [];
    for (const module of modules) {
      if (module.errors().length > 0) failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        else if (state === 'failed') failed += 1;
        else skipped.push(`skipped: ${module.relativeModuleId}: ${test.fullName}`);
      }
    }
    const line = `${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`;
    process.once('exit', () => process.stdout.write(`${[...skipped, line].join('\n')}\n`));
  }
}
