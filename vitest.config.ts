import { defineConfig } from 'vitest/config';

/** Packages' tests run on their sources; end-to-end tests start the built program. */
const source = { conditions: ['outdial-source'] };

/** Real calls take real time and little else: a few files run side by side, each on an Asterisk of its own. */
const realCalls = { testTimeout: 60_000, hookTimeout: 180_000 };

export default defineConfig({
  resolve: source,
  ssr: { resolve: source },
  test: {
    pool: 'forks',
    setupFiles: ['./scripts/property-seed.ts', './scripts/count-assertions.ts'],
    // A bound is for what never comes, not for a machine that has much to do.
    expect: { poll: { timeout: 15_000 } },
    execArgv: ['--conditions=outdial-source'],
    reporters: ['default', './scripts/closing-line.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'packages',
          include: ['packages/*/src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
          exclude: ['**/*.asterisk.test.ts'],
          testTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'asterisk',
          include: ['packages/*/src/**/*.asterisk.test.ts'],
          exclude: ['**/*.long.asterisk.test.ts'],
          ...realCalls,
          maxWorkers: 4,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'asterisk-long',
          include: ['packages/*/src/**/*.long.asterisk.test.ts'],
          ...realCalls,
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // Each has a floor of its own, which mostly waits.
          maxWorkers: 2,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
