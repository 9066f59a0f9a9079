/** Where the promises (tests) are, and how long one may take before it counts as broken. */
import { defineConfig } from 'vitest/config'

/** A path for a report that a program reads; CI adds its counts to its own. */
const report = process.env.GATEHOUSE_TEST_REPORT

export default defineConfig({
  test: {
    // Waiting for a state ends when it is there; how long a busy machine takes is no promise.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    globalSetup: 'test/support/temporary-files.ts',
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        // Pure code keeps no state between files: what they import is read once for all of them.
        test: { name: 'core', include: ['test/core/**/*.test.ts'], isolate: false },
      },
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['test/**/*.test.ts', 'agents/**/*.test.ts'],
          exclude: ['test/core/**', '**/node_modules/**'],
        },
      },
    ],
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
})
