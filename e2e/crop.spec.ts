// Only what is painted and its surroundings go to the engine, and only what is painted comes back changed.
import { expect, type Page } from '@playwright/test'
import sharp from 'sharp'
import type { Size } from '../lib/core/geometry.ts'
import { callsOf, maskPng } from './calls.ts'
import { addPicture, greyOf, isReady, keptMask, stroke } from './editor-page.ts'
import { test } from './fixtures.ts'
import { discPicture, drag, largeSize, placesOf } from './mask-tools.ts'
import { picture } from './pictures.ts'
import { farFromBox, planOf, sentMask } from './sent.ts'

const size = { width: 1500, height: 1000 }
const photo = async () => ({ name: 'harbour.png', bytes: await picture('png', size) })

type Area = { x: number; y: number; width: number; height: number }

function rasterWith(area: Area, { width, height }: Size): Uint8Array {
  const raster = new Uint8Array(width * height)
  for (let y = area.y; y < area.y + area.height; y++)
    raster.fill(255, y * width + area.x, y * width + area.x + area.width)
  return raster
}

/** Differing pixels where the mask is 0, and where it is not. */
function changedPixels(before: Buffer, after: Buffer, mask: Uint8Array): { protected: number; painted: number } {
  const changed = { protected: 0, painted: 0 }
  for (let i = 0, at = 0; i < mask.length; i++, at += 3) {
    if (before[at] === after[at] && before[at + 1] === after[at + 1] && before[at + 2] === after[at + 2]) continue
    if (mask[i] === 0) changed.protected++
    else changed.painted++
  }
  return changed
}

const shownBox = async (page: Page): Promise<Area | null> => {
  const box = page.getByTestId('crop-box')
  if ((await box.count()) === 0) return null
  const [x, y, width, height] = (await box.getAttribute('data-box'))?.split(' ').map(Number) ?? []
  return { x, y, width, height }
}

test('of 20 megapixels only the crop is sent, and 20 megapixels come back with all else as it was', async ({
  studio,
  provider,
}) => {
  const calls = callsOf(studio.url)
  const bytes = await discPicture(largeSize)
  const image = await calls.upload(bytes)
  const raster = rasterWith({ x: 1900, y: 900, width: 600, height: 400 }, largeSize)
  const mask = await calls.mask(image.id, await maskPng(raster, largeSize))
  await provider.admin.settings({ maskMode: 'leaks' })
  const asked = await calls.edit({ imageId: image.id, maskId: mask.id, prompt: 'a boat' })
  const plan = planOf(asked)
  expect(plan.box).toEqual({ x: 1600, y: 700, width: 1200, height: 800 })
  const edit = await calls.until(asked.id)
  expect(edit).toMatchObject({ state: 'done', aspectRatio: '3:2' })

  const arrived = (await provider.admin.imageOf(1)) ?? Buffer.alloc(0)
  const { width, height } = await sharp(arrived).metadata()
  expect({ width, height }).toEqual(plan.sent)
  expect(await farFromBox(arrived, bytes, plan)).toBeLessThan(2)
  const arrivedMask = await greyOf((await provider.admin.maskOf(1)) ?? Buffer.alloc(0))
  expect(arrivedMask.equals(sentMask(raster, { size: largeSize, plan }))).toBe(true)
  // White is edited: the middle of the crop, and not its corner.
  const middle = (plan.sent.height / 2) * plan.sent.width + plan.sent.width / 2
  expect([arrivedMask[middle], arrivedMask[0]]).toEqual([255, 0])

  expect(edit.receipt).toMatchObject({
    sent: { ...plan.sent, bytes: arrived.length },
    stored: largeSize,
    protectedPixelsChanged: 0,
  })
  const [before, after] = [await calls.pixels(image.id), await calls.pixels(edit.outputImageId ?? '')]
  expect(after.length).toBe(largeSize.width * largeSize.height * 3)
  const changed = changedPixels(before, after, raster)
  expect(changed.protected).toBe(0)
  expect(changed.painted).toBeGreaterThan(100_000)
})

test('hard shapes of picture and mask: nothing that is protected changes, whatever the engine does', async ({
  studio,
  provider,
}) => {
  const calls = callsOf(studio.url)
  const tall = { width: 300, height: 700 }
  const odd = { width: 431, height: 367 }
  const cases: { size: Size; area: Area; protects: boolean }[] = [
    { size: tall, area: { x: 150, y: 20, width: 1, height: 600 }, protects: true },
    { size: tall, area: { x: 0, y: 0, ...tall }, protects: false },
    { size: odd, area: { x: 0, y: 180, width: 431, height: 1 }, protects: true },
    { size: odd, area: { x: 0, y: 0, ...odd }, protects: false },
    { size: odd, area: { x: 430, y: 366, width: 1, height: 1 }, protects: true },
  ]
  const distortion = { shiftX: 2, shiftY: -1, zoomPercent: 1, tint: [6, 0, -4] as [number, number, number] }
  for (const [i, { size, area, protects }] of cases.entries()) {
    const image = await calls.upload(await picture('png', size))
    const raster = rasterWith(area, size)
    const mask = await calls.mask(image.id, await maskPng(raster, size))
    await provider.admin.settings({ maskMode: (['honours', 'ignores', 'leaks'] as const)[i % 3], distortion })
    const asked = await calls.edit({ imageId: image.id, maskId: mask.id, prompt: `case ${i}` })
    const edit = await calls.until(asked.id)
    expect(edit.state).toBe('done')
    const [before, after] = [await calls.pixels(image.id), await calls.pixels(edit.outputImageId ?? '')]
    expect(after.length).toBe(before.length)
    const changed = changedPixels(before, after, raster)
    expect(changed.protected).toBe(0)
    // A single pixel may by chance come back as it was.
    if (area.width * area.height > 1) expect(changed.painted).toBeGreaterThan(0)
    expect(edit.receipt?.protectedPixelsChanged).toBe(0)
    expect((edit.receipt?.protectedPixels ?? 0) > 0).toBe(protects)
  }
})

test('the crop is drawn while painting, says what is sent, and the edit is made of just that', async ({
  page,
  studio,
  provider,
}) => {
  const imageId = await addPicture(page, await photo())
  expect(await shownBox(page)).toBeNull()
  const facts = page.getByLabel('Mask facts')
  // Nothing painted: the whole picture would go.
  await expect(facts).toContainText('1500 × 1000 px')

  const at = await placesOf(page, size)
  await page.mouse.move(...at({ x: 600, y: 400 }))
  await page.mouse.down()
  await page.mouse.move(...at({ x: 640, y: 430 }), { steps: 3 })
  // The hand is still down, and the box is there and grows.
  await expect.poll(() => shownBox(page)).not.toBeNull()
  const small = await shownBox(page)
  await page.mouse.move(...at({ x: 900, y: 500 }), { steps: 5 })
  await expect.poll(async () => (await shownBox(page))?.width ?? 0).toBeGreaterThan(small?.width ?? 0)
  await page.mouse.up()
  await expect.poll(() => keptMask(page, imageId)).not.toBeNull()
  const shown = await shownBox(page)
  await expect(page.getByRole('button', { name: /^Crop box/ })).toHaveText(`Crop ${shown?.width} × ${shown?.height}`)
  await expect(facts).toContainText(`${shown?.width} × ${shown?.height} px`)
  const told = /Sent(\d+) × (\d+) PNG/.exec((await facts.textContent()) ?? '')

  await page.getByRole('textbox', { name: 'Prompt' }).fill('A buoy')
  await page.getByRole('button', { name: /^Edit, costs/ }).click()
  await expect(page.getByText('Stored as v2')).toBeVisible()
  const [edit] = await callsOf(studio.url).editsOf(imageId)
  const plan = planOf(edit)
  expect(plan.box).toEqual(shown)
  expect([Number(told?.[1]), Number(told?.[2])]).toEqual([plan.sent.width, plan.sent.height])
  const { width, height } = await sharp((await provider.admin.imageOf(1)) ?? Buffer.alloc(0)).metadata()
  expect({ width, height }).toEqual(plan.sent)
})

test('the crop is dragged, locked, drawn by a corner, moved by keys, set by numbers, and let go', async ({
  page,
  studio,
}) => {
  const imageId = await addPicture(page, await photo())
  const at = await placesOf(page, size)
  await drag(page, [at({ x: 700, y: 500 }), at({ x: 800, y: 520 })])
  await expect.poll(() => keptMask(page, imageId)).not.toBeNull()
  const followed = await shownBox(page)
  if (!followed) throw new Error('no box is shown')
  const tag = page.getByRole('button', { name: /^Crop box/ })
  await expect(tag).toHaveAttribute('aria-pressed', 'false')

  // By its tag, a little to the right.
  const place = await tag.boundingBox()
  if (!place) throw new Error('no tag is shown')
  const from: [number, number] = [place.x + 10, place.y + 10]
  await drag(page, [from, [from[0] + 30, from[1]]])
  await expect(tag).toHaveAttribute('aria-pressed', 'true')
  const moved = await shownBox(page)
  expect(moved).toMatchObject({ y: followed.y, width: followed.width, height: followed.height })
  expect(moved?.x).toBeGreaterThan(followed.x)

  // By a corner, with the keys.
  await page.getByRole('button', { name: 'Crop corner, top left' }).focus()
  await page.keyboard.press('Shift+ArrowLeft')
  await expect.poll(async () => (await shownBox(page))?.width ?? 0).toBeGreaterThan(followed.width)

  // By numbers: the box asked for, or the smallest that the engine offers around it.
  await page.getByRole('button', { name: /^Numbers: Crop/ }).click()
  for (const [name, value] of [
    ['X', '300'],
    ['Y', '200'],
    ['Width', '900'],
    ['Height', '600'],
  ]) {
    await page.getByRole('spinbutton', { name, exact: true }).fill(value)
    await page.keyboard.press('Enter')
  }
  await expect.poll(() => shownBox(page)).toEqual({ x: 300, y: 200, width: 900, height: 600 })
  await page.keyboard.press('Escape')

  // A reload keeps it, and the edit is made of it.
  await page.reload()
  await isReady(page)
  await expect.poll(() => shownBox(page)).toEqual({ x: 300, y: 200, width: 900, height: 600 })
  await page.getByRole('textbox', { name: 'Prompt' }).fill('A buoy')
  await page.getByRole('button', { name: /^Edit, costs/ }).click()
  await expect(page.getByText('Stored as v2')).toBeVisible()
  const [edit] = await callsOf(studio.url).editsOf(imageId)
  expect(planOf(edit).box).toEqual({ x: 300, y: 200, width: 900, height: 600 })

  // On the next version it follows the mask again.
  await page.getByRole('button', { name: 'Continue from v2' }).click()
  await isReady(page)
  await stroke(page, [
    { x: 0.45, y: 0.5 },
    { x: 0.5, y: 0.5 },
  ])
  await expect(page.getByRole('button', { name: 'Lock crop' })).toBeVisible()
  await page.getByRole('button', { name: 'Lock crop' }).click()
  await expect(tag).toHaveAttribute('aria-pressed', 'true')
  await page.getByRole('button', { name: 'Follow the mask' }).click()
  await expect(tag).toHaveAttribute('aria-pressed', 'false')
})

test('more context is a larger crop, and the settings of the way back are asked for', async ({ page, studio }) => {
  const imageId = await addPicture(page, await photo())
  const at = await placesOf(page, size)
  await drag(page, [at({ x: 650, y: 450 }), at({ x: 850, y: 500 })])
  await expect.poll(() => keptMask(page, imageId)).not.toBeNull()
  const half = await shownBox(page)
  const context = page.getByRole('slider', { name: 'Context around the mask in percent of its size' })
  await context.focus()
  await page.keyboard.press('End')
  await expect.poll(async () => (await shownBox(page))?.width ?? 0).toBeGreaterThan(half?.width ?? 0)
  await page.getByRole('radiogroup', { name: 'Alignment' }).getByRole('radio', { name: 'Off' }).check()
  await page.getByRole('radiogroup', { name: 'Colour match' }).getByRole('radio', { name: 'On' }).check()
  await page.getByRole('textbox', { name: 'Prompt' }).fill('A buoy')
  await page.getByRole('button', { name: /^Edit, costs/ }).click()
  await expect(page.getByText('Stored as v2')).toBeVisible()
  const [edit] = await callsOf(studio.url).editsOf(imageId)
  expect(edit.frame).toEqual({ kind: 'keep', context: 200, align: 'off', matchColour: 'on' })
})

test('a picture without a mask is sent whole and comes back whole, and the receipt says that nothing was protected', async ({
  page,
  studio,
}) => {
  const imageId = await addPicture(page, {
    name: 'square-ish.png',
    bytes: await picture('png', { width: 800, height: 600 }),
  })
  await expect(page.getByText('The crop reaches beyond the picture.')).toBeVisible()
  await page.getByRole('textbox', { name: 'Prompt' }).fill('At night')
  await page.getByRole('button', { name: /^Edit, costs/ }).click()
  await expect(page.getByText('Nothing was protected: this edit had no mask.')).toBeVisible()
  const [edit] = await callsOf(studio.url).editsOf(imageId)
  expect(edit.crop).toMatchObject({ box: { x: -50, y: 0, width: 900, height: 600 }, aspectRatio: '3:2' })
  expect(edit.receipt?.stored).toMatchObject({ width: 800, height: 600 })
})

test('a new frame is chosen by its use or by numbers, says about what comes back, and then what came', async ({
  page,
  studio,
}) => {
  const imageId = await addPicture(page, await photo())
  await page.getByRole('combobox', { name: 'For', exact: true }).click()
  // The original's own ratio comes first.
  await expect(page.getByRole('option').first()).toHaveText('Original, 3:2')
  await page.getByRole('option', { name: 'Banner, 7:3' }).click()
  await expect(page.getByText('Comes back at about 1544 × 662 px.')).toBeVisible()
  expect(await shownBox(page)).toBeNull()
  const across = page.getByRole('spinbutton', { name: 'Ratio, width' })
  await across.fill('9')
  await across.press('Enter')
  await expect(page.getByText('Comes back at about 1774 × 591 px.')).toBeHidden()
  await expect(page.getByText('The engine draws ratios from 3:7 to 7:3.')).toBeVisible()
  await across.fill('5')
  await across.press('Enter')
  await expect(page.getByText(/^Comes back at about 1322 × 793 px/)).toBeVisible()
  await page.getByRole('textbox', { name: 'Prompt' }).fill('Wider')
  await page.getByRole('button', { name: /^Edit, costs/ }).click()
  await expect(page.getByText('Nothing was protected: a new frame redraws the whole picture.')).toBeVisible()
  const [edit] = await callsOf(studio.url).editsOf(imageId)
  expect(edit).toMatchObject({ aspectRatio: '5:3', crop: null, frame: { kind: 'reframe', aspectRatio: '5:3' } })
  const { width, height } = edit.receipt?.stored ?? { width: 0, height: 0 }
  await expect(page.getByText(`5:3, ${width} × ${height}`)).toBeVisible()
})

test('islands far apart are edited one by one, one after the other, at the price that the button says', async ({
  page,
  studio,
  provider,
}) => {
  const imageId = await addPicture(page, await photo())
  const at = await placesOf(page, size)
  const places = [
    { x: 250, y: 250 },
    { x: 1250, y: 750 },
  ]
  for (const { x, y } of places) await drag(page, [at({ x, y }), at({ x: x + 40, y })])
  await expect.poll(() => keptMask(page, imageId)).not.toBeNull()
  const choice = page.getByRole('radiogroup', { name: '2 painted parts lie far apart' })
  await choice.getByRole('radio', { name: '2 edits · $0.14' }).check()
  await expect(page.getByTestId('crop-box')).toHaveCount(2)
  await page.getByRole('textbox', { name: 'Prompt' }).fill('A buoy')
  const painted = (await keptMask(page, imageId)) ?? Buffer.alloc(0)
  await page.getByRole('button', { name: '2 edits, cost 14 cents' }).click()
  await expect(page.getByText('Continue from v3')).toBeVisible()

  const calls = callsOf(studio.url)
  const edits = await calls.editsOf(imageId)
  const first = edits.find((edit) => edit.imageId === imageId)
  const second = edits.find((edit) => edit.imageId === first?.outputImageId)
  if (edits.length !== 2 || !first || !second) throw new Error('these are not two edits, one after the other')
  expect(await provider.admin.ledger()).toHaveLength(2)
  expect((await calls.usage()).month.chargedMicroUsd).toBeGreaterThanOrEqual(140_000)
  expect(planOf(first).box.x + planOf(first).box.width).toBeLessThan(planOf(second).box.x)
  const [before, after] = [await calls.pixels(imageId), await calls.pixels(second.outputImageId ?? '')]
  expect(changedPixels(before, after, painted).protected).toBe(0)
  for (const { x, y } of places) {
    const middle = ((y * size.width + x + 20) | 0) * 3
    expect(after.subarray(middle, middle + 3).equals(before.subarray(middle, middle + 3))).toBe(false)
  }
})
