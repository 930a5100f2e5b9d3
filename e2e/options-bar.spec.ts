// The options bar gives way instead of running out of sight: at every width, of every tool, in both languages.
import { expect } from '@playwright/test'
import { callsOf } from './calls.ts'
import { canvasOf, isReady } from './editor-page.ts'
import { test } from './fixtures.ts'
import { picture } from './pictures.ts'

const toolKeys = ['b', 'e', 'r', 'o', 'l', 'p', 'w', 's', 'g', 'h', 'z']

for (const locale of ['en-US', 'zh-CN']) {
  test.describe(locale, () => {
    test.use({ locale })
    test('nothing of any tool needs a scroll, from 1440 px down to 640', async ({ page, studio }) => {
      const { id } = await callsOf(studio.url).upload(await picture('jpeg', { width: 900, height: 600 }), 'bar.jpg')
      await page.goto(`/images/${id}`)
      await isReady(page)
      const row = page.locator('fieldset[data-yields] > div').first()
      for (const width of [1440, 1180, 1024, 900, 899, 768, 640]) {
        await page.setViewportSize({ width, height: 800 })
        await canvasOf(page).focus()
        for (const key of toolKeys) {
          await page.keyboard.press(key)
          await expect
            .poll(() => row.evaluate((element) => element.scrollWidth - element.clientWidth), {
              message: `${key} at ${width} px`,
            })
            .toBeLessThanOrEqual(0)
        }
      }
    })
  })
}

test('what a narrow bar leaves out is behind its last button', async ({ page, studio }) => {
  const { id } = await callsOf(studio.url).upload(await picture('jpeg', { width: 900, height: 600 }), 'bar.jpg')
  await page.setViewportSize({ width: 640, height: 800 })
  await page.goto(`/images/${id}`)
  await isReady(page)
  for (const [key, role, name] of [
    ['w', 'checkbox', 'Joined pixels only'],
    ['w', 'slider', 'Feather in pixels'],
    ['g', 'slider', 'Ends at, in percent'],
    ['r', 'slider', 'Feather in pixels'],
  ] as const) {
    await canvasOf(page).focus()
    await page.keyboard.press(key)
    await expect(page.getByRole(role, { name })).toHaveCount(0)
    await page.getByRole('button', { name: 'More options' }).click()
    await expect(page.getByRole(role, { name })).toBeVisible()
    await expect(page.getByRole('slider', { name: 'Overlay opacity' })).toBeVisible()
    await page.keyboard.press('Escape')
    // Keys rest until it has gone.
    await expect(page.getByRole('slider', { name: 'Overlay opacity' })).toHaveCount(0)
  }
})
