// What a hand does to the crop box, in whole image pixels. What comes of it is the plan's affair: a ratio that can be
// asked for, and never without the mask.
import type { Rect, Size } from '#lib/core/geometry.ts'

export const corners = ['top-left', 'top-right', 'bottom-left', 'bottom-right'] as const
export type Corner = (typeof corners)[number]
/** The whole box, or one of its corners. */
export type CropGrip = 'box' | Corner

type Drag = { readonly grip: CropGrip; readonly dx: number; readonly dy: number; readonly image: Size }

const within = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, Math.round(value)))

/** `box` lies in the image, and so does what comes of it; its sides stay at least one pixel long. */
export function dragCrop({ x, y, width, height }: Rect, { grip, dx, dy, image }: Drag): Rect {
  if (grip === 'box') {
    return { x: within(x + dx, 0, image.width - width), y: within(y + dy, 0, image.height - height), width, height }
  }
  const right = x + width
  const bottom = y + height
  const across = grip.endsWith('left')
    ? { x: within(x + dx, 0, right - 1), right }
    : { x, right: within(right + dx, x + 1, image.width) }
  const down = grip.startsWith('top')
    ? { y: within(y + dy, 0, bottom - 1), bottom }
    : { y, bottom: within(bottom + dy, y + 1, image.height) }
  return { x: across.x, y: down.y, width: across.right - across.x, height: down.bottom - down.y }
}

/** The step of an arrow key, in image pixels; null for other keys. */
export function arrowStep({ key, shiftKey }: { key: string; shiftKey: boolean }): { dx: number; dy: number } | null {
  const step = shiftKey ? 10 : 1
  switch (key) {
    case 'ArrowLeft':
      return { dx: -step, dy: 0 }
    case 'ArrowRight':
      return { dx: step, dy: 0 }
    case 'ArrowUp':
      return { dx: 0, dy: -step }
    case 'ArrowDown':
      return { dx: 0, dy: step }
    default:
      return null
  }
}
