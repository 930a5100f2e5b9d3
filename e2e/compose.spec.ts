// Two pictures on their page: side by side as they are sent, and only the base comes back; and pairs of a file in a batch.
import { expect } from '@playwright/test'
import sharp from 'sharp'
import { callsOf, maskPng } from './calls.ts'
import { test } from './fixtures.ts'
import { picture } from './pictures.ts'

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
  const [request] = await provider.admin.requests()
  const sent = await sharp((await provider.admin.imageOf(request.n)) ?? undefined).metadata()
  expect(sent).toMatchObject(edit.composition?.plan.sent ?? {})
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
})
