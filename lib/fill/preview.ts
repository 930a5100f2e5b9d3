// What the local engine will make of a picture, by the code that it runs: on a reduced copy an impression, on the picture
// itself the same to the byte.
import { isAppError } from '../core/errors.ts'
import { wholeRect } from '../core/geometry.ts'
import { boundsOf, type Mask } from '../mask/islands.ts'
import { blendSample } from '../retouch/blend-sample.ts'
import type { Operation } from '../retouch/operation.ts'
import type { Pixmap } from '../retouch/pixmap.ts'
import { retouch } from '../retouch/retouch.ts'
import { type Fill, fill } from './fill.ts'

export type Preview = {
  /** Null: the whole picture. */
  mask: Mask | null
  /** What a fill must not copy from. */
  avoid?: Mask | null
  operation: Operation
  seed: number
  /** The copy's share of the picture's width. */
  scale: number
}

/** A new raster, blended through the mask; null where there is nothing to show, or nothing to fill from. */
export function preview(picture: Pixmap, { mask, avoid, operation, seed, scale }: Preview): Pixmap | null {
  const worked = { ...picture, data: new Uint8Array(picture.data) }
  const scaled = scaleOperation(operation, scale)
  if (scaled.kind !== 'fill') retouch(worked, scaled, mask ? boundsOf(mask, 0) : wholeRect(picture))
  else if (mask === null) return null
  else if (!fillWhole(worked, { mask, avoid, seed, guides: scaled.guides })) return null
  if (mask === null) return worked
  for (let at = 0, i = 0; at < mask.data.length; at++, i += picture.channels) {
    const share = mask.data[at]
    for (let c = i; c < i + 3; c++) worked.data[c] = blendSample(picture.data[c], worked.data[c], share)
  }
  return worked
}

function fillWhole(pixmap: Pixmap, task: Fill): boolean {
  try {
    for (const _ of fill(pixmap, task));
    return true
  } catch (error) {
    // Nothing to continue: the server will say so, a preview need not.
    if (isAppError(error)) return false
    throw error
  }
}

/** Lengths of an operation for a copy of that scale, within what the operation takes. */
export function scaleOperation(operation: Operation, scale: number): Operation {
  switch (operation.kind) {
    case 'blur':
      return { ...operation, radiusPx: Math.max(0.3, operation.radiusPx * scale) }
    case 'pixelate':
      return { ...operation, cellPx: Math.max(1, Math.round(operation.cellPx * scale)) }
    case 'fill': {
      const guides = operation.guides?.map((line) => line.map(({ x, y }) => ({ x: x * scale, y: y * scale })))
      return guides ? { ...operation, guides } : operation
    }
    case 'recolour':
    case 'greyscale':
    case 'brighten':
      return operation
  }
}
