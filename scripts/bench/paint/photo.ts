// A photograph of 20 megapixels: one of the samples, enlarged, with a grain that makes it as heavy as a camera's.
import { join } from 'node:path'
import sharp from 'sharp'

export const photoSize = { width: 5472, height: 3648 }

const sample = join(import.meta.dirname, '../../../public/samples/coffee.png')

export async function makePhoto(): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height } = photoSize
  const pixels = await sharp(sample).resize(width, height).removeAlpha().raw().toBuffer()
  for (let i = 0, grain = 1; i < pixels.length; i++) {
    grain = (Math.imul(grain, 1664525) + 1013904223) >>> 0
    pixels[i] = Math.min(255, pixels[i] + (grain >>> 28))
  }
  return new Uint8Array(
    await sharp(pixels, { raw: { width, height, channels: 3 } })
      .jpeg({ quality: 90 })
      .toBuffer(),
  )
}
