// Browser tests get a studio and a provider for each worker; the provider forgets everything before each test.
import { test as base } from '@playwright/test'
import type { Provider } from './provider/provider.ts'
import { type Studio, startCanaryProvider, startStudio } from './studio.ts'

export const test = base.extend<{ freshProvider: undefined }, { provider: Provider; studio: Studio }>({
  provider: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are needed from this pattern
    async ({}, use) => {
      const provider = await startCanaryProvider()
      await use(provider)
      await provider.close()
    },
    { scope: 'worker' },
  ],
  studio: [
    async ({ provider }, use) => {
      const studio = await startStudio({ provider })
      await use(studio)
      // A stop waits for paid answers: what a failed test has left held is let go.
      await provider.admin.reset()
      await studio.stop()
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ studio }, use) => use(studio.url),
  freshProvider: [
    async ({ provider }, use) => {
      await provider.admin.reset()
      await use(undefined)
    },
    { auto: true },
  ],
})
