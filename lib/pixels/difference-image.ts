// What differs between two stored pictures, as a picture of its own.
import { readFile } from 'node:fs/promises'
import { difference } from '../retouch/difference.ts'
import { encodeMask } from './mask-image.ts'
import { decodePixels, readImage } from './read-image.ts'

export type DifferenceRequest = { beforePath: string; afterPath: string }

/**
 * An 8-bit greyscale PNG: each pixel is by how many levels its most different channel differs, 0 where nothing does.
 * Here and not in the page, because a browser cannot say it of every picture: it premultiplies what is see-through, and
 * then counted 2.0 of 6.0 million samples of a half transparent photograph as off by one.
 * 20 MP: 1.0 s from two PNGs, 1.5 s where one is a JPEG; the comparison itself is 0.25 s of it.
 * @throws AppError image_invalid; RangeError where the sizes differ
 */
export async function makeDifference({ beforePath, afterPath }: DifferenceRequest): Promise<Uint8Array<ArrayBuffer>> {
  const before = await decodeFile(beforePath)
  const { data, width, height } = difference(before, await decodeFile(afterPath))
  return encodeMask({ raster: data, size: { width, height } })
}

const decodeFile = async (path: string) => decodePixels(await readImage(await readFile(path)))
