// The library with many pictures in it: found, sorted, chosen, deleted with a way back, opened and compared from a tile.
import { readFile } from 'node:fs/promises'
import { expect, type Locator, type Page } from '@playwright/test'
import { callsOf } from './calls.ts'
import { isReady } from './editor-page.ts'
import { test } from './fixtures.ts'
import { picture } from './pictures.ts'
import { type Studio, startStudio } from './studio.ts'

const names = (page: Page): Promise<string[]> =>
  page
    .getByRole('list', { name: 'Pictures' })
    .getByRole('link', { name: /, \d+ version/ })
    .evaluateAll((links) => links.map((link) => link.getAttribute('aria-label') ?? ''))
const tile = (page: Page, name: string): Locator => page.getByRole('listitem').filter({ hasText: name })

test.describe('a studio of its own', () => {
  let own: Studio
  test.beforeEach(async () => {
    own = await startStudio()
  })
  test.afterEach(() => own.stop())

  async function shelf() {
    const calls = callsOf(own.url)
    const ids: Record<string, string> = {}
    for (const name of ['zebra', 'ant', 'bee']) {
      ids[name] = (await calls.upload(await picture('png', { width: 60, height: 40 }), `${name}.png`)).id
    }
    const edit = await calls.edit({ imageId: ids.ant, engine: 'local', operation: { kind: 'greyscale' } })
    await calls.until(edit.id)
    return ids
  }

  test('filter and sort are the server’s, stand in the address, and come back with it', async ({ page }) => {
    await shelf()
    await page.goto(own.url)
    await expect.poll(() => names(page)).toEqual(['bee, 1 version', 'ant, 2 versions', 'zebra, 1 version'])
    await page.getByRole('combobox', { name: 'Sort' }).click()
    await page.getByRole('option', { name: 'By name' }).click()
    await expect.poll(() => names(page)).toEqual(['ant, 2 versions', 'bee, 1 version', 'zebra, 1 version'])
    await page.getByRole('radio', { name: 'Originals' }).check()
    await expect.poll(() => names(page)).toEqual(['bee, 1 version', 'zebra, 1 version'])
    await page.getByRole('searchbox').fill('zeb')
    await expect.poll(() => names(page)).toEqual(['zebra, 1 version'])
    expect(new URL(page.url()).search).toBe('?search=zeb&filter=originals&sort=name')
    await page.reload()
    await expect(page.getByRole('searchbox')).toHaveValue('zeb')
    await expect.poll(() => names(page)).toEqual(['zebra, 1 version'])
    await page.getByRole('searchbox').fill('')
    await page.getByRole('radio', { name: 'Edited' }).check()
    await expect.poll(() => names(page)).toEqual(['ant, 2 versions'])
  })

  test('many are chosen by range and deleted; undo brings them back, and without it their bytes are gone', async ({
    page,
  }) => {
    const ids = await shelf()
    const there = async (name: string) => (await fetch(`${own.url}/i/${ids[name]}`)).status
    await page.goto(own.url)
    await tile(page, 'bee').hover()
    await page.getByRole('checkbox', { name: 'Select bee.png' }).check()
    await page.getByRole('checkbox', { name: 'Select zebra.png' }).click({ modifiers: ['Shift'] })
    await expect(page.getByText('3 selected')).toBeVisible()
    await page.getByRole('checkbox', { name: 'Select ant.png' }).uncheck()
    await expect(page.getByText('2 selected')).toBeVisible()
    await page.getByRole('region', { name: 'Selected pictures' }).getByRole('button', { name: 'Delete' }).click()
    await expect.poll(() => names(page)).toEqual(['ant, 2 versions'])
    expect([await there('bee'), await there('zebra')]).toEqual([200, 200])
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => names(page)).toHaveLength(3)
    await expect(page.getByText('2 selected')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByText('2 selected')).toBeHidden()

    await tile(page, 'zebra').hover()
    await page.getByRole('button', { name: 'Delete zebra.png' }).click()
    await expect(page.getByText('zebra.png was deleted')).toBeVisible()
    await page.mouse.move(5, 5)
    await expect(page.getByText('zebra.png was deleted')).toBeHidden()
    await expect.poll(() => there('zebra')).toBe(404)
    expect(await there('bee')).toBe(200)
  })

  test('what is chosen comes as one ZIP, versions and all', async ({ page }) => {
    await shelf()
    await page.goto(own.url)
    await tile(page, 'ant').hover()
    await page.getByRole('checkbox', { name: 'Select ant.png' }).check()
    await page.getByRole('button', { name: 'Select all' }).click()
    await expect(page.getByText('3 selected')).toBeVisible()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download ZIP of 3 pictures' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('frisket.zip')
    const zip = await readFile(await download.path())
    // Three pictures and a version: four entries in the directory at its end.
    expect(zip.readUInt16LE(zip.lastIndexOf(Buffer.from('504b0506', 'hex')) + 10)).toBe(4)
    await expect(page.getByText('3 selected')).toBeVisible()
  })

  test('a page that is left closes the way back', async ({ page }) => {
    const ids = await shelf()
    await page.goto(own.url)
    await tile(page, 'bee').hover()
    await page.getByRole('button', { name: 'Delete bee.png' }).click()
    await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible()
    await page.getByRole('link', { name: /^zebra/ }).click()
    await page.waitForURL(/\/images\//)
    await expect(page.getByRole('button', { name: 'Undo' }).filter({ hasText: 'Undo' })).toBeHidden()
    await expect.poll(async () => (await fetch(`${own.url}/i/${ids.bee}`)).status).toBe(404)
  })

  test('versions are compared from the tile, and the address stays as it is left', async ({ page }) => {
    await shelf()
    await page.goto(own.url)
    await tile(page, 'ant').hover()
    await page.getByRole('link', { name: 'Compare versions of ant.png' }).click()
    await isReady(page)
    await expect(page.getByRole('slider', { name: 'Divider position' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('slider', { name: 'Divider position' })).toBeHidden()
    expect(new URL(page.url()).search).toBe('')
  })

  test('of hundreds of pictures only those near the window are elements, and the last can be reached', async ({
    page,
  }) => {
    const calls = callsOf(own.url)
    const total = 260
    for (let i = 1; i <= total; i++) {
      await calls.upload(await picture('png', { width: 48, height: 24 + (i % 20) }), `p${i}.png`)
    }
    await page.goto(own.url)
    await expect(page.getByRole('link', { name: `p${total}, 1 version`, exact: true })).toBeVisible()
    const count = () => page.getByRole('list', { name: 'Pictures' }).getByRole('listitem').count()
    expect(await count()).toBeLessThan(80)
    await expect
      .poll(async () => {
        await page.getByRole('main').evaluate((main) => main.scrollTo(0, main.scrollHeight))
        return page.getByRole('link', { name: 'p1, 1 version', exact: true }).isVisible()
      })
      .toBe(true)
    expect(await count()).toBeLessThan(80)
    const last = page.getByRole('listitem').last()
    expect(await last.getAttribute('aria-posinset')).toBe(String(total))
    expect(await last.getAttribute('aria-setsize')).toBe(String(total))
  })
})
