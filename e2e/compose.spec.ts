// Two pictures on their page: side by side as they are sent, and only the base comes back; and pairs of a file in a batch.
import { readFile } from 'node:fs/promises'
import { expect } from '@playwright/test'
import sharp from 'sharp'
import { readZip } from '../lib/studio/zip.fixture.ts'
import { callsOf, maskPng } from './calls.ts'
import { test } from './fixtures.ts'
import { picture } from './pictures.ts'
import { startStudio } from './studio.ts'

const size = { width: 120, height: 90 }

test('a reference beside a base, sent as one picture, comes back as a version of the base', async ({
  page,
  studio,
  provider,
}) => {
  const calls = callsOf(studio.url)
  const base = await calls.upload(await picture('png', size), 'shirt.png')
  const dots = await calls.upload(await picture('png', { width: 300, height: 300 }), 'dots.png')
  await page.goto(`/compose?reference=${dots.id}&base=${base.id}`)
  await expect(page.getByRole('img', { name: /^dots.png beside shirt.png, / })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Prompt' })).toHaveValue(/^Cover the object on the right/)
  await page.getByRole('radio', { name: 'Right' }).check()
  await expect(page.getByRole('textbox', { name: 'Prompt' })).toHaveValue(/^Cover the object on the left/)
  await expect(page.getByRole('button', { name: /^Compose/ })).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('radio', { name: 'Whole base' }).check()
  await page.getByRole('button', { name: 'Compose · $0.07' }).click()
  await expect(page.getByRole('list', { name: 'Results' }).getByText('Stored')).toBeVisible()

  const [edit] = await calls.editsOf(base.id)
  const { info } = await sharp(await (await fetch(`${studio.url}/i/${edit.outputImageId}`)).arrayBuffer()).toBuffer({
    resolveWithObject: true,
  })
  expect(info).toMatchObject(size)
  // It stands beside the result.
  const shown = page.getByRole('link', { name: /^As sent for: Cover the object/ })
  const kept = Buffer.from(
    await (await fetch(new URL((await shown.getAttribute('href')) ?? '', studio.url))).arrayBuffer(),
  )
  const [request] = await provider.admin.requests()
  expect(kept).toEqual(await provider.admin.imageOf(request.n))
  const sent = await sharp((await provider.admin.imageOf(request.n)) ?? undefined).metadata()
  expect(sent).toMatchObject(edit.composition?.plan?.sent ?? { width: 0 })
})

test('an engine that takes several pictures can be shown each as its own; run again, it is shown both again', async ({
  page,
  provider,
}) => {
  const env = { BFL_API_KEY: provider.apiKey, BFL_BASE_URL: provider.baseUrl }
  const studio = await startStudio({ provider, env })
  try {
    await provider.admin.settings({ pollsPending: 0 })
    const calls = callsOf(studio.url)
    const base = await calls.upload(await picture('png', size), 'shirt.png')
    const dots = await calls.upload(await picture('png', { width: 300, height: 300 }), 'dots.png')
    await page.goto(`${studio.url}/compose?reference=${dots.id}&base=${base.id}`)
    await expect(page.getByRole('radio', { name: 'As two pictures' })).toHaveCount(0)
    await page.getByRole('combobox', { name: 'Engine' }).click()
    // What paints into holes is not among them.
    await expect(page.getByRole('option', { name: /Fill/ })).toHaveCount(0)
    await page.getByRole('option', { name: /FLUX.2 Pro/ }).click()
    await page.getByRole('radio', { name: 'As two pictures' }).check()
    await expect(page.getByRole('img', { name: 'Second picture: dots.png' })).toBeVisible()
    await expect(page.getByRole('textbox', { name: 'Prompt' })).toHaveValue(/^Cover the object in the first picture/)
    await page.getByRole('radio', { name: 'Whole base' }).check()
    await page.reload()
    // Remembered; what is painted is asked for anew.
    await expect(page.getByRole('radio', { name: 'As two pictures' })).toBeChecked()
    await page.getByRole('radio', { name: 'Whole base' }).check()
    await page.getByRole('button', { name: 'Compose · $0.06' }).click()
    await expect(page.getByRole('list', { name: 'Results' }).getByText('Stored')).toBeVisible()
    const [edit] = await calls.editsOf(base.id)
    expect(edit).toMatchObject({ engine: 'bfl', model: 'flux-2-pro', composition: { imageId: dots.id, plan: null } })

    await page.goto(`${studio.url}/images/${edit.outputImageId}`)
    await page.getByRole('button', { name: /^Run again/ }).click()
    await expect.poll(async () => (await calls.editsOf(base.id)).length).toBe(2)
    await expect.poll(async () => (await calls.editsOf(base.id)).map(({ state }) => state)).toEqual(['done', 'done'])
    const sent = (await provider.admin.requests()).filter(({ route }) => route === 'bfl')
    const references = await Promise.all(sent.map(({ n }) => provider.admin.referenceOf(n, 2)))
    expect(references[0]).not.toBeNull()
    expect(references[1]).toEqual(references[0])
  } finally {
    await studio.stop()
  }
})

test('without an engine that takes prompts the page says what is missing, and names no price', async ({ page }) => {
  const studio = await startStudio()
  try {
    await page.goto(`${studio.url}/compose`)
    await expect(page.getByText(/^Composing takes an engine/).getByRole('link', { name: 'Settings' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Compose', exact: true })).toHaveAttribute('aria-disabled', 'true')
    await expect(page.getByText('$0.00', { exact: false })).toHaveCount(0)
  } finally {
    await studio.stop()
  }
})

test('a price that is no longer true is refused before anything is sent, and then shown as it is', async ({
  page,
  studio,
  provider,
}) => {
  const calls = callsOf(studio.url)
  const base = await calls.upload(await picture('png', size), 'shirt.png')
  const dots = await calls.upload(await picture('png', size), 'dots.png')
  // As the page has seen it some time ago.
  let isOld = true
  await page.route('**/api/engines', async (route) => {
    if (!isOld) return route.continue()
    const answer = await route.fetch()
    await route.fulfill({ response: answer, body: (await answer.text()).replaceAll('70000', '60000') })
  })
  await page.goto(`/compose?reference=${dots.id}&base=${base.id}`)
  await page.getByRole('radio', { name: 'Whole base' }).check()
  await expect(page.getByRole('button', { name: 'Compose · $0.06' })).toBeVisible()
  isOld = false
  const begun = page.waitForRequest((request) => request.url().endsWith('/api/edits') && request.method() === 'POST')
  await page.getByRole('button', { name: 'Compose · $0.06' }).click()
  expect((await begun).postDataJSON()).toMatchObject({ model: 'flux-kontext-max', priceMicroUsd: 60_000 })
  await expect(page.getByText(/The price has changed in the meantime/)).toBeVisible()
  expect(await provider.admin.requests()).toEqual([])
  await page.getByRole('button', { name: 'Compose · $0.07' }).click()
  await expect(page.getByRole('list', { name: 'Results' }).getByText('Stored')).toBeVisible()
})

test('a file of pairs waits for one prompt, and runs as a batch', async ({ page, studio, provider }) => {
  const calls = callsOf(studio.url)
  const png = await picture('png', size)
  for (const name of ['tee.png', 'hoodie.png', 'stripes.png', 'checks.png']) await calls.upload(png, name)
  // Of the second shirt only the left half may change.
  const half = new Uint8Array(size.width * size.height).map((_, at) => (at % size.width < 60 ? 255 : 0))
  await page.goto('/batch')
  await page.getByLabel('From this computer').setInputFiles([
    { name: 'pairs.csv', mimeType: 'text/csv', buffer: Buffer.from('stripes.png|tee.png\nchecks.png|hoodie.png\n') },
    { name: 'hoodie_mask.png', mimeType: 'image/png', buffer: Buffer.from(await maskPng(half, size)) },
  ])
  await expect(page.getByText('2 rows read')).toBeVisible()
  await page.getByRole('button', { name: 'Use for all 2' }).first().click()
  await expect(page.getByRole('combobox', { name: 'Mask for hoodie.png' })).toContainText('hoodie_mask.png')
  await page.getByRole('button', { name: 'Run 2 edits, cost 14 cents' }).click()
  await expect(page.locator('[data-place="stored"]')).toHaveCount(2)
  const sent = await provider.admin.ledger()
  expect(sent.map(({ prompt }) => /pattern from the left/.test(prompt))).toEqual([true, true])

  // Beside each result what was sent for it.
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download ZIP of 2 pictures' }).click()
  const files = new Map(readZip(await readFile(await (await downloading).path())))
  expect([...files.keys()].filter((name) => /\.(png|webp|jpg)$/.test(name)).map((name) => name.split('.')[0])).toEqual([
    'tee_edited',
    'tee_merged',
    'hoodie_edited',
    'hoodie_merged',
  ])
  const requests = await provider.admin.requests()
  const pictures = await Promise.all(requests.map(({ n }) => provider.admin.imageOf(n)))
  const merged = [...files].filter(([name]) => name.includes('_merged')).map(([, bytes]) => Buffer.from(bytes))
  expect(merged.every((each) => pictures.some((sent) => sent?.equals(each)))).toBe(true)
})
