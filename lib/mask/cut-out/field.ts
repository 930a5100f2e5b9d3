// The part of the image that a selection looks at, and its pyramid.
import { growRect, intersectRects, type Rect, type Size, unionRects, wholeRect } from '../../core/geometry.ts'
import { type PixelGrid, pyramidOf, windowOf } from './pixel-grid.ts'
import { scribbleBounds, type Wishes, wishRaster } from './wishes.ts'

/** The colours settle on a quarter of the reduced copy, where a round takes a quarter of the time. */
const smallestPixels = 75_000
/** Ground around a box, as a share of its longer side: what the background's colours are learnt from. */
const boxMargin = 0.2
/** Ground around a first scribble, as a share of its own extent. */
const scribbleMargin = 2
const leastMarginPx = 24

export type Field = {
  readonly rect: Rect
  /** Full size first, each half the one before. */
  readonly levels: readonly [PixelGrid, ...PixelGrid[]]
}

export const openField = (image: PixelGrid, rect: Rect): Field => ({
  rect,
  levels: pyramidOf(windowOf(image, rect), smallestPixels),
})

/** The level of at most 0.3 megapixels on which the cut is made. */
export const reducedLevel = ({ levels }: Field): number => Math.max(0, levels.length - 2)

export const wishesAt = ({ rect, levels }: Field, level: number, wishes: Wishes): Uint8Array =>
  wishRaster({ wishes, size: levels[level], origin: rect, scale: 2 ** level }).data

/** What must be looked at for these wishes. The margin is the first scribble's, so that further ones widen it little. */
export function fieldRect({ box, scribbles }: Wishes, image: Size): Rect {
  const [first, ...more] = scribbles.map((scribble) => intersectRects(scribbleBounds(scribble), wholeRect(image)))
  const start = box ? grown(box, boxMargin, image) : grown(first, scribbleMargin, image)
  return [...(box ? [first] : []), ...more].reduce((all, bounds) => (bounds ? unionRects(all, bounds) : all), start)
}

const grown = (rect: Rect, share: number, image: Size): Rect =>
  growRect(rect, Math.max(leastMarginPx, Math.round(share * Math.max(rect.width, rect.height))), image)

export function isWithin(inner: Rect, outer: Rect): boolean {
  const both = intersectRects(inner, outer)
  return both.width === inner.width && both.height === inner.height
}
