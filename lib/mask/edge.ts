// What refining does to a painted mask before the engine's result is blended through it: the same code in the browser, for
// the preview, and on the server.
import { z } from 'zod'
import { intersectRects, isEmpty, type Rect, wholeRect } from '../core/geometry.ts'
import { featherRaster } from './feather.ts'
import { growMask, shrinkMask } from './grow.ts'
import type { Raster } from './raster.ts'

export const mostFeatherPx = 200
export const mostGrowPx = 64

/** Lengths in pixels of the image, below 0 shrinks; strength in percent of the mask's values. */
export const maskEdgeSchema = z.strictObject({
  feather: z.int().min(0).max(mostFeatherPx).default(0),
  grow: z.int().min(-mostGrowPx).max(mostGrowPx).default(0),
  strength: z.int().min(0).max(100).default(100),
})
export type MaskEdge = z.infer<typeof maskEdgeSchema>

export const plainEdge: MaskEdge = { feather: 0, grow: 0, strength: 100 }

export const isPlainEdge = ({ feather, grow, strength }: MaskEdge): boolean =>
  feather === 0 && grow === 0 && strength === 100

type Shaping = {
  readonly raster: Raster
  readonly edge: MaskEdge
  /** What the engine has seen, in the raster's pixels; it may reach beyond. Outside of it there is nothing to show. */
  readonly box: Rect
  /** Pixels of the raster for one of the image: below 1 for a reduced copy. */
  readonly scale?: number
}

/** In place: grown, then feathered, then weakened, then cut to the box, so that nothing outside of it counts as open. */
export function shapeMask({ raster, edge, box, scale = 1 }: Shaping): void {
  const grow = edge.grow * scale
  if (grow > 0) growMask({ raster, px: grow })
  else if (grow < 0) shrinkMask({ raster, px: -grow })
  featherRaster({ raster, px: edge.feather * scale })
  weaken(raster, edge.strength)
  cut(raster, box)
}

function weaken({ data }: Raster, strength: number): void {
  if (strength === 100) return
  const weaker = Uint8Array.from({ length: 256 }, (_, value) => Math.round((value * strength) / 100))
  for (let i = 0; i < data.length; i++) data[i] = weaker[data[i]]
}

function cut(raster: Raster, box: Rect): void {
  const { width, data } = raster
  const kept = intersectRects(box, wholeRect(raster))
  if (isEmpty(kept)) {
    data.fill(0)
    return
  }
  data.fill(0, 0, kept.y * width)
  data.fill(0, (kept.y + kept.height) * width)
  if (kept.width === width) return
  for (let y = kept.y; y < kept.y + kept.height; y++) {
    data.fill(0, y * width, y * width + kept.x)
    data.fill(0, y * width + kept.x + kept.width, (y + 1) * width)
  }
}
