// The sheet of keys: finding, presets, another key for a command, a taken key that changes places.
import { expect, type Page } from '@playwright/test'
import { callsOf } from './calls.ts'
import { canvasOf, isReady } from './editor-page.ts'
import { test } from './fixtures.ts'
import { picture } from './pictures.ts'

async function openPicture(page: Page, studioUrl: string): Promise<void> {
  const { id } = await callsOf(studioUrl).upload(await picture('jpeg', { width: 900, height: 600 }), 'keys.jpg')
  await page.goto(`/images/${id}`)
  await isReady(page)
}

const sheetOf = (page: Page) => page.getByRole('dialog', { name: 'Keys' })
const toolIs = (page: Page, name: string) =>
  expect(
    page.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name, exact: true, pressed: true }),
  ).toBeVisible()

test('the sheet opens with its key, finds keys and commands, and Escape closes it', async ({ page, studio }) => {
  await openPicture(page, studio.url)
  await page.keyboard.press('?')
  const sheet = sheetOf(page)
  const find = sheet.getByRole('searchbox', { name: 'Find a key' })
  await expect(find).toBeFocused()
  await find.fill('smart')
  await expect(sheet.getByRole('button', { name: /, change$/ })).toHaveCount(1)
  await expect(sheet.getByRole('button', { name: 'Smart select, S, change' })).toBeVisible()
  await find.fill('ctrl+z')
  await expect(sheet.getByRole('button', { name: 'Undo, Ctrl Z, change' })).toBeVisible()
  await find.fill('nothing like it')
  await expect(sheet.getByText('Nothing matches "nothing like it".')).toBeVisible()
  await find.fill('')
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
})

test('a command gets another key, a taken key changes places, a reload keeps both, and a reset takes them back', async ({
  page,
  studio,
}) => {
  await openPicture(page, studio.url)
  await page.keyboard.press('?')
  const sheet = sheetOf(page)
  await sheet.getByRole('button', { name: 'Smaller brush, [, change' }).click()
  await expect(sheet.getByText('Press a key')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(sheet.getByText('Press a key')).toBeHidden()
  await sheet.getByRole('button', { name: 'Smaller brush, [, change' }).click()
  await page.keyboard.press('q')
  await expect(sheet.getByRole('button', { name: 'Smaller brush, Q, change' })).toBeVisible()

  await sheet.getByRole('button', { name: 'Smart select, S, change' }).click()
  await page.keyboard.press('Escape')
  await sheet.getByRole('button', { name: 'Smart select, S, change' }).click()
  await page.keyboard.press('Tab')
  await sheet.getByRole('button', { name: 'Smart select, S, change' }).click()
  await page.keyboard.press('Enter')
  await expect(sheet.getByText('always does the same')).toBeVisible()
  await page.keyboard.press('w')
  await expect(sheet.getByText('W is Wand')).toBeVisible()
  await expect(sheet.getByRole('button', { name: 'Swap', exact: true })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(sheet.getByRole('button', { name: 'Smart select, W, change' })).toBeVisible()
  await expect(sheet.getByRole('button', { name: 'Wand, S, change' })).toBeVisible()

  await page.reload()
  await isReady(page)
  await canvasOf(page).focus()
  await page.keyboard.press('s')
  await toolIs(page, 'Wand')
  await page.keyboard.press('b')
  const size = page.getByRole('button', { name: /^Brush size in pixels/ })
  const before = await size.textContent()
  await page.keyboard.press('[')
  await expect(size).toHaveText(before ?? '')
  await page.keyboard.press('q')
  await expect(size).not.toHaveText(before ?? '')

  await page.keyboard.press('?')
  await sheet.getByRole('button', { name: 'Reset all' }).click()
  await expect(sheet.getByRole('button', { name: 'Wand, W, change' })).toBeVisible()
  await expect(sheet.getByRole('button', { name: 'Reset all' })).toBeDisabled()
})

test('the presets of Photoshop and InvokeAI, with their wheels', async ({ page, studio }) => {
  await openPicture(page, studio.url)
  const zoom = page.getByRole('button', { name: 'Zoom level' })
  const choose = async (preset: string) => {
    await page.keyboard.press('?')
    await sheetOf(page).getByRole('radio', { name: preset }).check()
    await sheetOf(page).getByRole('button', { name: 'Close' }).click()
    await expect(sheetOf(page)).toBeHidden()
    await canvasOf(page).hover()
  }
  await choose('Photoshop')
  await page.keyboard.press('m')
  await toolIs(page, 'Rectangle')
  await page.keyboard.press('Shift+M')
  await toolIs(page, 'Ellipse')
  const fitted = await zoom.textContent()
  await page.mouse.wheel(0, 100)
  await page.waitForTimeout(200)
  await expect(zoom).toHaveText(fitted ?? '')
  await page.keyboard.down('Alt')
  await page.mouse.wheel(0, -100)
  await page.keyboard.up('Alt')
  await expect(zoom).not.toHaveText(fitted ?? '')

  await choose('InvokeAI')
  await page.keyboard.press('u')
  await toolIs(page, 'Rectangle')
  await page.keyboard.press('b')
  const size = page.getByRole('button', { name: /^Brush size in pixels/ })
  const before = await size.textContent()
  await page.keyboard.down('Control')
  await page.mouse.wheel(0, -100)
  await page.keyboard.up('Control')
  await expect(size).not.toHaveText(before ?? '')
})
