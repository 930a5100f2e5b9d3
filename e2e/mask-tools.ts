// A 20 MP picture, and places on it: what the tests of the mask editor's tools share.
import { expect, type Page } from '@playwright/test'
import sharp from 'sharp'
import { fitView, toScreen } from '../components/editor/view.ts'
import type { ImagePoint, Size } from '../lib/core/geometry.ts'
import { applyOperation, type MaskOperation } from '../lib/mask/operation.ts'
import { createRaster } from '../lib/mask/raster.ts'
import { canvasOf, keptMask } from './editor-page.ts'
import { type Bytes, bytesOf } from './pictures.ts'

/** 19,961,856 pixels: as many as a picture may have, in the shape of a camera's. */
export const largeSize = { width: 5472, height: 3648 }

/** A red disc of radius 900 on grey, in its middle. */
export async function discPicture({ width, height }: Size): Promise<Bytes> {
  const samples = Buffer.alloc(width * height * 3, 120)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (Math.hypot(x - width / 2, y - height / 2) < 900) samples.writeUIntBE(0xb41e1e, (y * width + x) * 3, 3)
    }
  }
  const picture = sharp(samples, { raw: { width, height, channels: 3 } })
  return bytesOf(await picture.png({ compressionLevel: 1 }).toBuffer())
}

/** The raster that these operations make of an empty mask. */
export function rasterOf(size: Size, operations: readonly MaskOperation[]): Buffer {
  const raster = createRaster(size)
  for (const operation of operations) applyOperation({ raster, operation })
  return Buffer.from(raster.data)
}

/** Waits until the browser keeps exactly this raster. */
export async function expectMask(page: Page, imageId: string, expected: Buffer): Promise<void> {
  await expect
    .poll(async () => (await keptMask(page, imageId))?.equals(expected) ?? false, { timeout: 60_000 })
    .toBe(true)
}

/** Where the fitted picture shows a point of itself, on the page. Stands still only as long as the view does. */
export async function placesOf(page: Page, image: Size): Promise<(at: ImagePoint) => [number, number]> {
  const box = await canvasOf(page).boundingBox()
  if (!box) throw new Error('there is no canvas')
  const view = fitView({ image, stage: { width: Math.round(box.width), height: Math.round(box.height) } })
  return (at) => {
    const { x, y } = toScreen(view, at)
    return [box.x + x, box.y + y]
  }
}

/** Presses, goes through all the places, and lifts. */
export async function drag(page: Page, places: readonly [number, number][]): Promise<void> {
  await page.mouse.move(...places[0])
  await page.mouse.down()
  for (const place of places.slice(1)) await page.mouse.move(...place, { steps: 3 })
  await page.mouse.up()
}
