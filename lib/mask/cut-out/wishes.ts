// What the hand has settled: outside the box nothing is kept, and scribbles say keep or drop, the later over the earlier.
import { emptyRect, type ImagePoint, type Rect, type Size } from '../../core/geometry.ts'
import { createRaster, type Raster } from '../raster.ts'
import { beginStroke, extendStroke } from '../stroke.ts'

/** In image pixels; `sizePx` is the diameter. */
export type Scribble = {
  readonly points: readonly ImagePoint[]
  readonly sign: 'keep' | 'drop'
  readonly sizePx: number
}

export type Wishes = { readonly box: Rect | null; readonly scribbles: readonly Scribble[] }

/** Bytes of a raster of wishes. Its edges are soft, hence the room between the two thresholds. */
export const undecided = 128
export const isKept = (wish: number): boolean => wish >= 192
export const isDropped = (wish: number): boolean => wish < 64

/** However small the level, a scribble must settle what it crosses, even where it runs between two rows of pixels. */
const leastSizePx = 2.2

type Level = {
  readonly wishes: Wishes
  readonly size: Size
  /** The image pixel at the level's top left, and how many image pixels one of its pixels is wide. */
  readonly origin: ImagePoint
  readonly scale: number
}

/** The wishes as pixels of one level. */
export function wishRaster({ wishes: { box, scribbles }, size, origin, scale }: Level): Raster {
  const raster = createRaster(size)
  if (box) {
    const left = Math.max(0, Math.floor((box.x - origin.x) / scale))
    const right = Math.min(size.width, Math.ceil((box.x + box.width - origin.x) / scale))
    const top = Math.max(0, Math.floor((box.y - origin.y) / scale))
    const bottom = Math.min(size.height, Math.ceil((box.y + box.height - origin.y) / scale))
    for (let y = top; y < bottom; y++) raster.data.fill(undecided, y * size.width + left, y * size.width + right)
  } else raster.data.fill(undecided)
  for (const { points, sign, sizePx } of scribbles) {
    extendStroke({
      raster,
      stroke: beginStroke({
        sizePx: Math.max(leastSizePx, sizePx / scale),
        hardness: 1,
        value: sign === 'keep' ? 255 : 0,
      }),
      points: points.map(({ x, y }) => ({ x: (x - origin.x) / scale, y: (y - origin.y) / scale })),
    })
  }
  return raster
}

/** What a scribble touches, in whole image pixels, not clipped to the image. */
export function scribbleBounds({ points, sizePx }: Scribble): Rect {
  let left = Number.POSITIVE_INFINITY
  let top = Number.POSITIVE_INFINITY
  let right = Number.NEGATIVE_INFINITY
  let bottom = Number.NEGATIVE_INFINITY
  for (const { x, y } of points) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x)
    bottom = Math.max(bottom, y)
  }
  if (left > right) return emptyRect
  const x = Math.floor(left - sizePx / 2)
  const y = Math.floor(top - sizePx / 2)
  return { x, y, width: Math.ceil(right + sizePx / 2) - x, height: Math.ceil(bottom + sizePx / 2) - y }
}
