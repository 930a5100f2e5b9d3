import { defineConfig, devices } from '@playwright/test'
import { chromiumOptions } from './scripts/chromium.ts'

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/browser',
  // Each worker runs a studio, a provider and a browser of its own; two fill two cores.
  workers: 2,
  // Ten times what the longest takes here: a limit for what hangs, no stopwatch.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  // A test that fails now and then is broken: nothing is tried twice.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    launchOptions: chromiumOptions(),
    screenshot: 'only-on-failure',
    trace: 'off',
    video: 'off',
  },
})
