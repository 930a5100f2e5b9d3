// The receipt tells what the stored file says: with an engine that moves, zooms, tints and leaks.
import { readFile } from 'node:fs/promises'
import { expect } from '@playwright/test'
import sharp from 'sharp'
import { callsOf, maskPng } from './calls.ts'
import { addPicture, canvasOf, imageIdOf, isReady, stroke } from './editor-page.ts'
import { test } from './fixtures.ts'
import { bytesOf } from './pictures.ts'

const size = { width: 900, height: 600 }
/** A real photograph: there has to be something to hold on to. */
const photo = async () => {
  const sample = await readFile('public/samples/coffee.png')
  return { name: 'cup.png', bytes: bytesOf(await sharp(sample).removeAlpha().resize(size).png().toBuffer()) }
}
const distortion = { shiftX: 3, shiftY: -2, zoomPercent: 1, tint: [6, 0, -4] } as const

const dot = (x: number, y: number, radius: number): Uint8Array =>
  Uint8Array.from({ length: size.width * size.height }, (_, i) => {
    const away = Math.hypot((i % size.width) - x, Math.floor(i / size.width) - y)
    return Math.min(255, Math.max(0, (radius - away) * 40))
  })

/** How many pixels differ where `open` is 0, of RGB samples. */
function changedOutside(open: Uint8Array, before: Buffer, after: Buffer): number {
  let changed = 0
  for (let i = 0; i < open.length; i++) {
    if (open[i] === 0 && !before.subarray(3 * i, 3 * i + 3).equals(after.subarray(3 * i, 3 * i + 3))) changed++
  }
  return changed
}

test('what the engine moved and tinted is found, and no protected pixel of the stored file differs', async ({
  studio,
  provider,
}) => {
  await provider.admin.settings({ maskMode: 'leaks', distortion: { ...distortion, tint: [...distortion.tint] } })
  const calls = callsOf(studio.url)
  const image = await calls.upload((await photo()).bytes)
  const raster = dot(450, 300, 70)
  const mask = await calls.mask(image.id, await maskPng(raster, size))
  const asked = await calls.edit({ imageId: image.id, maskId: mask.id, prompt: 'teal', seed: 7 })
  const edit = await calls.until(asked.id)
  expect(edit.state).toBe('done')

  const before = await calls.pixels(image.id)
  expect(changedOutside(raster, before, await calls.pixels(edit.outputImageId ?? ''))).toBe(0)
  const protectedPixels = raster.filter((value) => value === 0).length
  expect(edit.receipt).toMatchObject({
    protectedPixels,
    protectedPixelsChanged: 0,
    lossless: true,
    crop: edit.crop?.box,
  })

  const { receipt, crop } = edit
  if (!receipt?.place || !receipt.colour || !receipt.outside || !crop) throw new Error('something was not measured')
  const perPixel = crop.box.width / receipt.received.width
  expect(receipt.place).toMatchObject({ applied: true })
  expect(receipt.place.drift.x).toBeCloseTo(distortion.shiftX * perPixel, 0)
  expect(receipt.place.drift.y).toBeCloseTo(distortion.shiftY * perPixel, 0)
  expect(receipt.place.scale.x).toBeCloseTo(1.01, 2)
  expect(receipt.colour.levels[0]).toBeGreaterThan(4)
  expect(receipt.colour.levels[2]).toBeLessThan(-2)
  expect(receipt.outside.raw).toBeGreaterThan(0.2)
  expect(receipt.outside.stored).toBe(0)

  const heat = await fetch(`${studio.url}/api/edits/${edit.id}/heat-map`)
  expect(heat.headers.get('cache-control')).toContain('immutable')
  const map = sharp(await heat.arrayBuffer()).raw()
  const { data, info } = await map.toBuffer({ resolveWithObject: true })
  expect([info.width, info.height, info.channels]).toEqual([receipt.received.width, receipt.received.height, 4])
  const counted = [...Array(data.length / 4).keys()].filter((i) => data[4 * i + 3] > 0)
  const noticed = counted.filter((i) => data[4 * i] > receipt.outside!.levels).length
  expect(noticed / counted.length).toBeCloseTo(receipt.outside.raw, 6)
})

test('ten masked edits in a chain leave every pixel outside of all their masks as it was uploaded', async ({
  studio,
  provider,
}) => {
  await provider.admin.settings({ maskMode: 'leaks', distortion: { ...distortion, tint: [...distortion.tint] } })
  const calls = callsOf(studio.url)
  const upload = await calls.upload((await photo()).bytes)
  const all = new Uint8Array(size.width * size.height)
  let imageId = upload.id
  for (let step = 0; step < 10; step++) {
    const raster = dot(120 + 70 * step, 150 + 33 * step, 45)
    for (const [i, value] of raster.entries()) all[i] = Math.max(all[i], value)
    const mask = await calls.mask(imageId, await maskPng(raster, size))
    const asked = await calls.edit({ imageId, maskId: mask.id, prompt: `step ${step}` })
    const edit = await calls.until(asked.id)
    expect(edit).toMatchObject({ state: 'done', receipt: { protectedPixelsChanged: 0 } })
    imageId = edit.outputImageId ?? ''
  }
  const [before, after] = [await calls.pixels(upload.id), await calls.pixels(imageId)]
  expect(changedOutside(all, before, after)).toBe(0)
  expect(changedOutside(new Uint8Array(all.length), before, after)).toBeGreaterThan(10_000)
})

test('the panel says what changed, shows the raw and the heat of it, and offers both files', async ({
  page,
  provider,
}) => {
  await provider.admin.settings({ maskMode: 'leaks', distortion: { ...distortion, tint: [...distortion.tint] } })
  const imageId = await addPicture(page, await photo())
  await stroke(page, [
    { x: 0.45, y: 0.5 },
    { x: 0.52, y: 0.5 },
  ])
  await page.getByRole('textbox', { name: 'Prompt' }).fill('A blue cup')
  await page.getByRole('button', { name: /^Edit, costs/ }).click()
  await expect(page.getByText('Stored as v2')).toBeVisible()
  await expect.poll(() => imageIdOf(page)).not.toBe(imageId)
  await isReady(page)

  const changed = page.getByRole('region', { name: 'What changed' })
  await expect(changed).toContainText(/of [\d,]+ changed/)
  const raw = changed.getByRole('meter', { name: 'Outside the mask before paste-back' })
  expect(Number(await raw.getAttribute('aria-valuenow'))).toBeGreaterThan(10)
  await expect(changed.getByRole('meter', { name: 'Outside the mask after paste-back' })).toHaveAttribute(
    'aria-valuenow',
    '0',
  )
  await expect(page.getByRole('region', { name: 'Found and corrected' })).toContainText(/px right.*px up.*1% larger/)
  await expect(page.getByRole('region', { name: 'Sizes' }).getByRole('listitem')).toHaveCount(4)

  const view = page.getByRole('radiogroup', { name: 'View' })
  await view.getByRole('radio', { name: 'Heat map' }).check()
  await expect(page.getByTestId('heat-map')).toBeVisible()
  await expect(page.getByText('Inside the mask, not counted')).toBeVisible()
  const box = await canvasOf(page).boundingBox()
  if (!box) throw new Error('there is no canvas')
  await page.mouse.move(box.x + box.width * 0.42, box.y + box.height * 0.58)
  await expect(page.getByText('Put back, now 0')).toBeVisible()
  const gain = page.getByRole('radiogroup', { name: 'Heat map gain' })
  const bar = page.getByRole('group', { name: 'Options' })
  await expect(bar.getByText('64 levels or more')).toBeVisible()
  await gain.getByRole('radio', { name: '×4' }).check()
  await expect(bar.getByText('16 levels or more')).toBeVisible()
  await view.getByRole('radio', { name: 'Engine’s raw' }).check()
  await expect(page.getByTestId('heat-map')).toBeHidden()
  await view.getByRole('radio', { name: 'Result' }).check()

  const resultUrl = page.url()
  const [png] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /^Download PNG, Exact/ }).click(),
  ])
  expect(png.suggestedFilename()).toBe('cup_v2.png')
  // The file that was taken along brings its settings back.
  const bytes = bytesOf(await readFile(await png.path()))
  await addPicture(page, { name: 'back.png', bytes })
  await expect(page.getByText('This file tells how it was made.')).toBeVisible()
  await page.getByRole('button', { name: 'Copy settings' }).click()
  await expect(page.getByRole('textbox', { name: 'Prompt' })).toHaveValue('A blue cup')
  await page.goto(resultUrl)
  await isReady(page)

  const [jpeg] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download JPEG, Cannot be exact' }).click(),
  ])
  expect(jpeg.suggestedFilename()).toBe('cup_v2.jpg')
  expect((await sharp(await jpeg.path()).metadata()).format).toBe('jpeg')
})
