// What a person can do after an edit that did not become a picture, or could not begin.
import { expect, type Page } from '@playwright/test'
import { callsOf } from './calls.ts'
import { addPicture, canvasOf, isReady, stroke } from './editor-page.ts'
import { test } from './fixtures.ts'
import { picture } from './pictures.ts'
import { startStudio } from './studio.ts'

const size = { width: 600, height: 400 }
const photo = async () => ({ name: 'harbour.png', bytes: await picture('png', size) })
const prompt = (page: Page) => page.getByRole('textbox', { name: 'Prompt' })
const run = (page: Page) => page.getByRole('button', { name: /^Edit, costs/ })
const tile = (page: Page, name: RegExp) => page.getByRole('treeitem', { name })
const spend = (page: Page) => page.getByRole('region', { name: 'Status' })

async function ask(page: Page, words: string) {
  await stroke(page, [
    { x: 0.42, y: 0.45 },
    { x: 0.5, y: 0.55 },
  ])
  await prompt(page).fill(words)
  await run(page).click()
}

test('after a refusal the one paid button sends the words as they stand now', async ({ page, provider }) => {
  await addPicture(page, await photo())
  await provider.admin.fault({ kind: 'moderation-before' })
  await ask(page, 'Refuse me')
  await expect(page.getByText(/safety check stopped this edit/)).toBeVisible()
  await expect(page.getByText('Cost: $0.00.')).toBeVisible()
  await expect(page.getByRole('button', { name: /Try again/ })).toHaveCount(0)
  await prompt(page).fill('A milder wish')
  await run(page).click()
  await expect(page.getByText('Stored as v2')).toBeVisible()
  const sent = await provider.admin.requests()
  expect(sent.map(({ fields }) => fields.find(({ name }) => name === 'prompt')?.value)).toEqual([
    'Refuse me',
    'A milder wish',
  ])
})

test('after a failure the settings stay in reach, and a note that was put away comes back from the strip', async ({
  page,
  provider,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 })
  await addPicture(page, await photo())
  await provider.admin.fault({ kind: 'moderation-before' })
  await ask(page, 'Refuse me')
  const note = page.getByText(/safety check stopped this edit/)
  await expect(note).toBeVisible()
  // Playwright clicks only what nothing lies over.
  const mostOpen = page.getByRole('radiogroup', { name: /^Safety level/ }).getByRole('radio', { name: '2' })
  await mostOpen.click()
  await expect(mostOpen).toBeChecked()
  await expect(run(page)).toBeInViewport({ ratio: 1 })
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(note).toBeHidden()
  await tile(page, /^Failed edit/).click()
  await expect(note).toBeVisible()
})

test('a decision about a lost answer can be taken back, and made later from the strip', async ({ page, provider }) => {
  await addPicture(page, await photo())
  await expect(spend(page)).toContainText('this month')
  const unsure = async () => Number(/\$([\d.]+) unsure/.exec((await spend(page).textContent()) ?? '')?.[1] ?? 0)
  // Tests share a studio: what another one has left is there before.
  const before = await unsure()
  const isUnsure = (dollars: number) => expect.poll(unsure).toBeCloseTo(before + dollars, 5)
  await provider.admin.fault({ kind: 'reset-after-body' })
  await ask(page, 'Lost on the way')
  const question = page.getByText('It may have cost $0.07')
  await page.getByRole('button', { name: 'Mark as not charged' }).click()
  await expect(question).toBeHidden()
  await isUnsure(0)
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click()
  await expect(question).toBeVisible()
  await isUnsure(0.07)

  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(question).toBeHidden()
  await expect(run(page)).toBeEnabled()
  await isUnsure(0.07)
  await tile(page, /^Edit without an answer/).click()
  await expect(page.getByText('Cost: $0.07, if it was charged.')).toBeVisible()
  await page.getByRole('button', { name: 'Mark as not charged' }).click()
  await expect(page.getByText('Cost: $0.00.')).toBeVisible()
  await isUnsure(0)
  expect(await provider.admin.ledger()).toHaveLength(1)
})

test('an answer that came but made no sense is not called lost', async ({ page, provider }) => {
  await addPicture(page, await photo())
  await provider.admin.fault({ kind: 'html-200' })
  await ask(page, 'Answer in riddles')
  await expect(page.getByRole('region', { name: 'Answer not understood' })).toContainText(
    'an answer came, but it could not be understood',
  )
  await expect(page.getByRole('list', { name: 'Edit progress' })).toContainText('Answer not understood')
  await expect(tile(page, /^Edit with an answer that was not understood/)).toBeVisible()
  await expect(page.getByText('answer was lost')).toHaveCount(0)
})

test('Escape cancels a running edit that was begun from the prompt field', async ({ page, provider }) => {
  await addPicture(page, await photo())
  await canvasOf(page).focus()
  await page.keyboard.press('t')
  await page.keyboard.type('Teal')
  await provider.admin.fault({ kind: 'hold', times: 1 })
  await page.keyboard.press('Control+Enter')
  await provider.admin.untilHeld({ calls: 1 })
  await expect(page.getByRole('button', { name: 'Cancel edit' })).toBeVisible()
  await prompt(page).click()
  await page.keyboard.press('Escape')
  await expect(page.getByText('Cancelled. If the picture still arrives it is stored as a version.')).toBeVisible()
  await provider.admin.release()
  await expect(page.getByText('Stored as v2')).toBeVisible()
})

test('an edit that the engine puts off is called queued, with the reason and the next try', async ({
  page,
  provider,
}) => {
  await addPicture(page, await photo())
  await provider.admin.fault({ kind: 'status', status: 429, retryAfter: { as: 'seconds', seconds: 15 } })
  await ask(page, 'In a moment')
  await expect(page.getByText(/^The engine is busy\. Next try in (1[0-5]|[1-9]) s\.$/)).toBeVisible()
  await expect(page.getByRole('status', { name: 'Engine status' })).toHaveText('1 edit queued')
  await expect(tile(page, /^Version 2, queued$/)).toContainText('Queued')
  await expect(page.getByText('Stored as v2')).toBeVisible({ timeout: 60_000 })
})

test('a budget that is reached holds the paid button back, says until when, and offers the free engine', async ({
  page,
  provider,
}) => {
  const studio = await startStudio({ provider, env: { FRISKET_BUDGET_USD_PER_MONTH: '0.10' } })
  try {
    await page.goto(studio.url)
    const { name, bytes } = await photo()
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name, mimeType: 'image/png', buffer: Buffer.from(bytes) })
    await page.waitForURL(/\/images\//)
    await isReady(page)
    await ask(page, 'The last one')
    await page.getByRole('button', { name: 'Continue from v2' }).click()
    const held = page.getByRole('button', { name: 'Budget reached' })
    await expect(held).toBeDisabled()
    await expect(held).toHaveAccessibleDescription(
      /^This edit needs \$0\.07, and \$0\.03 is left\. The budget starts again on 1 [A-Z][a-z]+, 00:00 UTC\.$/,
    )
    for (const [figure, amount] of [
      ['Charged', '$0.07'],
      ['Reserved', '$0.00'],
      ['Unsure', '$0.00'],
      ['Left', '$0.03'],
    ]) {
      await expect(page.getByText(figure, { exact: true }).locator('xpath=..')).toHaveText(figure + amount)
    }
    await page.getByRole('button', { name: 'Use Local · $0.00' }).click()
    await expect(page.getByRole('button', { name: 'Edit, costs nothing' })).toBeVisible()
    expect(await provider.admin.ledger()).toHaveLength(1)
  } finally {
    await studio.stop()
  }
})

test('that the server could not be reached is told until it can be, or until it is put away', async ({
  page,
  studio,
}) => {
  await addPicture(page, await photo())
  await page.route('**/api/masks*', (route) => route.abort())
  await ask(page, 'Nobody there')
  const note = page.getByText('The edit was not started.')
  await expect(note).toBeVisible()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(note).toBeHidden()
  await run(page).click()
  await expect(note).toBeVisible()
  // News of any edit is a sign of life.
  const calls = callsOf(studio.url)
  const elsewhere = await calls.edit({ imageId: (await calls.upload((await photo()).bytes)).id, prompt: 'Elsewhere' })
  await expect(note).toBeHidden()
  await calls.until(elsewhere.id, 'done')
  // The last of its news may still be on the way to the page, and would put the note away again.
  await expect(async () => {
    await run(page).click()
    await expect(note).toBeVisible({ timeout: 1000 })
  }).toPass()
  await page.unroute('**/api/masks*')
  await run(page).click()
  await expect(note).toBeHidden()
  await expect(page.getByText('Stored as v2')).toBeVisible()
})

test('a local edit never claims that anything was sent', async ({ page, provider }) => {
  await addPicture(page, await photo())
  await page.getByRole('combobox', { name: 'Engine' }).click()
  await page.getByRole('option', { name: /^Local/ }).click()
  const words = page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const seen = new Set<string>()
        const look = () => {
          const list = document.querySelector('ol[aria-label="Edit progress"]')
          if (list)
            for (const step of list.querySelectorAll('li')) seen.add(step.querySelector('span span')?.textContent ?? '')
          if (document.body.innerText.includes('Stored as v2')) resolve([...seen])
          else requestAnimationFrame(look)
        }
        look()
      }),
  )
  await stroke(page, [
    { x: 0.42, y: 0.45 },
    { x: 0.5, y: 0.55 },
  ])
  await page.getByRole('button', { name: 'Edit, costs nothing' }).click()
  expect(await words).toEqual(['Queued', 'Started', 'Worked out', 'Stored'])
  await expect(page.getByText('Continues from')).toBeVisible()
  await expect(page.getByText('Sent', { exact: true })).toHaveCount(0)
  await page.getByRole('button', { name: 'Copy settings' }).click()
  await expect(page.getByText('The settings of v2 are in the panel.')).toBeVisible()
  expect(await provider.admin.requests()).toEqual([])
})

test('the key that runs the edit says what is missing', async ({ page }) => {
  await addPicture(page, await photo())
  await canvasOf(page).focus()
  await page.keyboard.press('Control+Enter')
  const hint = page.getByRole('status').filter({ hasText: 'Write what the part should become first.' })
  await expect(hint).toBeInViewport({ ratio: 1 })
  expect((await hint.boundingBox())?.height).toBeGreaterThan(10)
  await prompt(page).fill('Teal')
  await expect(hint).toHaveCount(0)
})

test('a prompt that is too long is kept whole, counted, and held back with a reason', async ({ page }) => {
  await addPicture(page, await photo())
  await prompt(page).fill('a'.repeat(9_500))
  await expect(page.getByText('9,500 of 10,000 characters')).toBeVisible()
  await expect(run(page)).toBeEnabled()
  await prompt(page).fill(`${'🙂'.repeat(10_000)}ab`)
  await expect(page.getByText('10,002 of 10,000 characters')).toBeVisible()
  await expect(prompt(page)).toHaveValue(/ab$/)
  await expect(run(page)).toBeDisabled()
  await expect(run(page)).toHaveAccessibleDescription('Shorten the prompt by 2 characters first.')
})
