// How far two pictures are from each other as a whole, whatever their sizes and encodings.
import { type ReadImage, readImage, upright } from './read-image.ts'

const side = 256

/** @returns the mean difference of their channels in levels, 0 to 255, on both reduced to the same small square */
export async function meanDifference(one: Uint8Array, other: Uint8Array): Promise<number> {
  const [a, b] = await Promise.all([one, other].map(async (bytes) => reduced(await readImage(bytes))))
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i] - b[i])
  return sum / a.length
}

const reduced = async (image: ReadImage): Promise<Buffer> =>
  (await upright(image))
    .removeAlpha()
    .toColourspace('srgb')
    .resize(side, side, { fit: 'fill' })
    .raw({ depth: 'uchar' })
    .toBuffer()
