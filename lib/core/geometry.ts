// Points and rectangles. Image space counts image pixels from the top left; screen space counts CSS pixels of the stage.
// A pixel (x, y) covers [x, x+1) × [y, y+1): its centre is at (x + 0.5, y + 0.5).

export type Size = { readonly width: number; readonly height: number }

/** A place on the image, in image pixels, fractional, possibly outside the image. The brand keeps the two spaces apart. */
export type ImagePoint = { readonly x: number; readonly y: number; readonly space?: 'image' }
/** A place on the stage, in CSS pixels. */
export type ScreenPoint = { readonly x: number; readonly y: number; readonly space: 'screen' }

export const screenPoint = (x: number, y: number): ScreenPoint => ({ x, y, space: 'screen' })

/** Whole pixels, right and bottom exclusive: x ≤ px < x + width. */
export type Rect = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

export const emptyRect: Rect = { x: 0, y: 0, width: 0, height: 0 }

export const isEmpty = (rect: Rect): boolean => rect.width <= 0 || rect.height <= 0

export const wholeRect = (size: Size): Rect => ({ x: 0, y: 0, width: size.width, height: size.height })

export function intersectRects(a: Rect, b: Rect): Rect {
  const x = Math.max(a.x, b.x)
  const y = Math.max(a.y, b.y)
  const width = Math.min(a.x + a.width, b.x + b.width) - x
  const height = Math.min(a.y + a.height, b.y + b.height) - y
  return width > 0 && height > 0 ? { x, y, width, height } : emptyRect
}

/** The smallest rectangle around both; an empty one counts as nothing. */
export function unionRects(a: Rect, b: Rect): Rect {
  if (isEmpty(a)) return b
  if (isEmpty(b)) return a
  const x = Math.min(a.x, b.x)
  const y = Math.min(a.y, b.y)
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  }
}

export const containsRect = (outer: Rect, { x, y, width, height }: Rect): boolean =>
  x >= outer.x && y >= outer.y && x + width <= outer.x + outer.width && y + height <= outer.y + outer.height

/** Grows by `margin` whole pixels on every side, inside `bounds`. */
export function growRect(rect: Rect, margin: number, bounds: Size): Rect {
  const grown = {
    x: rect.x - margin,
    y: rect.y - margin,
    width: rect.width + 2 * margin,
    height: rect.height + 2 * margin,
  }
  return intersectRects(grown, wholeRect(bounds))
}
