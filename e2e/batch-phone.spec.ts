// A batch on a phone, in both languages: nothing runs out of the window or into a column of a few letters, and a finger
// reaches every control.
import { expect, type Locator, type Page } from '@playwright/test'
import { createTranslator } from 'next-intl'
import en from '../messages/en.json' with { type: 'json' }
import zh from '../messages/zh-CN.json' with { type: 'json' }
import { test } from './fixtures.ts'
import { type Bytes, picture } from './pictures.ts'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

const size = { width: 60, height: 40 }
const file = (name: string, bytes: Bytes, mimeType = 'image/png') => ({ name, mimeType, buffer: Buffer.from(bytes) })
const cup = 'the-cup-on-the-table-by-the-window-2026-11-27-final-version.png'

/** What stands beyond the right edge, and words that are squeezed: both should be nothing. */
const flaws = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = []
    const { scrollingElement: all } = document
    if (all && all.scrollWidth > window.innerWidth) found.push(`the page is ${all.scrollWidth} wide`)
    for (const part of document.querySelectorAll<HTMLElement>('main, main *, aside *')) {
      const { width, height, right } = part.getBoundingClientRect()
      // What is one pixel wide is there for those who listen.
      if (width <= 1 || height <= 1 || part.closest('[aria-hidden]')) continue
      const own = [...part.childNodes]
        .map((node) => (node.nodeType === 3 ? (node.textContent ?? '').trim() : ''))
        .join('')
      const name = `${part.tagName} “${own || part.getAttribute('aria-label') || part.className}”`
      if (right > window.innerWidth + 0.5) found.push(`${name} ends at ${Math.round(right)}`)
      const letters = [...own].reduce((sum, letter) => sum + (letter > '\u2e80' ? 2 : 1), 0)
      if (letters >= 10 && width < 56) found.push(`${name} is ${Math.round(width)} wide`)
    }
    return found
  })

/** Each is where a finger can press it. */
async function reached(...controls: Locator[]): Promise<void> {
  for (const control of controls) await control.click({ trial: true })
}

for (const [locale, messages] of [
  ['en', en],
  ['zh-CN', zh],
] as const) {
  test.describe(locale, () => {
    test.use({ locale })
    test('a batch is set up and watched on a phone', async ({ page, provider }) => {
      const t = createTranslator({ locale, messages: messages.batch })
      const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
      const box = (name: string) => page.getByRole('combobox', { name, exact: true })
      const prompt = (number: number) => page.getByRole('textbox', { name: t('promptNumber', { number }), exact: true })
      await page.goto('/batch')
      await expect.poll(() => flaws(page)).toEqual([])
      const png = await picture('png', size)
      await page.getByLabel(t('fromComputer')).setInputFiles([file(cup, png)])
      await expect(button(t('removePicture', { name: cup }))).toBeAttached()
      await page.getByLabel(t('fromComputer')).setInputFiles([file('pad.png', png)])
      await expect(button(t('removePicture', { name: 'pad.png' }))).toBeAttached()
      for (const number of [1, 2, 3, 4, 5]) {
        if (number > 1) await button(t('addPrompt')).click()
        await prompt(number).fill(`Warm evening light from the left, number ${number}`)
      }
      // One below another, and as wide as there is room.
      const places = await Promise.all([1, 2, 3, 4, 5].map((number) => prompt(number).boundingBox()))
      for (const [index, place] of places.entries()) {
        expect(place?.x).toBe(places[0]?.x)
        expect(place?.width).toBeGreaterThan(320)
        if (index > 0) expect(place?.y).toBeGreaterThan((places[index - 1]?.y ?? 0) + 40)
      }
      const stem = cup.replace('.png', '')
      const cell = button(t('cellName', { name: stem, number: 5 }))
      await cell.click()
      await expect(cell).toHaveAttribute('aria-pressed', 'false')
      await reached(
        button(t('promptMenu', { number: 5 })),
        button(t('cellName', { name: 'pad', number: 1 })),
        box(t('maskOf', { name: cup })),
        button(t('removePicture', { name: cup })),
        button(t('columns')),
        button(t('import')),
        button(t('rename')),
        box(t('engine')),
      )
      expect(await flaws(page)).toEqual([])

      // As a list, with what one row has for itself.
      await page.getByRole('radio', { name: t('list'), exact: true }).check()
      await box(t('frameOf', { name: cup }))
        .first()
        .click()
      await page.getByRole('option', { name: '1:1', exact: true }).click()
      await page
        .getByRole('spinbutton', { name: t('seedOf', { name: cup }) })
        .first()
        .fill('2147483647')
      await page
        .getByRole('spinbutton', { name: t('seedOf', { name: cup }) })
        .first()
        .press('Enter')
      await reached(
        box(t('maskOf', { name: cup })).first(),
        page.getByRole('textbox', { name: t('promptOf', { name: cup }) }).first(),
        button(t('leaveOutOf', { name: cup })).first(),
        page
          .getByRole('listitem')
          .first()
          .getByRole('button', { name: t('seedNew') }),
      )
      expect(await flaws(page)).toEqual([])

      // Every state that a row may be in.
      await provider.admin.fault(
        { kind: 'slow', delayMs: 0 },
        { kind: 'moderation-before' },
        { kind: 'reset-after-body' },
        { kind: 'hold', times: 9 },
      )
      const fewer = button(t('fewer'))
      while (await fewer.isEnabled()) await fewer.click()
      await page.locator('[data-run-batch]').click()
      await expect(page).toHaveURL(/\/batch\/[0-9a-z]{20}$/)
      for (const place of ['stored', 'failed', 'unknown', 'running']) {
        await expect(page.locator(`[data-place="${place}"]`)).toHaveCount(1)
      }
      const unknown = page.locator('[data-place="unknown"]')
      await unknown.getByRole('button').click()
      await expect(unknown.getByRole('button', { name: t('mayChargeAgain') })).toBeVisible()
      await reached(
        unknown.getByRole('button'),
        page.locator('[data-place="failed"]').getByRole('button'),
        button(t('accept', { name: cup })),
        button(t('reject', { name: cup })),
        button(t('pause')),
        button(t('stop')),
        page.getByRole('link', { name: t('zipSpoken', { count: 1 }) }),
        button(t('retryFailed', { count: 1 })),
        button(t('editPrompt')),
      )
      expect(await flaws(page)).toEqual([])
      await button(t('stop')).click()
      await page
        .getByRole('dialog')
        .getByRole('button', { name: t('stop'), exact: true })
        .click()
      await provider.admin.release()
      await expect(page.locator('[data-place="leftOut"]').first().getByRole('button')).toBeVisible()
      // Before the provider forgets its results: one that never came home would hold up all sending from minute nine on.
      await expect(page.locator('[data-place="running"]')).toHaveCount(0)
      await expect(page.locator('[data-place="stored"]')).toHaveCount(2)
      expect(await flaws(page)).toEqual([])
    })

    test('what is wrong in a file is mended on a phone', async ({ page }) => {
      const t = createTranslator({ locale, messages: messages.batch })
      const rows = [
        'picture,prompt,seed,ratio,mask',
        `${cup},Night,8,,the-cup-on-the-table-by-the-window-2026-11-27-final_mask.png`,
        `${cup.replace('cup', 'cap')},Night scene with lamps,9,,`,
        `${cup},Cold light,none,,`,
        'nothing-like-it-in-the-library.png,Cold light,,,',
      ]
      await page.goto('/batch')
      const input = page.getByLabel(t('fromComputer'))
      await input.setInputFiles([file(cup, await picture('png', size))])
      await expect(page.getByRole('button', { name: t('removePicture', { name: cup }) })).toBeAttached()
      await input.setInputFiles([file('shop.csv', new TextEncoder().encode(`${rows.join('\n')}\n`), 'text/csv')])
      await expect(page.getByText(t('rowsRead', { count: 4 }))).toBeVisible()
      const lost = page.getByRole('group', { name: t('rowWrong', { row: t('lineNumber', { line: 3 }) }) })
      const seed = page.getByText(t('faults.seed_invalid', { given: 'none' }))
      await expect(seed).toBeVisible()
      expect(await flaws(page)).toEqual([])
      await reached(
        lost.getByRole('button', { name: t('choose') }),
        lost.getByRole('button', { name: t('leaveOut') }),
        page.getByRole('button', { name: t('useNoMask') }).first(),
      )
      await lost.getByRole('button', { name: t('useGuess', { name: cup }) }).click()
      await expect(lost).toHaveCount(0)
      await page
        .getByRole('listitem')
        .filter({ has: seed })
        .getByRole('button', { name: t('seedNew') })
        .click()
      await expect(seed).toHaveCount(0)
      expect(await flaws(page)).toEqual([])
    })
  })
}
