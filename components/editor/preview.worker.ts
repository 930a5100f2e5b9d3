// The preview of an operation on a reduced copy, away from the page. One worker for one preview: ending it is how a
// fill is given up in the middle.
import type { Size } from '#lib/core/geometry.ts'
import { preview } from '#lib/fill/preview.ts'
import type { Mask } from '#lib/mask/islands.ts'
import type { Operation } from '#lib/retouch/operation.ts'
import type { Pixmap } from '#lib/retouch/pixmap.ts'

export type PreviewTask = {
  /** The picture, or a reduced copy of it. */
  url: string
  /** Grey, of any size; null: the whole picture. */
  mask: ImageBitmap | null
  /** A stored mask: what a fill must not copy from. */
  avoidUrl: string | null
  operation: Operation
  seed: number
  /** The picture's own width. */
  fullWidth: number
}

/** Null where there is nothing to show. `cover` has nothing where the mask is 0. */
export type PreviewAnswer = { picture: ImageData; cover: ImageData } | null

self.onmessage = ({ data }: MessageEvent<PreviewTask>) => {
  // Without a preview the edit runs all the same: whatever went wrong, there is nothing to show.
  void show(data)
    .catch(() => null)
    .then((answer) => self.postMessage(answer))
}

async function show({ url, mask, avoidUrl, operation, seed, fullWidth }: PreviewTask): Promise<PreviewAnswer> {
  const [copy, avoided] = await Promise.all([load(url), avoidUrl === null ? null : load(avoidUrl)])
  const image = pixelsOf(copy, copy.width, copy.height)
  const picture: Pixmap = { data: new Uint8Array(image.data), width: image.width, height: image.height, channels: 4 }
  const greys = mask && greysOf(mask, image)
  const shown = preview(picture, {
    mask: greys,
    avoid: avoided && greysOf(avoided, image),
    operation,
    seed,
    scale: image.width / fullWidth,
  })
  if (shown === null) return null
  image.data.set(shown.data)
  const cover = new ImageData(new Uint8ClampedArray(image.data), image.width, image.height)
  greys?.data.forEach((grey, at) => {
    if (grey === 0) cover.data[at * 4 + 3] = 0
  })
  return { picture: image, cover }
}

async function load(url: string): Promise<ImageBitmap> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`status ${answer.status}`)
  return createImageBitmap(await answer.blob(), { colorSpaceConversion: 'none', premultiplyAlpha: 'none' })
}

function greysOf(bitmap: ImageBitmap, { width, height }: Size): Mask {
  const { data } = pixelsOf(bitmap, width, height)
  return { data: Uint8Array.from({ length: width * height }, (_, at) => data[at * 4]), width, height }
}

function pixelsOf(bitmap: ImageBitmap, width: number, height: number): ImageData {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no canvas to read pixels from')
  context.drawImage(bitmap, 0, 0, width, height)
  bitmap.close()
  return context.getImageData(0, 0, width, height)
}
