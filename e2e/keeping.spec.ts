// The mask survives a reload, a crash of the tab and a second tab; where it cannot be kept, that is said once.
import { expect, type Page } from '@playwright/test'
import { callsOf } from './calls.ts'
import { imageIdOf, isReady, keptMask, keptStrokes, stroke } from './editor-page.ts'
import { test } from './fixtures.ts'
import { picture } from './pictures.ts'

const size = { width: 1200, height: 800 }

async function openPicture(page: Page, studioUrl: string): Promise<string> {
  const { id } = await callsOf(studioUrl).upload(await picture('jpeg', size), 'kept.jpg')
  // Broad enough that a stroke covers the row that is looked at, wherever the picture stands on the stage.
  await page.context().addInitScript((key) => localStorage.setItem(key, '100'), `frisket.brush.${id}`)
  await page.goto(`/images/${id}`)
  await isReady(page)
  return id
}

const across = (y: number) => [
  { x: 0.3, y },
  { x: 0.7, y },
]
const middleOf = (mask: Buffer | null, y: number) => mask?.[Math.round(y * size.height) * size.width + size.width / 2]
const kept = (page: Page, id: string, y: number) => expect.poll(async () => middleOf(await keptMask(page, id), y))
const notice = (page: Page) => page.getByRole('status', { name: 'The mask in another tab' })

test('a reload finds the last stroke, even one of a moment ago', async ({ page, studio }) => {
  const id = await openPicture(page, studio.url)
  await stroke(page, across(0.5))
  await page.reload()
  await isReady(page)
  await kept(page, id, 0.5).toBe(255)
  await expect(page.getByTestId('canvas')).toHaveAccessibleName(/mask covers [1-9][0-9.]* percent/)
})

test('a reload finds the last stroke though the worker that keeps it never heard of it', async ({ page, studio }) => {
  const id = await openPicture(page, studio.url)
  // As on a machine so busy that the new page is there first.
  await page.evaluate(() => {
    Worker.prototype.postMessage = () => {}
  })
  await stroke(page, across(0.5))
  await page.reload()
  await isReady(page)
  await kept(page, id, 0.5).toBe(255)
  await expect.poll(() => page.evaluate(() => Object.keys(localStorage).join(' '))).not.toContain('strokes')
  // It is a step like any other, and gone for good once it is undone.
  await page.keyboard.press('Control+z')
  await kept(page, id, 0.5).toBe(0)
  await page.reload()
  await isReady(page)
  await kept(page, id, 0.5).toBe(0)
})

test('a tab that crashes loses nothing that was painted before the last pause', async ({ page, context, studio }) => {
  const id = await openPicture(page, studio.url)
  await stroke(page, across(0.4))
  await kept(page, id, 0.4).toBe(255)
  const cdp = await context.newCDPSession(page)
  const crashed = page.waitForEvent('crash')
  // Never answers: there is nobody left to.
  void cdp.send('Page.crash').catch(() => {})
  await crashed
  const again = await context.newPage()
  await again.goto(`/images/${id}`)
  await isReady(again)
  await kept(again, id, 0.4).toBe(255)
  await expect(again.getByTestId('canvas')).toHaveAccessibleName(/mask covers [1-9][0-9.]* percent/)
})

test('each version keeps its own mask, on the way there and back, and over a reload', async ({ page, studio }) => {
  const id = await openPicture(page, studio.url)
  await stroke(page, across(0.3))
  await kept(page, id, 0.3).toBe(255)
  await page.getByRole('textbox', { name: 'Prompt' }).fill('Brighter')
  await page.getByRole('button', { name: /^Edit, costs/ }).click()
  await page.getByRole('button', { name: 'Continue from v2' }).click()
  await expect(page).not.toHaveURL(new RegExp(id))
  await isReady(page)
  const nextId = imageIdOf(page)
  const covers = (some: boolean) =>
    expect(page.getByTestId('canvas')).toHaveAccessibleName(
      some ? /covers [0-9.]*[1-9][0-9.]* percent/ : /covers 0\.0 percent/,
    )
  await covers(false)
  await page.getByTestId('canvas').focus()
  await stroke(page, across(0.7))
  await kept(page, nextId, 0.7).toBe(255)

  await page.keyboard.press('Alt+ArrowLeft')
  await expect(page).toHaveURL(new RegExp(id))
  await isReady(page)
  await covers(true)
  await page.keyboard.press('Control+i')
  await kept(page, id, 0.3).toBe(0)
  await page.keyboard.press('Alt+ArrowRight')
  await expect(page).toHaveURL(new RegExp(nextId))
  await page.reload()
  await isReady(page)
  await covers(true)
  await kept(page, nextId, 0.7).toBe(255)
  await kept(page, nextId, 0.3).not.toBe(255)
  await kept(page, id, 0.3).toBe(0)
})

test('a tab that crashes while the hand is painting finds every stroke that had ended', async ({
  page,
  context,
  studio,
}) => {
  const id = await openPicture(page, studio.url)
  // Until a look finds the last stroke among the strokes: then it is in no mask yet.
  let row = 0.05
  const isNoted = async (): Promise<boolean> => {
    const last = (await keptStrokes(page, id)).at(-1)
    return last !== undefined && Math.abs(last - row * size.height) < 60
  }
  await expect
    .poll(async () => {
      if (await isNoted()) return true
      row = row < 0.8 ? row + 0.15 : 0.2
      await stroke(page, across(row))
      return isNoted()
    })
    .toBe(true)
  const cdp = await context.newCDPSession(page)
  const crashed = page.waitForEvent('crash')
  void cdp.send('Page.crash').catch(() => {})
  await crashed
  const again = await context.newPage()
  await again.goto(`/images/${id}`)
  await isReady(again)
  await kept(again, id, row).toBe(255)
})

test('two tabs: both are told, the newer strokes stand, and either mask can be had', async ({
  page,
  context,
  studio,
}) => {
  const id = await openPicture(page, studio.url)
  const other = await context.newPage()
  await other.goto(`/images/${id}`)
  await isReady(other)
  await expect(other.getByText('This picture is open in another tab too')).toBeVisible()

  await stroke(other, across(0.3))
  await expect(notice(page)).toContainText('changed in another tab')
  await page.bringToFront()
  await notice(page).getByRole('button', { name: 'Take the other mask' }).click()
  await expect(notice(page)).toHaveCount(0)
  await expect(page.getByTestId('canvas')).toHaveAccessibleName(/mask covers [1-9][0-9.]* percent/)
  await expect(notice(other)).toHaveCount(0)

  // Both paint: the first is told that it was overtaken, the second that it has overtaken.
  await stroke(other, across(0.5))
  await expect(notice(page)).toContainText('changed in another tab')
  await stroke(page, across(0.7))
  await expect(notice(page)).toContainText('Yours is newer and is kept')
  await expect(notice(other)).toContainText('changed in another tab')
  await kept(page, id, 0.7).toBe(255)
  await kept(page, id, 0.5).not.toBe(255)
  await notice(page).getByRole('button', { name: 'Take the other mask' }).click()
  await kept(page, id, 0.5).toBe(255)
  // One step of undo brings back what was here.
  await page.keyboard.press('Control+z')
  await kept(page, id, 0.7).toBe(255)
})

test('a full storage is said once, in words, and the hand goes on', async ({ page, studio }) => {
  await openPicture(page, studio.url)
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: studio.url, quotaSize: 1 })
  await stroke(page, across(0.4))
  const alert = page.getByRole('alert').filter({ hasText: "The browser's storage is full" })
  await alert.getByRole('button', { name: 'Dismiss' }).click()
  await stroke(page, across(0.6))
  await page.waitForTimeout(800)
  await expect(alert).toHaveCount(0)
  await expect(page.getByTestId('canvas')).toHaveAccessibleName(/mask covers [1-9][0-9.]* percent/)
})
