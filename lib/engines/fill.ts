// Fill from the surroundings, by OpenCV's inpainting: good for strokes of some ten pixels and for smooth gradients,
// blurred for anything larger.
import { AppError } from '../core/errors.ts'
import { growRect, type Rect } from '../core/geometry.ts'
import { findIslands, type Mask } from '../mask/islands.ts'
import type { Pixmap } from '../retouch/pixmap.ts'
import { resample } from '../retouch/resample.ts'
import { inpaint } from './opencv.ts'

/** Below it is the faint rim of a soft brush: filling that as well would only widen the hole. */
const holeThreshold = 8
/** The object's own soft edge just outside the paint would be continued into the hole. */
const dilationPx = 3
/** Inpainting looks a few pixels around the hole. */
const marginPx = 32
/** Larger boxes are worked at half or a third of their size: it bounds the time at about 2 s each. */
const maxWorkedPixels = 4_000_000

/**
 * Fills the pixels whose mask is above 8, and three more around them, in place. Alpha stays as it is.
 * @throws AppError local_failed with reason nothing_around, where no pixel is left that could be continued
 */
export async function fill(pixmap: Pixmap, mask: Mask): Promise<void> {
  for (const island of findIslands(mask, { threshold: holeThreshold, marginPx: marginPx + dilationPx })) {
    await fillBox(pixmap, mask, growRect(island, marginPx + dilationPx, pixmap))
  }
}

async function fillBox(pixmap: Pixmap, mask: Mask, box: Rect): Promise<void> {
  const hole = dilate(cutHole(mask, box))
  const factor = Math.ceil(Math.sqrt((box.width * box.height) / maxWorkedPixels))
  const reduced = reduce(pixmap, { box, hole, factor })
  if (!reduced.hole.data.includes(0)) throw nothingAround()
  const filled = await inpaint(reduced.picture, reduced.hole)
  // The same size again, or up to a pixel per factor beyond the box; both are laid at its origin.
  const whole = resample(filled, { width: filled.width * factor, height: filled.height * factor })
  for (let y = 0, at = 0; y < box.height; y++) {
    for (let x = 0; x < box.width; x++, at++) {
      if (hole.data[at] === 0) continue
      const to = ((box.y + y) * pixmap.width + box.x + x) * pixmap.channels
      const from = (y * whole.width + x) * 3
      pixmap.data[to] = whole.data[from]
      pixmap.data[to + 1] = whole.data[from + 1]
      pixmap.data[to + 2] = whole.data[from + 2]
    }
  }
}

/** 255 where there is something to fill. */
function cutHole(mask: Mask, box: Rect): Mask {
  const data = new Uint8Array(box.width * box.height)
  for (let y = 0, to = 0; y < box.height; y++) {
    let from = (box.y + y) * mask.width + box.x
    for (let x = 0; x < box.width; x++, to++, from++) if (mask.data[from] > holeThreshold) data[to] = 255
  }
  return { data, width: box.width, height: box.height }
}

/** Grows a hole by a square of `dilationPx` in each direction: across, then down. */
function dilate({ data, width, height }: Mask): Mask {
  const across = new Uint8Array(data.length)
  for (let at = 0; at < data.length; at++) {
    if (data[at] === 0) continue
    const x = at % width
    across.fill(255, at - Math.min(dilationPx, x), at + Math.min(dilationPx, width - 1 - x) + 1)
  }
  const grown = new Uint8Array(across)
  for (let shift = width; shift <= dilationPx * width; shift += width) {
    for (let at = shift; at < data.length; at++) {
      if (across[at] !== 0) grown[at - shift] = 255
      if (across[at - shift] !== 0) grown[at] = 255
    }
  }
  return { data: grown, width, height }
}

const nothingAround = (): AppError => new AppError('local_failed', { details: { reason: 'nothing_around' } })

type Reduction = { box: Rect; hole: Mask; factor: number }
type Reduced = { picture: Pixmap; hole: Mask }

/**
 * The box in `factor` times fewer pixels each way: means of known pixels, so that nothing of what is to vanish bleeds
 * into its surroundings; hole where any of the pixels is.
 */
function reduce({ data, width: stride, channels }: Pixmap, { box, hole, factor }: Reduction): Reduced {
  const width = Math.ceil(box.width / factor)
  const height = Math.ceil(box.height / factor)
  const picture = { data: new Uint8Array(width * height * 3), width, height, channels: 3 } as const
  const reducedHole = { data: new Uint8Array(width * height), width, height }
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      let red = 0
      let green = 0
      let blue = 0
      let known = 0
      for (let row = y * factor; row < Math.min(box.height, (y + 1) * factor); row++) {
        for (let column = x * factor; column < Math.min(box.width, (x + 1) * factor); column++) {
          if (hole.data[row * box.width + column] !== 0) {
            reducedHole.data[at] = 255
            continue
          }
          const from = ((box.y + row) * stride + box.x + column) * channels
          red += data[from]
          green += data[from + 1]
          blue += data[from + 2]
          known++
        }
      }
      if (known === 0) continue
      picture.data[at * 3] = Math.round(red / known)
      picture.data[at * 3 + 1] = Math.round(green / known)
      picture.data[at * 3 + 2] = Math.round(blue / known)
    }
  }
  return { picture, hole: reducedHole }
}
