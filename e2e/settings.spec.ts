// Engines set up in the page: added, tested for nothing, probed by one booked call, used for a draft and its finish; the key
// goes in and never comes back.
import { expect } from '@playwright/test'
import { callsOf } from './calls.ts'
import { whatIsKept } from './data-folder.ts'
import { test } from './fixtures.ts'
import { picture } from './pictures.ts'
import { canaryKey, startStudio } from './studio.ts'

test('an engine is added, tested, probed and drafts with, and its key never comes back', async ({ page, provider }) => {
  const studio = await startStudio({
    env: {
      FRISKET_ENGINE_ALLOW: provider.origin,
      FLUX_RESULT_ORIGINS: provider.resultsOrigin,
      FRISKET_BUDGET_USD_PER_MONTH: '2.00',
    },
  })
  const received: Promise<string>[] = []
  page.on('response', (response) => {
    if (response.url().includes('/api/') && !response.url().endsWith('/api/events')) {
      received.push(response.text().catch(() => ''))
    }
  })
  try {
    const calls = callsOf(studio.url)
    await page.goto(studio.url)
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Add an engine' }).click()
    await page.getByRole('menuitem', { name: 'APIYI' }).click()
    const form = page.getByRole('form', { name: 'APIYI' })
    await form.getByLabel('Base address').fill('half an address')
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(form.getByText('An address such as https://api.example/v1')).toBeVisible()
    await form.getByLabel('Base address').fill(provider.baseUrl)
    await form.getByLabel('Key', { exact: true }).fill(canaryKey)
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('button', { name: /^APIYI.*2 models, \$0\.035 to \$0\.07.*Ready/ })).toBeVisible()
    await expect(form.getByLabel(`Key, ends in ${canaryKey.slice(-4)}`)).toBeVisible()

    await page.getByRole('button', { name: 'Test · free' }).click()
    await expect(page.getByText('It answers and the key is accepted. All 2 models are offered.')).toBeVisible()
    expect(await provider.admin.ledger()).toEqual([])

    await page.getByRole('button', { name: 'Probe · $0.07' }).click()
    const question = page.getByRole('dialog', { name: 'Probe FLUX.1 Kontext Max for $0.07?' })
    await question.getByRole('button', { name: 'Probe · $0.07' }).click()
    const facts = page.getByRole('table', { name: 'Probe results' })
    await expect(facts.getByRole('row', { name: 'Mask Honoured' })).toBeVisible()
    await expect(facts.getByRole('row', { name: 'Ratio Honoured 3:2 asked, 3:2 back' })).toBeVisible()
    expect(await provider.admin.ledger()).toMatchObject([{ priceMicroUsd: 70_000 }])
    await expect(page.getByText('$0.07 this month')).toBeVisible()

    const month = page.getByLabel('Budget each month in dollars')
    await month.fill('3')
    await expect(page.getByText('At most $2.00.')).toBeVisible()
    await month.fill('0.18')
    await page.getByRole('button', { name: 'Save the budget' }).click()
    await expect(page.getByText('The budget is saved')).toBeVisible()
    expect((await calls.usage()).month.limitMicroUsd).toBe(180_000)

    // Drafted on the cheaper model, and finished on the dearer with the same seed; both within the budget.
    const image = await calls.upload(await picture('png', { width: 600, height: 400 }))
    await page.goto(`${studio.url}/images/${image.id}`)
    await page.getByRole('combobox', { name: 'Engine' }).click()
    await page.getByRole('option', { name: 'FLUX.1 Kontext Pro' }).click()
    await page.getByRole('textbox', { name: 'Prompt' }).fill('A teal cup')
    await page.getByRole('button', { name: 'Draft, costs 3.5 cents' }).click()
    await page.getByRole('button', { name: 'Finish, costs 7 cents' }).click()
    await expect.poll(async () => (await calls.editsOf(image.id)).map(({ state }) => state)).toEqual(['done', 'done'])
    const [finished, drafted] = await calls.editsOf(image.id)
    expect([drafted.model, finished.model]).toEqual(['flux-kontext-pro', 'flux-kontext-max'])
    const { model: _, ...asked } = { ...drafted }
    expect(finished).toMatchObject({ seed: asked.seed, prompt: asked.prompt, frame: asked.frame, imageId: image.id })
    expect((await calls.usage()).month.chargedMicroUsd).toBe(175_000)

    const kept = JSON.stringify(await whatIsKept(studio.dataDir))
    const texts = [...(await Promise.all(received)), kept, studio.log()]
    expect(texts.join('').length).toBeGreaterThan(10_000)
    expect(texts.filter((text) => text.includes(canaryKey))).toEqual([])
  } finally {
    await studio.stop()
  }
})
