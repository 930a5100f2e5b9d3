import type { Rect } from '../core/geometry.ts'
import type { Pixmap } from './pixmap.ts'

type Brightening = { amountPercent: number; region: Rect }

/**
 * Brightens (above 0) or darkens a region in place along a curve that leaves black and white where they are, so that
 * nothing is clipped: v + a·v·(1 − v) on stored samples, which at 100 doubles the darkest and at −100 squares all. A gain
 * lost: it cuts off the lights. Each channel on its own; alpha stays.
 */
export function brighten({ data, width, channels }: Pixmap, { amountPercent, region }: Brightening): void {
  const curve = Uint8Array.from({ length: 256 }, (_, level) =>
    Math.floor(level + (amountPercent * level * (255 - level)) / 25_500 + 0.5),
  )
  for (let y = region.y; y < region.y + region.height; y++) {
    let at = (y * width + region.x) * channels
    for (let x = 0; x < region.width; x++, at += channels) {
      data[at] = curve[data[at]]
      data[at + 1] = curve[data[at + 1]]
      data[at + 2] = curve[data[at + 2]]
    }
  }
}
