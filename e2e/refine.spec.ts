// A version refined: the engine's stored answer through another mask, live on the stage, for nothing.
import { readFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import sharp from 'sharp'
import { callsOf } from './calls.ts'
import { addPicture, canvasOf, greyOf, imageIdOf, isReady, stroke } from './editor-page.ts'
import { test } from './fixtures.ts'
import { bytesOf } from './pictures.ts'
import type { Provider } from './provider/provider.ts'

const size = { width: 900, height: 600 }
const photo = async () => {
  const sample = await readFile('public/samples/coffee.png')
  return { name: 'cup.png', bytes: bytesOf(await sharp(sample).removeAlpha().resize(size).png().toBuffer()) }
}

/** An edit of a stroke in the middle, by an engine that moves and tints what it returns. */
async function editCup(page: Page, provider: Provider): Promise<string> {
  const tint: [number, number, number] = [6, 0, -4]
  const distortion = { shiftX: 3, shiftY: -2, zoomPercent: 1, tint }
  await provider.admin.settings({ maskMode: 'leaks', distortion })
  const imageId = await addPicture(page, await photo())
  await stroke(page, [
    { x: 0.45, y: 0.5 },
    { x: 0.52, y: 0.5 },
  ])
  await page.getByRole('textbox', { name: 'Prompt' }).fill('A blue cup')
  await page.getByRole('button', { name: /^Edit, costs/ }).click()
  await expect.poll(() => imageIdOf(page)).not.toBe(imageId)
  await isReady(page)
  return imageId
}

async function refine(page: Page, version: number): Promise<void> {
  await expect(page.getByRole('button', { name: 'Refine for free' })).toBeVisible()
  await page.keyboard.press('n')
  await expect(page.getByRole('heading', { name: `Refine v${version}` })).toBeVisible()
  // The canvas shows the picture that the edit began on, under the address of the version that is refined.
  await expect(canvasOf(page)).toHaveAttribute('aria-busy', 'false')
  await expect(page.getByTestId('refine-box')).not.toHaveAttribute('data-preview', '0')
}

type Area = { left: number; top: number; width: number; height: number }

/** Where the picture lies on the stage, in its pixels. */
async function placeOf(page: Page): Promise<Area> {
  const show = page.getByRole('radiogroup', { name: 'Show' })
  await show.getByRole('radio', { name: /^v\d/ }).check()
  const place = await canvasOf(page).locator('img').last().boundingBox()
  await show.getByRole('radio', { name: 'Preview' }).check()
  const stage = await canvasOf(page).boundingBox()
  if (!place || !stage) throw new Error('there is no picture')
  return {
    left: Math.round(place.x - stage.x),
    top: Math.round(place.y - stage.y),
    width: Math.round(place.width),
    height: Math.round(place.height),
  }
}

/** What lies under film and tools, cut to the picture and brought to its own size. */
async function onStage(page: Page, area: Area): Promise<Buffer> {
  const layer = page.locator('.konvajs-content canvas').first()
  const url = await layer.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL())
  const png = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')
  return sharp(png).extract(area).resize(size.width, size.height, { fit: 'fill' }).removeAlpha().raw().toBuffer()
}

/** Counts the frames that show nothing in the middle of the picture, from now on. */
async function watchForGaps(page: Page): Promise<() => Promise<number>> {
  const gaps = await page
    .locator('.konvajs-content canvas')
    .first()
    .evaluateHandle((first: HTMLCanvasElement) => {
      const told = { frames: 0 }
      const look = () => {
        const canvas = first.isConnected ? first : document.querySelector<HTMLCanvasElement>('.konvajs-content canvas')
        const pen = canvas?.getContext('2d')
        const at = canvas && { x: canvas.width / 2, y: canvas.height / 2 }
        if (!pen || !at || pen.getImageData(at.x, at.y, 1, 1).data[3] === 0) told.frames++
        requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
      return told
    })
  return () => gaps.evaluate(({ frames }) => frames)
}

/** The mean of the levels that they differ by where the mask is above half. */
function meanOff(mask: Buffer, a: Buffer, b: Buffer): number {
  let [sum, count] = [0, 0]
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] < 128) continue
    for (let c = 3 * i; c < 3 * i + 3; c++) sum += Math.abs(a[c] - b[c])
    count += 3
  }
  return sum / count
}

test('repainted, feathered and saved as v3 without a call, as the preview had shown it', async ({
  page,
  studio,
  provider,
}) => {
  const imageId = await editCup(page, provider)
  const calls = callsOf(studio.url)
  const first = await calls.editsOf(imageId)
  const before = { requests: (await provider.admin.requests()).length, usage: await calls.usage() }

  const gaps = await watchForGaps(page)
  await refine(page, 2)
  await expect(page.getByText('No new call to the engine')).toBeVisible()
  const back = page.getByRole('button', { name: 'Back to v2’s mask' })
  await expect(back).toBeDisabled()
  // The picture follows within the stroke, before the hand is lifted.
  const stage = await canvasOf(page).boundingBox()
  if (!stage) throw new Error('there is no canvas')
  const drawn = async () => Number(await page.getByTestId('refine-box').getAttribute('data-preview'))
  const atFirst = await drawn()
  await page.mouse.move(stage.x + 0.47 * stage.width, stage.y + 0.44 * stage.height)
  await page.mouse.down()
  await page.mouse.move(stage.x + 0.5 * stage.width, stage.y + 0.44 * stage.height, { steps: 6 })
  await expect.poll(drawn).toBeGreaterThan(atFirst)
  await page.mouse.up()
  await expect(back).toBeEnabled()
  await page.getByRole('slider', { name: 'Feather in pixels' }).fill('6')
  await page.getByRole('button', { name: 'Save as version 3, costs nothing' }).click()
  await expect(page.getByText('Stored as v3')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'v3', exact: true })).toBeVisible()
  await isReady(page)
  expect(await gaps()).toBe(0)

  const [made] = await calls.editsOf(imageId)
  expect(made).toMatchObject({ state: 'done', imageId, priceMicroUsd: 0, rawImageId: first[0].rawImageId })
  expect(made.refinement).toMatchObject({ editId: first[0].id, edge: { feather: 6, grow: 0, strength: 100 } })
  expect(made.receipt).toMatchObject({ costMicroUsd: 0, protectedPixelsChanged: 0, refines: first[0].id })
  expect((await provider.admin.requests()).length).toBe(before.requests)
  expect(await calls.usage()).toEqual(before.usage)

  const mask = await greyOf(Buffer.from(await (await fetch(`${studio.url}/api/masks/${made.maskId}`)).arrayBuffer()))
  const [input, output] = [await calls.pixels(imageId), await calls.pixels(made.outputImageId ?? '')]
  let [changed, kept] = [0, 0]
  for (let i = 0; i < mask.length; i++) {
    if (input.subarray(3 * i, 3 * i + 3).equals(output.subarray(3 * i, 3 * i + 3))) continue
    if (mask[i] === 0) kept++
    else changed++
  }
  expect(kept).toBe(0)
  expect(changed).toBeGreaterThan(1000)

  // Refined again it starts from there: the preview of it is the stored version.
  await isReady(page)
  await refine(page, 3)
  await expect(page.getByRole('slider', { name: 'Feather in pixels' })).toHaveValue('6')
  const area = await placeOf(page)
  await expect.poll(async () => meanOff(mask, await onStage(page, area), output)).toBeLessThan(4)
  expect(meanOff(mask, input, output)).toBeGreaterThan(12)
})

test('painting beyond the crop is told of, and leaving with changes asks', async ({ page, provider }) => {
  await editCup(page, provider)
  await refine(page, 2)
  const unseen = page.getByText('The engine did not see this part')
  await expect(unseen).toBeHidden()
  await stroke(page, [
    { x: 0.12, y: 0.15 },
    { x: 0.16, y: 0.15 },
  ])
  await expect(unseen).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(unseen).toBeHidden()

  await page.keyboard.press('Escape')
  const question = page.getByRole('dialog', { name: 'Leave refining v2?' })
  await expect(question).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(question).toBeHidden()
  await page.getByRole('slider', { name: 'Blend strength in percent' }).fill('50')
  await page.getByRole('button', { name: 'Leave refine' }).click()
  await question.getByRole('button', { name: 'Leave' }).click()
  await expect(page.getByRole('heading', { name: 'v2', exact: true })).toBeVisible()
  // Nothing was changed: nothing is asked.
  await refine(page, 2)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { name: 'v2', exact: true })).toBeVisible()
})
