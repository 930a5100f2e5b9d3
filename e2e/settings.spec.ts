// Engines set up in the page: added, tested for nothing, probed by one booked call, used for a draft and its finish; the key
// goes in and never comes back.
import { expect } from '@playwright/test'
import { enginePresets } from '../lib/edits/engine-presets.ts'
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

test('the interface of engines refuses in strict words, and costs nothing', async ({ studio, provider }) => {
  const ask = async (path: string, method: string, body: unknown) => {
    const answer = await fetch(`${studio.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    const { error = {} } = await answer.json()
    return [answer.status, error.code, error.field]
  }
  const profile = { ...enginePresets.apiyi, baseUrl: 'https://api.example/v1' }
  const profiles = '/api/engine-profiles'
  const nobody = `${profiles}/${'0'.repeat(20)}`
  expect([
    await ask(profiles, 'POST', { profile, more: 1 }),
    await ask(profiles, 'POST', { profile: { ...profile, more: 1 } }),
    await ask(profiles, 'POST', `{"profile":${JSON.stringify(profile)},"key":"a","key":"b"}`),
    await ask(profiles, 'POST', { profile: { ...profile, concurrency: 0 } }),
    await ask(profiles, 'POST', { profile, key: 'two words' }),
    await ask(profiles, 'POST', { profile: { ...profile, baseUrl: 'http://api.example/v1' } }),
    await ask(profiles, 'POST', { profile: { ...profile, baseUrl: 'https://127.0.0.1/v1' } }),
    await ask(nobody, 'PUT', { profile }),
    await ask(nobody, 'DELETE', {}),
    await ask(`${profiles}/flux`, 'PUT', { profile }),
    await ask('/api/engines/flux/probe', 'POST', { model: 'flux-kontext-max', priceMicroUsd: 69_999 }),
    await ask('/api/engines/flux/probe', 'POST', { model: 'other', priceMicroUsd: 70_000 }),
    await ask('/api/engines/local/test', 'POST', {}),
    await ask('/api/budget', 'PUT', { dayMicroUsd: -1, monthMicroUsd: null }),
  ]).toEqual([
    [400, 'request_invalid', 'more'],
    [400, 'request_invalid', 'profile.more'],
    [400, 'request_invalid', 'key'],
    [400, 'parameter_invalid', 'profile.concurrency'],
    [400, 'parameter_invalid', 'key'],
    [400, 'url_not_allowed', 'profile.baseUrl'],
    [400, 'url_not_allowed', 'profile.baseUrl'],
    [404, 'not_found', undefined],
    [404, 'not_found', undefined],
    [409, 'engine_locked', undefined],
    [409, 'price_changed', 'priceMicroUsd'],
    [409, 'engine_unavailable', 'model'],
    [404, 'not_found', undefined],
    [400, 'parameter_invalid', 'dayMicroUsd'],
  ])
  expect(await provider.admin.requests()).toEqual([])
})
