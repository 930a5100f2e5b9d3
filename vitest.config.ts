import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{lib,components,messages,e2e,scripts}/**/*.test.ts'],
    environment: 'node',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
  oxc: { jsx: { runtime: 'automatic' } },
})
