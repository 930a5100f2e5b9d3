// How the canvas is moved and what it shows: the wheel and its keys, the brush ring on any pixel, crisp pixels, the grid.
import { expect, type Page } from '@playwright/test'
import sharp from 'sharp'
import type { Size } from '../lib/core/geometry.ts'
import { callsOf } from './calls.ts'
import { canvasOf, isReady } from './editor-page.ts'
import { test } from './fixtures.ts'
import { drag, expectMask, placesOf } from './mask-tools.ts'
import { type Bytes, bytesOf } from './pictures.ts'

const size = { width: 800, height: 600 }

async function pictureOf(colourAt: (x: number, y: number) => readonly [number, number, number]): Promise<Bytes> {
  const samples = Buffer.alloc(size.width * size.height * 3)
  for (let y = 0, at = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++, at += 3) samples.set(colourAt(x, y), at)
  }
  return bytesOf(
    await sharp(samples, { raw: { ...size, channels: 3 } })
      .png()
      .toBuffer(),
  )
}

async function open(page: Page, studioUrl: string, bytes: Bytes) {
  const { id } = await callsOf(studioUrl).upload(bytes, 'view.png')
  await page.goto(`/images/${id}`)
  await isReady(page)
  const place = await placesOf(page, size)
  return { id, at: (x: number, y: number) => place({ x, y }) }
}

/** What the screen shows of the canvas. */
async function screenOf(page: Page): Promise<{ readonly size: Size; at(x: number, y: number): number[] }> {
  const { data, info } = await sharp(await canvasOf(page).screenshot())
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return {
    size: info,
    at: (x, y) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)],
  }
}

const zoomOf = async (page: Page): Promise<number> =>
  Number.parseFloat(((await page.getByRole('button', { name: 'Zoom level' }).textContent()) ?? '').replaceAll(',', ''))
const brushSize = (page: Page) => page.getByRole('button', { name: /^Brush size in pixels/ })

test('the wheel zooms at the pointer, pans with Shift, and sets the brush with Alt; keys fit and show 100 %', async ({
  page,
  studio,
}) => {
  const { at } = await open(page, studio.url, await pictureOf((x, y) => [x % 256, y % 256, 90]))
  const underPointer = (x: number, y: number) => page.getByText(`x ${x}  y ${y}`, { exact: true })
  const fitted = await zoomOf(page)
  await page.mouse.move(...at(200.5, 150.5))
  await expect(underPointer(200, 150)).toBeVisible()
  await page.mouse.wheel(0, -400)
  await expect.poll(() => zoomOf(page)).toBeGreaterThan(1.5 * fitted)
  await expect(underPointer(200, 150)).toBeVisible()

  const zoomed = await zoomOf(page)
  await page.keyboard.down('Shift')
  await page.mouse.wheel(0, 120)
  await page.keyboard.up('Shift')
  await expect(underPointer(200, 150)).toBeHidden()
  expect(await zoomOf(page)).toBe(zoomed)

  const before = await brushSize(page).textContent()
  await page.keyboard.down('Alt')
  await page.mouse.wheel(0, -120)
  await page.keyboard.up('Alt')
  await expect(brushSize(page)).not.toHaveText(before ?? '')
  expect(await zoomOf(page)).toBe(zoomed)

  await page.keyboard.press('Control+1')
  await expect.poll(() => zoomOf(page)).toBe(100)
  await page.keyboard.press('Control+0')
  await expect.poll(() => zoomOf(page)).toBe(fitted)
})

test('the brush ring stands out on white, grey and black; a tiny brush is a cross, the eraser has a minus', async ({
  page,
  studio,
}) => {
  const shades = [255, 138, 40, 0]
  await open(
    page,
    studio.url,
    await pictureOf((x) => {
      const shade = shades[Math.floor(x / 200)]
      return [shade, shade, shade]
    }),
  )
  const box = await canvasOf(page).boundingBox()
  if (!box) throw new Error('there is no canvas')
  await page.keyboard.press('Control+1')
  const setSize = async (px: number) => {
    await brushSize(page).click()
    await page.getByRole('textbox', { name: /^Brush size in pixels/ }).fill(String(px))
    await page.keyboard.press('Enter')
  }
  /** How far apart the lightest and the darkest pixel are, in a window around a point of the canvas. */
  const contrast = async ([x, y]: readonly [number, number], reach: number) => {
    const screen = await screenOf(page)
    const lights: number[] = []
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) lights.push(screen.at(Math.round(x) + dx, Math.round(y) + dy)[1])
    }
    return Math.max(...lights) - Math.min(...lights)
  }
  // At 100 % the picture stands in the middle.
  const left = (box.width - size.width) / 2
  const middleY = box.height / 2
  await setSize(80)
  for (const [n] of shades.entries()) {
    const [x, y] = [left + 200 * n + 100, middleY]
    await page.mouse.move(box.x + x, box.y + y)
    await expect.poll(() => contrast([x + 40, y], 3), { message: `shade ${n}` }).toBeGreaterThan(90)
  }
  const [x, y] = [left + 500, middleY]
  await page.mouse.move(box.x + x, box.y + y)
  await setSize(5)
  await page.mouse.move(box.x + x, box.y + y + 1)
  await page.mouse.move(box.x + x, box.y + y)
  await expect.poll(() => contrast([x, y - 3], 1)).toBeGreaterThan(90)
  expect(await contrast([x + 40, y], 3)).toBe(0)
  expect(await contrast([x + 8, y + 8], 3)).toBe(0)
  await page.keyboard.press('e')
  await setSize(5)
  await page.mouse.move(box.x + x, box.y + y)
  await expect.poll(() => contrast([x - 3, y], 1)).toBeGreaterThan(90)
  expect(await contrast([x, y - 4], 1)).toBe(0)
})

test('pixels are crisp above 400 %, and above 800 % a grid lies between them, on any colour', async ({
  page,
  studio,
}) => {
  // Columns of one pixel, so that any smoothing shows; equal pixels one above the other, where only a grid can part them.
  const { at } = await open(page, studio.url, await pictureOf((x) => (x % 2 === 0 ? [128, 128, 128] : [230, 230, 230])))
  await page.mouse.move(...at(400.5, 300.5))
  const zoomTo = async (percent: number) => {
    await page.keyboard.press('Control+1')
    await expect.poll(() => zoomOf(page)).toBe(100)
    for (let zoom = 100; zoom < percent; zoom = await zoomOf(page)) {
      await page.getByRole('button', { name: 'Zoom in' }).click()
      // The figure follows the picture by a moment: one click too many otherwise.
      await expect.poll(() => zoomOf(page)).toBeGreaterThan(zoom)
    }
  }
  const shadesOf = async () => {
    const screen = await screenOf(page)
    const row = Math.round(screen.size.height / 2)
    const seen = new Set<number>()
    for (let x = 200; x < 400; x++) seen.add(screen.at(x, row + 2)[0])
    const down = new Set<number>()
    for (let y = row - 60; y < row + 60; y++) down.add(screen.at(300, y)[0])
    return { across: seen.size, down: down.size }
  }
  await zoomTo(450)
  await page.mouse.move(5, 5)
  await expect.poll(shadesOf).toEqual({ across: 2, down: 1 })
  await zoomTo(1200)
  await expect.poll(async () => (await shadesOf()).down).toBeGreaterThan(2)
})

test('a Shift-click draws a straight line from where the last stroke ended, and Escape takes a stroke back', async ({
  page,
  studio,
}) => {
  const { id, at } = await open(page, studio.url, await pictureOf(() => [90, 120, 90]))
  const covers = () => canvasOf(page).getAttribute('aria-label')
  await page.mouse.click(...at(100, 300))
  await page.keyboard.down('Shift')
  await page.mouse.click(...at(700, 300))
  await page.keyboard.up('Shift')
  await expect.poll(covers).toMatch(/mask covers [1-9]/)
  const line = await covers()
  // Given up in the middle of a stroke: nothing of it stays.
  await page.mouse.move(...at(100, 100))
  await page.mouse.down()
  await page.mouse.move(...at(600, 500), { steps: 4 })
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await expectMask(page, id, Buffer.alloc(size.width * size.height))
  await page.keyboard.press('Control+y')
  await page.keyboard.press('Control+y')
  await expect.poll(covers).toBe(line)
})

test('Alt and \\ show the mask alone in grey, and a held \\ the picture without its film', async ({ page, studio }) => {
  const { at } = await open(page, studio.url, await pictureOf(() => [90, 120, 90]))
  await page.keyboard.press('5')
  await page.keyboard.press('r')
  await drag(page, [at(200, 150), at(600, 450)])
  const box = await canvasOf(page).boundingBox()
  if (!box) throw new Error('there is no canvas')
  const colourAt = async (x: number, y: number) => {
    const [pageX, pageY] = at(x, y)
    return (await screenOf(page)).at(Math.round(pageX - box.x), Math.round(pageY - box.y))
  }
  await page.mouse.move(box.x + 5, box.y + 5)
  await expect.poll(async () => (await colourAt(400, 300)).join()).not.toBe('90,120,90')
  await page.keyboard.press('Alt+Backslash')
  await expect.poll(() => colourAt(400, 300)).toEqual([128, 128, 128])
  expect(await colourAt(100, 300)).toEqual([0, 0, 0])
  await page.keyboard.press('Alt+Backslash')
  await page.keyboard.down('Backslash')
  await expect.poll(() => colourAt(400, 300)).toEqual([90, 120, 90])
  await page.keyboard.up('Backslash')
  await expect.poll(async () => (await colourAt(400, 300)).join()).not.toBe('90,120,90')
})
