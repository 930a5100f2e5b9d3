// What happens around the canvas: pictures dropped on it, other tabs, narrow windows, a phone, a picture deleted elsewhere.
import { expect, type Page } from '@playwright/test'
import { callsOf } from './calls.ts'
import { addPicture, imageIdOf, isReady, stroke } from './editor-page.ts'
import { test } from './fixtures.ts'
import { picture } from './pictures.ts'

const size = { width: 640, height: 480 }
const photo = async () => ({ name: 'harbour.png', bytes: await picture('png', size) })
const across = [
  { x: 0.42, y: 0.45 },
  { x: 0.58, y: 0.5 },
]

/** Lets a file fall on the page. Returns whether the page kept it from the browser. */
async function drop(page: Page, file: { name: string; type: string; bytes: Uint8Array }): Promise<boolean[]> {
  return page.evaluate(
    ({ name, type, bytes }) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([new Uint8Array(bytes)], name, { type }))
      return ['dragenter', 'dragover', 'drop'].map((kind) => {
        const event = new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true })
        document.querySelector('main')?.dispatchEvent(event)
        return event.defaultPrevented
      })
    },
    { ...file, bytes: [...file.bytes] },
  )
}

test('a picture dropped on an open one is added, and the open one stays', async ({ page }) => {
  const imageId = await addPicture(page, await photo())
  await stroke(page, across)
  const pier = await picture('png', { width: 320, height: 200 })
  expect(await drop(page, { name: 'pier.png', type: 'image/png', bytes: pier })).toEqual([true, true, true])
  await expect(page.getByText('pier.png was added')).toBeVisible()
  expect(imageIdOf(page)).toBe(imageId)
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(page).toHaveTitle(/pier\.png/)
  expect(imageIdOf(page)).not.toBe(imageId)
})

test('what is dropped on an open picture and is none is told in words, and can be put away', async ({ page }) => {
  await addPicture(page, await photo())
  const words = new TextEncoder().encode('not a picture')
  await drop(page, { name: 'notes.txt', type: 'text/plain', bytes: words })
  await expect(page.getByText('This file is not a PNG, JPEG, WebP or still GIF.')).toBeVisible()
  await page.getByRole('button', { name: 'Dismiss notes.txt' }).click()
  await expect(page.getByText('notes.txt')).toBeHidden()
  const kept = await page.evaluate(() => {
    const dataTransfer = new DataTransfer()
    dataTransfer.setData('text/plain', 'only words')
    return ['dragover', 'drop'].map((kind) => {
      const event = new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true })
      document.querySelector('main')?.dispatchEvent(event)
      return event.defaultPrevented
    })
  })
  expect(kept).toEqual([true, true])
})

test('an edit of one tab does not take another tab away', async ({ page, context, provider }) => {
  const imageId = await addPicture(page, await photo())
  const other = await context.newPage()
  await other.goto(`/images/${imageId}`)
  await isReady(other)
  await stroke(page, across)
  await page.getByRole('textbox', { name: 'Prompt' }).fill('Brighter')
  await provider.admin.fault({ kind: 'slow', delayMs: 600 })
  await page.getByRole('button', { name: /^Edit, costs/ }).click()
  await expect(page.getByRole('button', { name: 'Continue from v2' })).toBeVisible()
  await expect(other.getByText('Stored as v2')).toBeVisible()
  expect(imageIdOf(other)).toBe(imageId)
  await other.getByRole('button', { name: 'Open', exact: true }).click()
  await expect.poll(() => imageIdOf(other)).toBe(imageIdOf(page))
})

test('a picture deleted elsewhere is told of when the window is looked at again', async ({ page, studio }) => {
  const imageId = await addPicture(page, await photo())
  const answer = await fetch(`${studio.url}/api/images/${imageId}`, { method: 'DELETE' })
  expect(answer.ok).toBe(true)
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await expect(page.getByRole('heading', { name: 'This picture was deleted' })).toBeVisible()
})

test('an address that can name no picture is not found', async ({ page }) => {
  const answer = await page.goto('/images/none')
  expect(answer?.status()).toBe(404)
  await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible()
})

test('brush and film are as they were left, and a first brush fits its picture', async ({ page }) => {
  await addPicture(page, await photo())
  const brush = page.getByRole('slider', { name: 'Brush size in pixels' })
  await expect(brush).toHaveValue('24')
  await page.getByRole('button', { name: /^Brush size in pixels/ }).click()
  await page.getByRole('textbox', { name: /^Brush size in pixels/ }).fill('57')
  await page.keyboard.press('Enter')
  await page.getByRole('radio', { name: 'Partial' }).check()
  await page.reload()
  await isReady(page)
  await expect(brush).toHaveValue('57')
  await expect(page.getByRole('radio', { name: 'Partial' })).toBeChecked()
})

const windows = [
  [1440, 900],
  [1280, 720],
  [1181, 800],
  [1024, 768],
  [900, 700],
  [700, 700],
] as const

for (const locale of ['en-US', 'zh-CN'] as const) {
  test.describe(locale, () => {
    test.use({ locale })
    test('the options bar is whole in every window', async ({ page }) => {
      await addPicture(page, await photo())
      await page.locator('fieldset [role=radiogroup] input').nth(1).check()
      for (const [width, height] of windows) {
        await page.setViewportSize({ width, height })
        const bar = page.locator('fieldset').first()
        await expect
          .poll(() =>
            bar.evaluate((element) => {
              const end = element.getBoundingClientRect().right
              const row = element.firstElementChild
              const parts = [...element.querySelectorAll('button, input')].filter((part) => part.checkVisibility())
              const whole = row !== null && row.scrollWidth <= row.clientWidth
              return whole && parts.every((part) => part.getBoundingClientRect().right <= end)
            }),
          )
          .toBe(true)
      }
      // What gave way in the narrowest one is behind one button.
      await page.locator('fieldset [aria-haspopup=dialog]').click()
      await expect(page.getByRole('dialog').getByRole('slider').last()).toBeInViewport({ ratio: 1 })
    })
  })
}

test('the version strip shows where the next edit lands, and says that there is more', async ({ page, studio }) => {
  const imageId = await addPicture(page, await photo())
  const calls = callsOf(studio.url)
  for (let seed = 1; seed <= 4; seed++) {
    const { id } = await calls.edit({ imageId, prompt: `Branch ${seed}`, seed })
    await calls.until(id)
  }
  await expect(page.getByRole('treeitem')).toHaveCount(5)
  await expect(page.getByRole('button', { name: 'Versions below' })).toBeVisible()
  await page.getByRole('treeitem', { name: /Branch 4/ }).click()
  await page.getByRole('button', { name: 'Continue from' }).click()
  await expect(page.getByRole('treeitem', { name: /Branch 4/ })).toBeInViewport({ ratio: 1 })
  await expect(page.getByText('Next edit lands here')).toBeInViewport({ ratio: 1 })
  await expect(page.getByRole('button', { name: 'Versions above' })).toBeVisible()
})

test('the name under a picture of the library leads to it, and a search clears failed uploads', async ({ page }) => {
  await addPicture(page, await photo())
  await page.goto('/')
  await drop(page, { name: 'notes.txt', type: 'text/plain', bytes: new TextEncoder().encode('not a picture') })
  const note = page.getByText('This file is not a PNG, JPEG, WebP or still GIF.')
  await expect(note).toBeVisible()
  const search = page.getByRole('searchbox')
  await search.fill('harbour')
  await expect(note).toBeHidden()
  await search.fill('')
  await expect(note).toBeHidden()
  await page.getByText('harbour.png', { exact: true }).first().click()
  await page.waitForURL(/\/images\//)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  test('the engine is in sight, the toast is off the button, and the menu has the rest', async ({ page }) => {
    await addPicture(page, await photo())
    const run = page.getByRole('button', { name: /^Edit, costs/ })
    await expect(page.getByRole('combobox', { name: 'Engine' })).toBeInViewport({ ratio: 1 })
    await drop(page, { name: 'pier.png', type: 'image/png', bytes: await picture('png', { width: 320, height: 200 }) })
    const toast = page.getByText('pier.png was added')
    await expect(toast).toBeVisible()
    const [above, below] = [await toast.boundingBox(), await run.boundingBox()]
    expect((above?.y ?? 844) + (above?.height ?? 0)).toBeLessThan(300)
    expect(below?.y).toBeGreaterThan(700)
    await page.getByRole('button', { name: 'More' }).click()
    for (const name of ['Switch to light theme', 'English', '简体中文', 'Download the original file']) {
      await expect(page.getByRole('menu').getByText(name)).toBeVisible()
    }
  })

  test('while an edit runs the sheet tells all of it, and covers nothing of what was in sight', async ({
    page,
    provider,
  }) => {
    await addPicture(page, await photo())
    await provider.admin.fault({ kind: 'hold' })
    await page.getByRole('textbox', { name: 'Prompt' }).fill('A red boat')
    const tools = page.getByRole('toolbar')
    await page.getByRole('button', { name: /^Edit, costs/ }).click()
    const steps = page.getByRole('list', { name: 'Edit progress' })
    await expect(steps.getByText(/^Waiting for/)).toBeVisible()
    await expect(page.getByRole('button', { name: 'Cancel' })).toBeInViewport({ ratio: 1 })
    const [above, sheet] = [await tools.boundingBox(), await page.locator('section', { has: steps }).boundingBox()]
    expect((above?.y ?? 844) + (above?.height ?? 0)).toBeLessThanOrEqual(sheet?.y ?? 0)
    await provider.admin.untilHeld({ calls: 1 })
    await provider.admin.release()
    await expect(page.getByRole('button', { name: /^Run again/ })).toBeVisible()
  })
})
