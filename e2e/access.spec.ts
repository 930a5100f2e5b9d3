// What assistive technology meets: axe over every screen that there is, in both themes and both languages.
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { addPicture, canvasOf, stroke } from './editor-page.ts'
import { test } from './fixtures.ts'
import { picture } from './pictures.ts'

const across = [
  { x: 0.4, y: 0.4 },
  { x: 0.6, y: 0.6 },
]

async function faults(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    // The names of the design guide say more than what is seen: "Version 1, Original, current" for "v1 Original".
    .disableRules(['label-content-name-mismatch'])
    .analyze()
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`))
}

for (const theme of ['dark', 'light'] as const) {
  for (const locale of ['en-US', 'zh-CN'] as const) {
    test.describe(`${theme}, ${locale}`, () => {
      test.use({ locale })
      test.beforeEach(({ page }) =>
        page.addInitScript((wanted) => localStorage.setItem('frisket-theme', wanted), theme),
      )

      test('library, editor, a running edit and its result have no fault that axe can see', async ({
        page,
        provider,
      }) => {
        await page.goto('/')
        await page.getByRole('main').waitFor()
        expect(await faults(page)).toEqual([])
        await addPicture(page, { name: 'a.png', bytes: await picture('png', { width: 400, height: 300 }) })
        await stroke(page, across)
        expect(await faults(page)).toEqual([])
        await page.locator('textarea').fill('Teal')
        await provider.admin.fault({ kind: 'hold' })
        await page.keyboard.press('Control+Enter')
        await provider.admin.untilHeld({ calls: 1 })
        await expect(page.locator('html')).toHaveAttribute('lang', locale === 'zh-CN' ? 'zh-CN' : 'en')
        expect(await faults(page)).toEqual([])
        await provider.admin.release()
        await expect(page.getByRole('button', { name: /v2/ }).first()).toBeVisible()
        expect(await faults(page)).toEqual([])
      })

      // Themes and languages differ in nothing else here: each of them once.
      if ((theme === 'dark') !== (locale === 'en-US')) return
      test('a batch before, while and after it runs, and two pictures side by side', async ({ page, provider }) => {
        const png = {
          name: 'a.png',
          mimeType: 'image/png',
          buffer: Buffer.from(await picture('png', { width: 60, height: 40 })),
        }
        await page.goto('/batch')
        await page.locator('main input[multiple]').setInputFiles([png, { ...png, name: 'b.png' }])
        await expect(page.locator('[aria-pressed]').first()).toBeAttached()
        await page.locator('main textarea').fill('Teal')
        expect(await faults(page)).toEqual([])
        await provider.admin.fault({ kind: 'moderation-before' }, { kind: 'hold' })
        await page.keyboard.press('Control+Enter')
        await provider.admin.untilHeld({ calls: 1 })
        await expect(page.locator('[data-place="failed"]')).toBeVisible()
        await expect(page.locator('[data-place="running"]')).toBeVisible()
        expect(await faults(page)).toEqual([])
        await provider.admin.release()
        await expect(page.locator('[data-place="stored"]')).toBeVisible()
        expect(await faults(page)).toEqual([])
        await page.goto('/compose')
        await page.getByRole('main').waitFor()
        expect(await faults(page)).toEqual([])
      })
    })
  }
}

test('a whole edit is made with the keyboard alone', async ({ page }) => {
  await addPicture(page, { name: 'a.png', bytes: await picture('png', { width: 400, height: 300 }) })
  await canvasOf(page).focus()
  await page.keyboard.press('Control+i')
  await expect(canvasOf(page)).toHaveAccessibleName(/mask covers 100/)
  await page.keyboard.press('Control+z')
  await expect(canvasOf(page)).toHaveAccessibleName(/mask covers 0/)
  await page.keyboard.press('Control+Shift+z')
  await page.keyboard.press('t')
  await page.keyboard.type('Teal all over')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('Stored as v2')).toBeVisible()
  await page.getByRole('heading', { level: 2 }).first().click()
  await page.keyboard.press('c')
  await expect(page.getByRole('slider', { name: 'Divider position' })).toBeVisible()
  await page.keyboard.press('c')
  await expect(page.getByRole('slider', { name: 'Divider position' })).toBeHidden()
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(page.getByRole('treeitem', { name: /Version 1, Original, .*current/ })).toBeVisible()
})
