// Every region tool and every whole-mask action with the real pointer and keyboard, on a picture of 20 MP.
import { readFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import type { ImagePoint } from '../lib/core/geometry.ts'
import type { MaskOperation } from '../lib/mask/operation.ts'
import { callsOf, maskPng } from './calls.ts'
import { addPicture, canvasOf, greyOf, imageIdOf, isReady, keptMask } from './editor-page.ts'
import { test } from './fixtures.ts'
import { discPicture, drag, expectMask, largeSize, placesOf, rasterOf } from './mask-tools.ts'
import { alphaMask, picture } from './pictures.ts'

const hard = { combine: 'replace', value: 255, featherPx: 0 } as const
const rectangle = (x: number, y: number, width: number, height: number, more = {}): MaskOperation => ({
  kind: 'shape',
  shape: { kind: 'rectangle', x, y, width, height },
  ...hard,
  ...more,
})

let large: Promise<Uint8Array<ArrayBuffer>> | null = null

/** The 20 MP picture in the editor, its mask empty. */
async function openLarge(page: Page, studioUrl: string) {
  large ??= discPicture(largeSize)
  const { id } = await callsOf(studioUrl).upload(await large, 'disc.png')
  await page.goto(`/images/${id}`)
  await isReady(page)
  return { id, place: await placesOf(page, largeSize) }
}

const tool = (page: Page, name: string) =>
  page.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name, exact: true }).click()

/** Whole image pixels, as near as the page's own pixels come to them. */
const aligned = (place: (at: ImagePoint) => [number, number], x: number, y: number) => {
  const [left, top] = place({ x, y })
  return [Math.round(left), Math.round(top)] as [number, number]
}

test('rectangle and ellipse are drawn, added and taken away to the pixel', async ({ page, studio }) => {
  const { id, place } = await openLarge(page, studio.url)
  const origin = place({ x: 0, y: 0 })
  const zoom = (place({ x: 1000, y: 0 })[0] - origin[0]) / 1000
  const imageOf = ([x, y]: [number, number]) => ({ x: (x - origin[0]) / zoom, y: (y - origin[1]) / zoom })
  const box = (from: [number, number], to: [number, number]) => {
    const [a, b] = [imageOf(from), imageOf(to)]
    return [a.x, a.y, b.x, b.y].map(Math.round)
  }
  const [one, two] = [aligned(place, 600, 500), aligned(place, 3000, 2400)]
  await tool(page, 'Rectangle')
  await drag(page, [one, two])
  const [left, top, right, bottom] = box(one, two)
  const first = rectangle(left, top, right - left, bottom - top)
  await expectMask(page, id, rasterOf(largeSize, [first]))

  await tool(page, 'Ellipse')
  const [three, four] = [aligned(place, 2500, 1500), aligned(place, 5000, 3300)]
  await page.keyboard.down('Shift')
  await drag(page, [three, four])
  await page.keyboard.up('Shift')
  const [l, t, r, b] = box(three, four)
  const shape = { kind: 'ellipse', cx: (l + r) / 2, cy: (t + b) / 2, rx: (r - l) / 2, ry: (b - t) / 2 } as const
  const second: MaskOperation = { kind: 'shape', shape, ...hard, combine: 'add' }
  await expectMask(page, id, rasterOf(largeSize, [first, second]))

  await tool(page, 'Rectangle')
  await page.getByRole('radio', { name: 'Take from the mask' }).check({ force: true })
  await drag(page, [two, three])
  const [x1, y1, x2, y2] = box(two, three)
  const third = rectangle(Math.min(x1, x2), Math.min(y1, y2), Math.abs(x2 - x1), Math.abs(y2 - y1), {
    combine: 'subtract',
  })
  await expectMask(page, id, rasterOf(largeSize, [first, second, third]))
  await page.keyboard.press('Control+z')
  await expectMask(page, id, rasterOf(largeSize, [first, second]))
})

test('shapes by numbers: a rectangle by Enter, a circle by its centre and radius, a gradient by its ends', async ({
  page,
  studio,
}) => {
  const { id } = await openLarge(page, studio.url)
  await tool(page, 'Rectangle')
  await page.getByRole('button', { name: 'Numbers', exact: true }).click()
  const field = (name: string) => page.getByRole('spinbutton', { name, exact: true })
  await field('X').fill('100')
  await field('Y').fill('200')
  await field('Width').fill('3000')
  await field('Height').fill('1500')
  await field('Height').press('Enter')
  await expectMask(page, id, rasterOf(largeSize, [rectangle(100, 200, 3000, 1500)]))
  await page.keyboard.press('Escape')

  await tool(page, 'Ellipse')
  await page.getByRole('button', { name: 'Numbers', exact: true }).click()
  await page.getByRole('radio', { name: 'Centre and radius' }).check({ force: true })
  await field('Centre X').fill('2736')
  await field('Centre Y').fill('1824')
  await field('Radius').fill('700')
  await page.getByRole('button', { name: 'Draw' }).click()
  const shape = { kind: 'ellipse', cx: 2736, cy: 1824, rx: 700, ry: 700 } as const
  const circle: MaskOperation = { kind: 'shape', shape, ...hard }
  await expectMask(page, id, rasterOf(largeSize, [circle]))
  await page.keyboard.press('Escape')

  await tool(page, 'Gradient')
  await page.getByRole('radio', { name: 'Keep only where both are' }).check({ force: true })
  await page.getByRole('button', { name: 'Numbers', exact: true }).click()
  await field('From X').fill('2000')
  await field('To X').fill('3000')
  await field('To Y').fill('1824')
  await field('To Y').press('Enter')
  const ends = { from: { x: 2000, y: 1824 }, to: { x: 3000, y: 1824 } }
  const gradient = { kind: 'gradient', form: 'linear', ...ends, fromValue: 255, toValue: 0 } as const
  await expectMask(page, id, rasterOf(largeSize, [circle, { ...gradient, combine: 'intersect' }]))
})

test('the lasso goes around freely, the polygon from click to click with a pan in its middle', async ({
  page,
  studio,
}) => {
  const { id, place } = await openLarge(page, studio.url)
  const covered = () => canvasOf(page).getAttribute('aria-label')
  await tool(page, 'Lasso')
  await drag(
    page,
    [
      [800, 700],
      [2400, 600],
      [2600, 2000],
      [900, 2200],
    ].map(([x, y]) => place({ x, y })),
  )
  await expect.poll(() => keptMask(page, id)).not.toBeNull()
  const lassoed = await keptMask(page, id)
  expect(lassoed?.[1400 * largeSize.width + 1600]).toBe(255)
  expect(lassoed?.[1400 * largeSize.width + 3600]).toBe(0)
  const before = await covered()

  await tool(page, 'Polygon')
  const click = (x: number, y: number) => page.mouse.click(...place({ x, y }))
  await click(3000, 500)
  await click(5000, 600)
  await click(5100, 900)
  await page.keyboard.press('Backspace')
  await page.mouse.move(...place({ x: 4000, y: 1500 }))
  await page.keyboard.down('Space')
  await page.mouse.down()
  const [fromX, fromY] = place({ x: 4000, y: 1500 })
  await page.mouse.move(fromX - 60, fromY - 40, { steps: 3 })
  await page.mouse.up()
  await page.keyboard.up('Space')
  const [x, y] = place({ x: 4000, y: 3000 })
  await page.mouse.click(x - 60, y - 40)
  await expect(page.getByRole('group', { name: 'Shape in progress' })).toBeVisible()
  expect(await covered()).toBe(before)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('group', { name: 'Shape in progress' })).toBeHidden()
  await expect.poll(async () => (await keptMask(page, id))?.[1200 * largeSize.width + 4000]).toBe(255)
  const drawn = await keptMask(page, id)
  // Replaced what the lasso had drawn, and has no fourth corner.
  expect(drawn?.[1400 * largeSize.width + 1600]).toBe(0)
  expect(drawn?.[800 * largeSize.width + 5050]).toBe(0)
})

test('the wand shows what it found, follows its tolerance, and applies on Enter', async ({ page, studio }) => {
  const { id, place } = await openLarge(page, studio.url)
  await tool(page, 'Wand')
  await page.mouse.click(...place({ x: 2736, y: 1824 }))
  const shown = page.getByRole('group', { name: 'Selection shown' })
  await expect(shown).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(shown).toBeHidden()
  expect(await keptMask(page, id)).toBeNull()

  await page.mouse.click(...place({ x: 2736, y: 1824 }))
  await expect(shown).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(shown).toBeHidden()
  await expect.poll(() => keptMask(page, id)).not.toBeNull()
  const mask = await keptMask(page, id)
  const at = (x: number, y: number) => mask?.[y * largeSize.width + x]
  expect([at(2736, 1824), at(2736 + 890, 1824), at(2736 + 915, 1824), at(100, 100)]).toEqual([255, 255, 0, 0])
})

test('the gradient is an honest grey from value to value', async ({ page, studio }) => {
  const { id, place } = await openLarge(page, studio.url)
  await tool(page, 'Gradient')
  await drag(page, [place({ x: 500, y: 1800 }), place({ x: 5000, y: 1800 })])
  await expect.poll(() => keptMask(page, id)).not.toBeNull()
  const mask = await keptMask(page, id)
  const at = (x: number) => mask?.[1800 * largeSize.width + x] ?? -1
  expect([at(100), at(5400)]).toEqual([255, 0])
  expect(Math.abs(at(2750) - 127)).toBeLessThan(4)
})

const menu = async (page: Page, item: string) => {
  await page.getByRole('button', { name: 'Mask actions' }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

test('grow, shrink, feather, threshold, fill, invert and clear, each one step of undo', async ({ page, studio }) => {
  const { id } = await openLarge(page, studio.url)
  await tool(page, 'Rectangle')
  await page.getByRole('button', { name: 'Numbers', exact: true }).click()
  await page.getByRole('button', { name: 'Draw' }).click()
  await page.keyboard.press('Escape')
  const done: MaskOperation[] = [rectangle(1368, 912, 2736, 1824)]
  await expectMask(page, id, rasterOf(largeSize, done))

  const act = async (item: string, operation: MaskOperation) => {
    await menu(page, item)
    await page.getByRole('dialog').getByRole('button', { name: 'Apply' }).click()
    done.push(operation)
    await expectMask(page, id, rasterOf(largeSize, done))
  }
  await act('Grow…', { kind: 'grow', px: 8 })
  await act('Shrink…', { kind: 'shrink', px: 8 })
  await act('Feather…', { kind: 'feather', px: 8 })
  await act('Threshold…', { kind: 'threshold', at: 128 })
  await page.keyboard.press('Control+i')
  await expectMask(page, id, rasterOf(largeSize, [...done, { kind: 'invert' }]))
  await menu(page, 'Fill')
  await expectMask(page, id, rasterOf(largeSize, [{ kind: 'fill', value: 255 }]))
  for (let i = 0; i < 3; i++) await page.keyboard.press('Control+z')
  await expectMask(page, id, rasterOf(largeSize, done.slice(0, -1)))
})

test('an import asks what the file does not say, and an export gives it back to the byte', async ({ page }) => {
  const size = { width: 640, height: 480 }
  const id = await addPicture(page, { name: 'harbour.png', bytes: await picture('png', size) })
  const choose = (name: string, bytes: Uint8Array) =>
    page.getByTestId('mask-file').setInputFiles({ name, mimeType: 'image/png', buffer: Buffer.from(bytes) })

  // Light or transparency? And if so, what is transparent or what is not?
  const channel = page.getByRole('dialog', { name: 'Light or transparency?' })
  await choose('alpha.png', await alphaMask(size))
  await channel.getByRole('button', { name: 'Opaque' }).click()
  await expect.poll(async () => (await keptMask(page, id))?.subarray(0, 4).join()).toBe('255,0,255,0')
  await choose('alpha.png', await alphaMask(size))
  await channel.getByRole('button', { name: 'Transparent' }).click()
  await expect.poll(async () => (await keptMask(page, id))?.subarray(0, 4).join()).toBe('0,255,0,255')

  // Another size: refused unless the user says yes.
  const small = await maskPng(new Uint8Array(320 * 240).fill(200), { width: 320, height: 240 })
  await choose('small.png', small)
  const question = page.getByRole('dialog', { name: 'Scale the mask?' })
  await expect(question).toContainText('It is 320 × 240, the picture is 640 × 480.')
  await question.getByRole('button', { name: 'Cancel' }).click()
  expect((await keptMask(page, id))?.subarray(0, 4).join()).toBe('0,255,0,255')
  await choose('small.png', small)
  await question.getByRole('button', { name: 'Scale it' }).click()
  await expectMask(page, id, Buffer.alloc(640 * 480, 200))
  await page.keyboard.press('Control+z')
  await expect.poll(async () => (await keptMask(page, id))?.subarray(0, 4).join()).toBe('0,255,0,255')

  // What is no picture is said where the work is.
  await choose('words.png', Buffer.from('just words'))
  await expect(page.getByRole('dialog', { name: 'The mask was not imported.' })).toContainText('not a PNG')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await menu(page, 'Import from a link…')
  await page.getByRole('textbox', { name: 'Mask link' }).fill('http://127.0.0.1:1/mask.png')
  await page.getByRole('button', { name: 'Load' }).click()
  await expect(page.getByRole('dialog', { name: 'The mask was not imported.' })).toContainText('may not be opened')
  await page.getByRole('button', { name: 'Cancel' }).click()

  const arriving = page.waitForEvent('download')
  await menu(page, 'Export as PNG')
  const download = await arriving
  expect(download.suggestedFilename()).toBe('harbour_mask.png')
  const exported = await readFile(await download.path())
  expect([...exported.subarray(24, 26)]).toEqual([8, 0])
  expect((await greyOf(exported)).equals((await keptMask(page, id)) ?? Buffer.alloc(0))).toBe(true)
})

test('the mask of another version is copied, from this browser and from the edit that used it', async ({ page }) => {
  const size = { width: 640, height: 480 }
  const id = await addPicture(page, { name: 'harbour.png', bytes: await picture('png', size) })
  await tool(page, 'Rectangle')
  await page.getByRole('button', { name: 'Numbers', exact: true }).click()
  await page.getByRole('button', { name: 'Draw' }).click()
  await page.keyboard.press('Escape')
  const drawn = rasterOf(size, [rectangle(160, 120, 320, 240)])
  await expectMask(page, id, drawn)
  await page.getByRole('textbox', { name: 'Prompt' }).fill('Brighter')
  await page.getByRole('button', { name: /^Edit, costs/ }).click()
  await page.getByRole('button', { name: 'Continue from v2' }).click()
  const nextId = imageIdOf(page)
  expect(nextId).not.toBe(id)
  await isReady(page)
  await menu(page, 'Copy what v2 was made with')
  await expectMask(page, nextId, drawn)
  await page.keyboard.press('Control+z')
  await menu(page, 'Copy from v1 Original')
  await expectMask(page, nextId, drawn)
})

test('the film keeps its colour and strength over a reload, and the mask can be shown alone', async ({ page }) => {
  const size = { width: 640, height: 480 }
  await addPicture(page, { name: 'harbour.png', bytes: await picture('png', size) })
  await page.getByRole('button', { name: 'Overlay colour' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Green' }).click()
  const strength = page.getByRole('slider', { name: 'Overlay opacity' })
  await strength.focus()
  await page.keyboard.press('Shift+ArrowRight')
  await page.reload()
  await isReady(page)
  await expect(strength).toHaveValue('72')
  await page.getByRole('button', { name: 'Overlay colour' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Show the mask alone' }).click()
  // Nothing is masked: all black.
  const shot = await canvasOf(page).screenshot()
  const { data, info } = await (await import('sharp'))
    .default(shot)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const middle = (Math.floor(info.height / 2) * info.width + Math.floor(info.width / 3)) * 3
  expect([...data.subarray(middle, middle + 3)]).toEqual([0, 0, 0])
})
