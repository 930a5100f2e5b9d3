// Two versions of a picture looked at together: four modes, any version beside any other, sizes that differ, a phone.
import AxeBuilder from '@axe-core/playwright'
import { expect, type Locator, type Page } from '@playwright/test'
import sharp from 'sharp'
import { type Calls, callsOf, maskPng } from './calls.ts'
import { canvasOf, isReady } from './editor-page.ts'
import { test } from './fixtures.ts'
import { handsOn } from './hands.ts'
import { bytesOf, picture } from './pictures.ts'

const size = { width: 640, height: 480 }

type Area = { left: number; top: number; width: number; height: number }
const first: Area = { left: 100, top: 80, width: 120, height: 90 }
const second: Area = { left: 400, top: 300, width: 60, height: 70 }

async function editOf(calls: Calls, imageId: string, { prompt, area }: { prompt: string; area: Area }) {
  const raster = new Uint8Array(size.width * size.height)
  for (let y = area.top; y < area.top + area.height; y++) {
    raster.fill(255, y * size.width + area.left, y * size.width + area.left + area.width)
  }
  const mask = await calls.mask(imageId, await maskPng(raster, size))
  const edit = await calls.edit({ imageId, maskId: mask.id, prompt })
  return (await calls.until(edit.id)).outputImageId ?? ''
}

/** Three versions, each an edit of the one before: v1, v2 with the first area changed, v3 with the second too. */
async function threeVersions(url: string): Promise<readonly [string, string, string]> {
  const calls = callsOf(url)
  const { id } = await calls.upload(await picture('png', size), 'harbour.png')
  const teal = await editOf(calls, id, { prompt: 'Teal', area: first })
  return [id, teal, await editOf(calls, teal, { prompt: 'Gold', area: second })]
}

async function openCompare(page: Page, imageId: string): Promise<void> {
  await page.goto(`/images/${imageId}`)
  await isReady(page)
  await page.keyboard.press('c')
}

const mode = (page: Page, name: string): Locator =>
  page.getByRole('radiogroup', { name: 'Compare mode' }).getByRole('radio', { name })
const pictures = (page: Page, name: RegExp): Locator =>
  page.getByRole('img', { name }).and(page.locator('[aria-busy=false]'))

/** Pixels of the stored files that differ in any channel. */
async function countChanged(calls: Calls, beforeId: string, afterId: string): Promise<number> {
  const [before, after] = [await calls.pixels(beforeId), await calls.pixels(afterId)]
  let changed = 0
  for (let i = 0; i < before.length; i += 3) {
    if (!before.subarray(i, i + 3).equals(after.subarray(i, i + 3))) changed++
  }
  return changed
}

/** RGB of the canvas as it is on the screen, and a way from the picture's pixels to it where it is fitted. */
async function seen(page: Page) {
  const box = await canvasOf(page).boundingBox()
  if (!box) throw new Error('there is no canvas')
  const { data, info } = await sharp(await page.screenshot({ clip: box }))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const zoom = Math.min((box.width - 64) / size.width, (box.height - 64) / size.height)
  const [left, top] = [(box.width - size.width * zoom) / 2, (box.height - size.height * zoom) / 2]
  return (x: number, y: number): number[] => {
    const at = 3 * (Math.round(top + y * zoom) * info.width + Math.round(left + x * zoom))
    return [...data.subarray(at, at + 3)]
  }
}

test('M goes through four modes, arrows move what divides, Escape leaves', async ({ page, studio }) => {
  const [, , newest] = await threeVersions(studio.url)
  await openCompare(page, newest)
  const percentOf = async (name: RegExp) => {
    const slider = page.getByRole('slider', { name })
    return Number((await slider.getAttribute('aria-valuenow')) ?? (await slider.inputValue()))
  }
  await expect(mode(page, 'Slider')).toBeChecked()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  expect(await percentOf(/Divider position/)).toBe(61)

  await page.keyboard.press('m')
  await expect(mode(page, 'Side by side')).toBeChecked()
  await expect(page.getByRole('slider', { name: 'Divider position' })).toBeHidden()
  await page.keyboard.press('m')
  await expect(mode(page, 'Onion skin')).toBeChecked()
  await page.keyboard.press('Shift+ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  expect(await percentOf(/Opacity/)).toBe(39)
  await page.keyboard.press('m')
  await expect(mode(page, 'Difference')).toBeChecked()
  await page.keyboard.press('m')
  await expect(mode(page, 'Slider')).toBeChecked()
  expect(await percentOf(/Divider position/)).toBe(61)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('radiogroup', { name: 'Compare mode' })).toBeHidden()
  // Nothing to go through while nothing is compared.
  await page.keyboard.press('m')
  await expect(page.getByRole('radiogroup', { name: 'Compare mode' })).toBeHidden()
})

test('a step, and any version beside any other: the difference counts what differs in the stored files', async ({
  page,
  studio,
}) => {
  const calls = callsOf(studio.url)
  const [original, teal, gold] = await threeVersions(studio.url)
  await openCompare(page, gold)
  await mode(page, 'Difference').check()
  const total = (size.width * size.height).toLocaleString('en')
  const says = async (beforeId: string, afterId: string) => {
    const changed = await countChanged(calls, beforeId, afterId)
    expect(changed).toBeGreaterThan(1_000)
    await expect(page.getByText(`${changed.toLocaleString('en')} of ${total} pixels changed`)).toBeVisible()
  }
  await expect(page.getByRole('combobox', { name: 'Before version' })).toContainText('v2 Teal')
  await says(teal, gold)

  await page.getByRole('combobox', { name: 'Before version' }).click()
  await page.getByRole('option', { name: /v1/ }).click()
  await says(original, gold)
  await expect(pictures(page, /Difference, version 1 before, version 3 after/)).toBeVisible()

  await page.getByRole('button', { name: 'Swap before and after' }).click()
  await expect(pictures(page, /Difference, version 3 before, version 1 after/)).toBeVisible()
  await says(original, gold)

  // The version that stands on the other side changes places with it.
  await page.getByRole('combobox', { name: 'Before version' }).click()
  await page.getByRole('option', { name: /v1/ }).click()
  await expect(page.getByRole('combobox', { name: 'After version' })).toContainText('v3 Gold')
})

test('changed pixels are bright on black, brighter with gain, and what was protected stays black', async ({
  page,
  studio,
}) => {
  const [, teal, gold] = await threeVersions(studio.url)
  await openCompare(page, gold)
  await mode(page, 'Difference').check()
  await expect(page.getByText('pixels changed')).toBeVisible()
  const middle = [second.left + 30, second.top + 35] as const
  const levels = await callsOf(studio.url).difference(teal, gold)
  const level = levels[middle[1] * size.width + middle[0]]
  expect(level).toBeGreaterThan(0)
  const shade = (gain: number) => Math.round(90 + (165 * Math.min(255, gain * level)) / 255)
  await expect.poll(async () => (await seen(page))(...middle)).toEqual(Array(3).fill(shade(1)))
  const black = async () => {
    const at = await seen(page)
    for (const [x, y] of [
      [10, 10],
      [160, 125],
      [600, 200],
      [320, 240],
    ] as const)
      expect(at(x, y)).toEqual([0, 0, 0])
  }
  await black()
  const gain = page.getByRole('button', { name: 'Gain ×4' })
  await gain.click()
  await expect(gain).toHaveAttribute('aria-pressed', 'true')
  await expect.poll(async () => (await seen(page))(...middle)).toEqual(Array(3).fill(shade(4)))
  await black()
})

test('a version in which nothing differs says so', async ({ page, studio }) => {
  const calls = callsOf(studio.url)
  // Grey made of grey is the same.
  const grey = await sharp(await picture('png', size))
    .greyscale()
    .toColourspace('srgb')
    .png()
    .toBuffer()
  const { id } = await calls.upload(bytesOf(grey), 'grey.png')
  const mask = await calls.mask(id, await maskPng(new Uint8Array(size.width * size.height).fill(255), size))
  const edit = await calls.edit({ imageId: id, maskId: mask.id, engine: 'local', operation: { kind: 'greyscale' } })
  await openCompare(page, (await calls.until(edit.id)).outputImageId ?? '')
  await mode(page, 'Difference').check()
  await expect(page.getByText('None of 307,200 pixels changed')).toBeVisible()
})

test('side by side both pictures follow one zoom and one pan, from either half', async ({ page, studio }) => {
  const [, , gold] = await threeVersions(studio.url)
  await openCompare(page, gold)
  await mode(page, 'Side by side').check()
  await expect(pictures(page, /Side by side, version 2 before, version 3 after/)).toBeVisible()
  const box = await canvasOf(page).boundingBox()
  if (!box) throw new Error('there is no canvas')
  const half = (box.width + 2) / 2
  const place = page.getByText(/^x \d+\s+y \d+$/)
  const read = async (): Promise<number[]> => (await place.innerText()).match(/\d+/g)?.map(Number) ?? []
  // The status line follows the pointer some times a second: what it says counts once it rests.
  const under = async (x: number, y: number): Promise<number[]> => {
    await page.mouse.move(box.x + x, box.y + y)
    let [last, now]: number[][] = [[], []]
    await expect(async () => {
      ;[last, now] = [now, await read()]
      expect(now).toEqual(last)
      expect(now).not.toEqual([])
    }).toPass({ intervals: [500] })
    return now
  }
  const [x, y] = [box.width / 4 + 40, box.height / 2 + 30]
  const before = await under(x, y)
  expect(await under(half + x, y)).toEqual(before)

  // The wheel over the right half keeps what is under the pointer where it is.
  await page.mouse.wheel(0, -600)
  const zoom = page.getByRole('button', { name: /^Zoom level/ })
  await expect(zoom).not.toHaveAccessibleName(/Zoom level, 7\d/)
  const near = await under(half + x, y)
  expect(Math.abs(near[0] - before[0])).toBeLessThanOrEqual(1)
  expect(Math.abs(near[1] - before[1])).toBeLessThanOrEqual(1)
  expect(await under(x, y)).toEqual(near)

  // A drag that begins on the right and ends on the left is one pan.
  await page.mouse.move(box.x + half + 60, box.y + y)
  await page.mouse.down()
  await page.mouse.move(box.x + half - 40, box.y + y + 20, { steps: 5 })
  await page.mouse.up()
  const panned = await under(half + x - 100, y + 20)
  expect(Math.abs(panned[0] - near[0])).toBeLessThanOrEqual(1)
  expect(Math.abs(panned[1] - near[1])).toBeLessThanOrEqual(1)
})

test('while the key of the original is held, the version before is seen alone', async ({ page, studio }) => {
  const [, teal, gold] = await threeVersions(studio.url)
  await openCompare(page, gold)
  await mode(page, 'Onion skin').check()
  await page.keyboard.press('End')
  await page.getByRole('heading', { level: 2 }).first().click()
  await page.keyboard.press('End')
  await expect(pictures(page, /Onion skin/)).toBeVisible()
  const middle = [second.left + 30, second.top + 35] as const
  const at = 3 * (middle[1] * size.width + middle[0])
  const calls = callsOf(studio.url)
  const [before, after] = [await calls.pixels(teal), await calls.pixels(gold)]
  const near = async (pixels: Buffer) => {
    const shown = (await seen(page))(...middle)
    return Math.max(...shown.map((value, channel) => Math.abs(value - pixels[at + channel])))
  }
  await expect.poll(() => near(after)).toBeLessThan(6)
  await page.keyboard.down('\\')
  await expect.poll(() => near(before)).toBeLessThan(6)
  await page.keyboard.up('\\')
  await expect.poll(() => near(after)).toBeLessThan(6)
})

test('versions of two sizes say so: fitted into one frame, and no difference claimed', async ({ page, studio }) => {
  const calls = callsOf(studio.url)
  const { id } = await calls.upload(await picture('png', size), 'harbour.png')
  const edit = await calls.edit({ imageId: id, prompt: 'Square', frame: { kind: 'reframe', aspectRatio: '1:1' } })
  const squareId = (await calls.until(edit.id)).outputImageId ?? ''
  await openCompare(page, squareId)
  await expect(page.getByText(/v1 is 640 × 480, v2 is \d+ × \d+\. Each is fitted into the same frame\./)).toBeVisible()
  await mode(page, 'Difference').check()
  await expect(page.getByText('Versions of two sizes cannot be compared pixel by pixel.')).toBeVisible()
  await page.getByRole('main').getByRole('button', { name: 'Side by side' }).click()
  await expect(mode(page, 'Side by side')).toBeChecked()
  await expect(pictures(page, /Side by side, version 1 before, version 2 after/)).toBeVisible()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  test('fingers choose the mode, pinch both pictures, and move the divider', async ({ page, studio }) => {
    const [, , gold] = await threeVersions(studio.url)
    await page.goto(`/images/${gold}`)
    await isReady(page)
    const modes = page.getByRole('radiogroup', { name: 'Compare mode' })
    await page.getByRole('button', { name: 'Compare versions' }).tap()
    await mode(page, 'Side by side').tap()
    await expect(mode(page, 'Side by side')).toBeChecked()
    const targets = page.getByRole('group', { name: 'Compare', exact: true }).locator('button, label')
    expect(await targets.count()).toBe(8)
    for (const target of await targets.all()) {
      expect((await target.boundingBox())?.height).toBeGreaterThanOrEqual(40)
    }
    await page.getByRole('button', { name: 'Done comparing' }).tap()
    await expect(modes).toBeHidden()

    // The mode is kept for the next time.
    await page.getByRole('button', { name: 'Compare versions' }).tap()
    await expect(pictures(page, /Side by side/)).toBeVisible()
    const box = await canvasOf(page).boundingBox()
    if (!box) throw new Error('there is no canvas')
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 4]
    const hands = await handsOn(page)
    const shot = () => page.screenshot({ clip: box })
    const fitted = await shot()
    await hands.fingers([
      [
        [x - 30, y],
        [x - 60, y],
        [x - 90, y],
      ],
      [
        [x + 30, y],
        [x + 60, y],
        [x + 90, y],
      ],
    ])
    await expect.poll(async () => (await shot()).equals(fitted)).toBe(false)

    await mode(page, 'Slider').check()
    const divider = page.getByRole('slider', { name: 'Divider position' })
    const line = await divider.boundingBox()
    if (!line) throw new Error('there is no divider')
    const from = [line.x + line.width / 2, box.y + box.height / 2] as const
    await hands.fingers([[from, [from[0] + 30, from[1]], [from[0] + 80, from[1]]]])
    await expect.poll(async () => Number(await divider.getAttribute('aria-valuenow'))).toBeGreaterThan(55)
  })
})

for (const theme of ['dark', 'light'] as const) {
  for (const locale of ['en-US', 'zh-CN'] as const) {
    test.describe(`${theme}, ${locale}`, () => {
      test.use({ locale })
      test('every mode is whole in every window, with no fault that axe can see', async ({ page, studio }) => {
        await page.addInitScript((wanted) => localStorage.setItem('frisket-theme', wanted), theme)
        const [, , gold] = await threeVersions(studio.url)
        await openCompare(page, gold)
        const modes = page.getByRole('radiogroup').first().getByRole('radio')
        await expect(modes).toHaveCount(4)
        for (const radio of await modes.all()) {
          await radio.check()
          await expect(page.locator('[role=img][aria-busy=false]').first()).toBeVisible()
          const found = await new AxeBuilder({ page })
            .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
            .disableRules(['label-content-name-mismatch'])
            .analyze()
          expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0].target.join(' ')}`)).toEqual([])
        }
        for (const width of [1440, 1280, 1181, 1024, 900, 700]) {
          await page.setViewportSize({ width, height: 800 })
          const bar = page.locator('fieldset').first()
          await expect
            .poll(() =>
              bar.evaluate((element) => {
                const row = element.firstElementChild
                return row !== null && row.scrollWidth <= row.clientWidth
              }),
            )
            .toBe(true)
        }
      })
    })
  }
}
