// A batch on its page: pictures × prompts as a grid, what it costs before it starts, live while it runs; and a file of rows.
import { readFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import { enginePresets } from '../lib/edits/engine-presets.ts'
import { readZip } from '../lib/studio/zip.fixture.ts'
import { callsOf } from './calls.ts'
import { test } from './fixtures.ts'
import { type Bytes, picture } from './pictures.ts'
import { canaryKey, startStudio } from './studio.ts'

const size = { width: 60, height: 40 }
const file = (name: string, bytes: Bytes, mimeType = 'image/png') => ({ name, mimeType, buffer: Buffer.from(bytes) })
const fileInput = (page: Page) => page.getByLabel('From this computer')
const stored = (page: Page) => page.locator('[data-place="stored"]')

test('pictures × prompts: priced, run, mended, judged and downloaded', async ({ page, provider }) => {
  await page.goto('/batch')
  const png = await picture('png', size)
  // One after the other: which of two comes first is not settled otherwise.
  await fileInput(page).setInputFiles([file('cup.png', png)])
  await expect(page.getByRole('button', { name: 'Remove cup.png' })).toBeAttached()
  await fileInput(page).setInputFiles([file('pad.png', png)])
  await expect(page.getByRole('button', { name: 'Remove pad.png' })).toBeAttached()

  await page.getByRole('textbox', { name: 'Prompt 1' }).fill('Warm evening light')
  await page.getByRole('button', { name: 'Add a prompt' }).click()
  await page.getByRole('textbox', { name: 'Prompt 2' }).fill('Black-and-white film')
  await expect(page.getByRole('button', { name: 'Run 4 edits, cost 28 cents' })).toBeVisible()
  await page.getByRole('button', { name: 'pad, prompt 2' }).click()
  await expect(page.getByRole('button', { name: 'pad, prompt 2' })).toHaveAttribute('aria-pressed', 'false')
  // What is set up outlives the page.
  await page.reload()
  await expect(page.getByRole('textbox', { name: 'Prompt 2' })).toHaveValue('Black-and-white film')

  await page.getByRole('button', { name: 'See what would be sent' }).click()
  const dry = page.getByRole('dialog', { name: 'What would be sent' })
  await expect(dry.getByRole('listitem')).toHaveCount(3)
  await page.keyboard.press('Escape')
  expect(await provider.admin.requests()).toEqual([])

  await provider.admin.fault({ kind: 'moderation-before' })
  await page.getByRole('button', { name: 'Run 3 edits, cost 21 cents' }).click()
  await expect(page).toHaveURL(/\/batch\/[0-9a-z]{20}$/)
  await expect(stored(page)).toHaveCount(2)
  const refused = page.locator('[data-place="failed"]')
  await expect(refused).toHaveCount(1)
  await refused.getByRole('button', { name: 'Try again' }).click()
  await expect(stored(page)).toHaveCount(3)
  await expect(page.getByText('$0.21')).toBeVisible()
  await expect(page.getByText(', ended')).toBeVisible()

  await stored(page).first().hover()
  await stored(page)
    .first()
    .getByRole('button', { name: /^Reject/ })
    .click()
  await expect(
    stored(page)
      .first()
      .getByRole('button', { name: /^Reject/ }),
  ).toHaveAttribute('aria-pressed', 'true')
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download ZIP of 3 pictures' }).click()
  const zip = readZip(await readFile(await (await downloading).path()))
  expect(zip.map(([name]) => name)).toEqual(['cup_edited.png', 'pad_edited.png', 'results.csv', 'results.json'])
})

test('a file of rows: what is wrong is told by its line, and mended on the spot', async ({
  page,
  studio,
  provider,
}) => {
  const calls = callsOf(studio.url)
  const png = await picture('png', size)
  const tall = await calls.upload(png, 'launch-tall.png')
  await calls.upload(png, 'espresso.png')
  const mask = await picture('png', { width: 30, height: 20 })
  const rows =
    'picture,prompt,seed,ratio,mask\r\n' +
    'espresso.png,"Warm light, from the left",7,1:1,\r\n' +
    'launch-tal.png,Night scene,8,,launch-tall_mask.png\r\n' +
    'espresso,Cold light,none,,\r\n'
  await page.goto('/batch')
  await fileInput(page).setInputFiles([file('shop.csv', new TextEncoder().encode(rows), 'text/csv')])
  await expect(page.getByText('3 rows read')).toBeVisible()
  const lost = page.getByRole('group', { name: 'Line 3, error' })
  await expect(lost).toContainText('No picture is called “launch-tal.png”.')
  await lost.getByRole('button', { name: 'Use launch-tall.png' }).click()
  await expect(page.getByText('No mask for launch-tall_mask.png.')).toBeVisible()
  await expect(page.getByText('“none” is no seed from 0 to 2147483647.')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Run/ })).toHaveAttribute('aria-disabled', 'true')

  // The mask comes by its name, is of another size, and is scaled once that is said.
  await fileInput(page).setInputFiles([file('launch-tall_mask.png', mask)])
  await expect(page.getByText('The mask is 30 × 20.')).toBeVisible()
  await page.getByRole('button', { name: 'Scale it' }).click()
  await expect(page.getByRole('combobox', { name: 'Mask for launch-tall.png' })).toContainText('launch-tall_mask.png')
  await page.getByRole('button', { name: 'Use a new random seed for each' }).nth(2).click()

  await page.getByRole('button', { name: 'Run 3 edits, cost 21 cents' }).click()
  await expect(stored(page)).toHaveCount(3)
  const sent = await provider.admin.ledger()
  expect(sent.map(({ prompt }) => prompt).sort()).toEqual(['Cold light', 'Night scene', 'Warm light, from the left'])
  const [edit] = await calls.editsOf(tall.id)
  expect(edit).toMatchObject({ prompt: 'Night scene', seed: 8, receipt: { protectedPixelsChanged: 0 } })
})

test('another engine is chosen, priced before the start, and is the one that is sent to and charged', async ({
  page,
  provider,
}) => {
  const env = { FLUX_DRAFT_MODEL: 'flux-kontext-pro', FLUX_DRAFT_PRICE_USD: '0.035' }
  const studio = await startStudio({ provider, env })
  try {
    await page.goto(`${studio.url}/batch`)
    await fileInput(page).setInputFiles([file('cup.png', await picture('png', size))])
    await page.getByRole('textbox', { name: 'Prompt 1' }).fill('Warm evening light')
    await page.getByRole('button', { name: 'Add a prompt' }).click()
    await page.getByRole('textbox', { name: 'Prompt 2' }).fill('Black-and-white film')
    await expect(page.getByRole('button', { name: 'Run 2 edits, cost 14 cents' })).toBeVisible()

    const engine = page.getByRole('combobox', { name: 'Engine' })
    await engine.click()
    await page.getByRole('option', { name: /draft · \$0\.035/ }).click()
    await expect(page.getByRole('button', { name: 'Run 2 edits, cost 7 cents' })).toBeVisible()
    // Kept with the rest of what is set up.
    await page.reload()
    await page.getByRole('button', { name: 'Run 2 edits, cost 7 cents' }).click()
    await expect(stored(page)).toHaveCount(2)
    await expect(page.getByText('$0.07', { exact: true })).toBeVisible()
    const sent = await provider.admin.ledger()
    expect(sent.map(({ model }) => model)).toEqual(['flux-kontext-pro', 'flux-kontext-pro'])
  } finally {
    await studio.stop()
  }
})

test('a price that rises holds the batch, which goes on at it once that is agreed to', async ({ page, provider }) => {
  const env = { FRISKET_ENGINE_ALLOW: provider.origin, FLUX_RESULT_ORIGINS: provider.resultsOrigin }
  const studio = await startStudio({ env })
  const ask = async (path: string, method: string, body: unknown) => {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${studio.url}${path}`, { method, headers, body: JSON.stringify(body) })
    expect(answer.ok).toBe(true)
    return answer.json()
  }
  try {
    const { models, ...preset } = enginePresets.apiyi
    const profileAt = (priceMicroUsd: number) => ({
      profile: { ...preset, baseUrl: provider.baseUrl, models: [{ ...models[0], priceMicroUsd }] },
    })
    const { id } = await ask('/api/engine-profiles', 'POST', { ...profileAt(70_000), key: canaryKey })
    await page.goto(`${studio.url}/batch`)
    await fileInput(page).setInputFiles([file('cup.png', await picture('png', size))])
    for (const [index, words] of ['Evening', 'Morning', 'Night'].entries()) {
      if (index > 0) await page.getByRole('button', { name: 'Add a prompt' }).click()
      await page.getByRole('textbox', { name: `Prompt ${index + 1}` }).fill(words)
    }
    const fewer = page.getByRole('button', { name: 'Fewer at once' })
    while (await fewer.isEnabled()) await fewer.click()
    await provider.admin.fault({ kind: 'hold' })
    await page.getByRole('button', { name: 'Run 3 edits, cost 21 cents' }).click()
    await expect(page).toHaveURL(/\/batch\/[0-9a-z]{20}$/)
    await provider.admin.untilHeld({ calls: 1 })
    await ask(`/api/engine-profiles/${id}`, 'PUT', profileAt(80_000))
    await provider.admin.release()

    const note = page.getByRole('alert').filter({ hasText: 'The price of' })
    await expect(note).toContainText('is now $0.08. This batch was agreed to at $0.07.')
    await expect(note).toContainText('The 2 edits still to come would cost $0.16.')
    await expect(stored(page)).toHaveCount(1)
    await expect(page.getByText('$0.07', { exact: true })).toBeVisible()
    expect(await provider.admin.ledger()).toHaveLength(1)
    await note.getByRole('button', { name: 'Go on at $0.08 each' }).click()
    await expect(stored(page)).toHaveCount(3)
    await expect(note).toHaveCount(0)
    await expect(page.getByText('$0.23', { exact: true })).toBeVisible()
  } finally {
    await studio.stop()
  }
})

test('what the chosen engine cannot do is said at the row and beside the engine, before anything starts', async ({
  page,
  provider,
}) => {
  const studio = await startStudio({ provider, env: { FRISKET_ENGINE_ALLOW: provider.origin } })
  try {
    const profile = { ...enginePresets.bfl, baseUrl: provider.baseUrl }
    const answer = await fetch(`${studio.url}/api/engine-profiles`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ profile, key: canaryKey }),
    })
    expect(answer.status).toBe(201)
    await page.goto(`${studio.url}/batch`)
    await fileInput(page).setInputFiles([file('cup.png', await picture('png', size))])
    await page.getByRole('textbox', { name: 'Prompt 1' }).fill('Warm evening light')
    const run = page.getByRole('button', { name: /^Run/ })
    await expect(run).not.toHaveAttribute('aria-disabled', 'true')

    const engine = page.getByRole('combobox', { name: 'Engine' })
    await engine.click()
    await page.getByRole('option', { name: /^FLUX\.1 Fill/ }).click()
    await expect(page.getByText('This engine needs a mask.')).toBeVisible()
    await expect(page.getByText('FLUX.1 Fill paints only into a mask. 1 row has none.')).toBeVisible()
    await expect(run).toHaveAttribute('aria-disabled', 'true')
    await page.getByRole('radio', { name: 'List' }).check()
    await expect(page.getByText('This engine needs a mask.')).toBeVisible()
    await page.getByRole('combobox', { name: 'Frame for cup.png' }).click()
    await page.getByRole('option', { name: '1:1' }).click()
    await expect(page.getByText('This engine keeps the frame.')).toBeVisible()

    await engine.click()
    await page.getByRole('option', { name: /^FLUX\.2 Pro/ }).click()
    await expect(page.getByText('This engine keeps the frame.')).toHaveCount(0)
    await expect(run).not.toHaveAttribute('aria-disabled', 'true')
  } finally {
    await studio.stop()
  }
})

test('several steps with another ratio are told by their line before the start', async ({ page, studio, provider }) => {
  await callsOf(studio.url).upload(await picture('png', size), 'cup.png')
  const rows = 'picture,prompt,steps,ratio\r\ncup,Night,,1:1\r\ncup,White background,A soft shadow,1:1\r\n'
  await page.goto('/batch')
  await fileInput(page).setInputFiles([file('shop.csv', new TextEncoder().encode(rows), 'text/csv')])
  const row = page.getByRole('listitem').filter({ hasText: 'Line 3' })
  await expect(row).toContainText('Several steps keep the frame.')
  await expect(page.getByText('Several steps keep the frame.', { exact: true })).toHaveCount(1)
  await expect(page.getByText('Several steps keep the frame. 1 row asks for another ratio.')).toBeVisible()
  const run = page.getByRole('button', { name: /^Run/ })
  await expect(run).toHaveAttribute('aria-disabled', 'true')
  await row.getByRole('combobox', { name: 'Frame for cup.png' }).click()
  await page.getByRole('option', { name: 'As set' }).click()
  await expect(page.getByText(/^Several steps keep the frame/)).toHaveCount(0)

  await page.getByRole('button', { name: 'Run 3 edits, cost 21 cents' }).click()
  await expect(stored(page)).toHaveCount(2)
  expect(await provider.admin.ledger()).toHaveLength(3)
})

test('in the grid the same is told by the picture, and not of one whose steps are left out', async ({ page }) => {
  await page.goto('/batch')
  const bytes = await picture('png', size)
  await fileInput(page).setInputFiles([
    file('cup.png', bytes),
    file('jug.png', await picture('png', { width: 40, height: 60 })),
  ])
  await page.getByRole('textbox', { name: 'Prompt 1' }).fill('White background')
  await page.getByRole('button', { name: 'More for prompt 1' }).click()
  await page.getByRole('menuitem', { name: 'Add a step' }).click()
  await page.getByRole('textbox', { name: 'Prompt 1, step 2' }).fill('A soft shadow')
  await page.getByRole('combobox', { name: 'Frame' }).click()
  await page.getByRole('option', { name: '1:1' }).click()
  const told = page.getByText('Several steps keep the frame.', { exact: true })
  await expect(told).toHaveCount(2)
  await page.getByRole('button', { name: 'cup, prompt 1' }).click()
  await expect(told).toHaveCount(1)
  await expect(page.getByText('Several steps keep the frame. 1 row asks for another ratio.')).toBeVisible()
})
