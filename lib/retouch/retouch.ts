import type { Rect } from '../core/geometry.ts'
import { never } from '../core/result.ts'
import { blur } from './blur.ts'
import { brighten } from './brighten.ts'
import { greyscale } from './greyscale.ts'
import type { Operation } from './operation.ts'
import { pixelate } from './pixelate.ts'
import type { Pixmap } from './pixmap.ts'
import { recolour } from './recolour.ts'

/** What needs nothing but the pixels themselves: the same result in the browser and on the server. */
export type Retouch = Exclude<Operation, { kind: 'fill' }>

/** Changes the pixels of a region inside the image, in place. Pixelate also changes the rest of the cells it touches. */
export function retouch(pixmap: Pixmap, operation: Retouch, region: Rect): void {
  switch (operation.kind) {
    case 'blur':
      blur(pixmap, { radiusPx: operation.radiusPx, region })
      break
    case 'pixelate':
      pixelate(pixmap, { cellPx: operation.cellPx, region })
      break
    case 'recolour':
      recolour(pixmap, { hueDegrees: operation.hueDegrees, strengthPercent: operation.strengthPercent, region })
      break
    case 'greyscale':
      greyscale(pixmap, region)
      break
    case 'brighten':
      brighten(pixmap, { amountPercent: operation.amountPercent, region })
      break
    default:
      never(operation)
  }
}
