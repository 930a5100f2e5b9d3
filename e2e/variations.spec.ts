// One edit with several seeds: asked for in one act, laid out beside each other, compared, and one chosen to go on from.
import { expect, type Page } from '@playwright/test'
import { callsOf } from './calls.ts'
import { addPicture, imageIdOf, isReady, stroke } from './editor-page.ts'
import { test } from './fixtures.ts'
import { picture } from './pictures.ts'

async function ask(page: Page, count: number): Promise<string> {
  const bytes = await picture('png', { width: 360, height: 240 })
  const imageId = await addPicture(page, { name: 'cup.png', bytes })
  await stroke(page, [
    { x: 0.4, y: 0.5 },
    { x: 0.55, y: 0.5 },
  ])
  await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill('A teal cup')
  await page.getByLabel('Seed', { exact: true }).fill('482913')
  await page.getByRole('combobox', { name: /^Variations/ }).click()
  await page.getByRole('option', { name: `${count} pictures` }).click()
  return imageId
}

const sheet = (page: Page) => page.getByRole('list', { name: 'Contact sheet' })
const stored = (page: Page) => sheet(page).locator('li[data-state=done]')

test('four seeds in one act, two of them compared, one chosen', async ({ page, studio, provider }) => {
  const imageId = await ask(page, 4)
  const run = page.getByRole('button', { name: '4 variations, cost 28 cents' })
  await expect(run).toContainText('4 variations · $0.28')
  await run.click()
  await expect(stored(page)).toHaveCount(4)
  const seeds = [482_913, 482_914, 482_915, 482_916]
  expect((await provider.admin.ledger()).map(({ seed }) => seed).toSorted()).toEqual(seeds)
  const edits = await callsOf(studio.url).editsOf(imageId)
  expect(new Set(edits.map(({ variationSetId }) => variationSetId)).size).toBe(1)
  expect(edits.map(({ receipt }) => receipt?.protectedPixelsChanged)).toEqual([0, 0, 0, 0])
  await expect(page.getByRole('group', { name: 'Contact sheet' })).toContainText('of v1, seeds 482913 to 482916')

  // A reload lays them out again.
  await page.reload()
  await expect(stored(page)).toHaveCount(4)
  const tile = (number: number) =>
    sheet(page).getByRole('button', { name: new RegExp(`^v\\d, seed ${seeds[number]}$`) })
  await tile(1).click()
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowDown')
  await expect(tile(3)).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: /^Compare v\d with v\d$/ }).click()
  await expect(page.getByRole('group', { name: 'Compare' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(stored(page)).toHaveCount(4)

  await tile(2).focus()
  await tile(2).click()
  await page.keyboard.press('Enter')
  const chosen = edits.find(({ seed }) => seed === seeds[2])
  await expect.poll(() => imageIdOf(page)).toBe(chosen?.outputImageId)
  await isReady(page)
  // Ready for the next edit, which is one picture again.
  await expect(sheet(page)).toHaveCount(0)
  await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill('And a spoon')
  await expect(page.getByRole('button', { name: 'Edit, costs 7 cents' })).toBeEnabled()
  await page.getByRole('button', { name: /^Result of v/ }).click()
  await page.getByRole('button', { name: 'Contact sheet · 4 variations' }).click()
  await expect(stored(page)).toHaveCount(4)
})

test('one that was refused is told of in its place, tried again alone, and two more are added to the set', async ({
  page,
  provider,
}) => {
  await provider.admin.fault({ kind: 'moderation-before' }, { kind: 'other-format', format: 'jpeg' })
  await ask(page, 2)
  await page.getByRole('button', { name: '2 variations, cost 14 cents' }).click()
  const refused = sheet(page).locator('li[data-state=failed]')
  await expect(refused).toContainText("The engine's safety check stopped this edit.")
  // What is odd about the other is told, and it is a version all the same.
  await expect(page.getByRole('list', { name: 'Odd about this result' })).toContainText('The engine returned JPEG')
  await refused.getByRole('button').first().click()
  await page.getByRole('button', { name: 'Try again · $0.07' }).click()
  await expect(stored(page)).toHaveCount(2)
  await page.getByRole('button', { name: '2 more · $0.14' }).click()
  await expect(stored(page)).toHaveCount(4)
  expect((await provider.admin.ledger()).map(({ seed }) => seed).toSorted()).toEqual([
    482_913, 482_914, 482_915, 482_916,
  ])
  await page.keyboard.press('Escape')
  await expect(sheet(page)).toHaveCount(0)
})
