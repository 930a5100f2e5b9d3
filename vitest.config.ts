import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{lib,components,messages,e2e,scripts}/**/*.test.ts'],
    environment: 'node',
    // Limits for what hangs, no stopwatch: on a busy machine a test may take ten times as long.
    testTimeout: 90_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
  },
  oxc: { jsx: { runtime: 'automatic' } },
})
