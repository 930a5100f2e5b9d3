// Removes what is painted by continuing its surroundings: the studio's own fill, on the server and in the browser.
import { AppError } from '../core/errors.ts'
import { growRect, type Rect } from '../core/geometry.ts'
import { findIslands, type Mask } from '../mask/islands.ts'
import type { Pixmap } from '../retouch/pixmap.ts'
import type { Guide } from './guides.ts'
import { coverHidden, isHidden } from './hidden.ts'
import { growSquare, isAvoided, isHole, type Level } from './level.ts'
import { defaultBounds, type FillBounds, factorFor } from './plan.ts'
import { reduceLevel, restore } from './reduced.ts'
import { synthesise } from './synthesis.ts'

/** Below it is the faint rim of a soft brush: filling that as well would only widen the hole. */
const holeThreshold = 8
/** At least so much of the surroundings is looked at. */
const minMarginPx = 200
/** Holes closer than twice this are one: the patches of one would reach into the other. */
const apartPx = 64

export type Fill = {
  /** Grey of the picture's size. Above 8 is hole, and some pixels around it. */
  mask: Mask
  /** What is above 8 here is never copied from. */
  avoid?: Mask | null
  guides?: readonly Guide[]
  /** Another one gives another texture, and sometimes another structure. */
  seed: number
  bounds?: FillBounds
}

export type FillProgress = {
  /** How much of the whole work is done, 0 to 1. */
  share: number
}

export type FillReport = {
  /** 1 at full size; 2 where it was worked at half of it, and so on. */
  factor: number
}

/**
 * Fills the hole in place, step by step: each step is a level of the pyramid, and whoever stops asking has cancelled,
 * with the picture as it was up to the last hole. Alpha stays as it is: only colours are filled, and what is transparent
 * (hidden.ts) is never copied from.
 * @throws AppError local_failed with reason nothing_around, where no pixel is left that could be continued
 */
export function* fill(
  pixmap: Pixmap,
  { mask, avoid, guides, seed, bounds = defaultBounds }: Fill,
): Generator<FillProgress, FillReport> {
  const dilation = dilationPx(pixmap)
  const islands = findIslands(mask, { threshold: holeThreshold, marginPx: apartPx + dilation })
  const areas = islands.map(({ width, height }) => width * height)
  const whole = areas.reduce((sum, area) => sum + area, 0)
  let done = 0
  let largestFactor = 1
  for (const [i, island] of islands.entries()) {
    const hole = growRect(island, dilation, pixmap)
    const crop = growRect(hole, Math.max(minMarginPx, hole.width, hole.height), pixmap)
    const full = cutLevel(pixmap, { crop, hole, dilation, mask, avoid: avoid ?? null })
    if (!full.state.some((bits) => bits === 0))
      throw new AppError('local_failed', { details: { reason: 'nothing_around' } })
    const factor = factorFor(full, bounds)
    const worked = factor === 1 ? full : reduceLevel(full, factor)
    const inCrop = (guides ?? []).map((guide) =>
      guide.map(({ x, y }) => ({ x: (x - crop.x) / factor, y: (y - crop.y) / factor })),
    )
    for (const { share } of synthesise(worked, { seed, guides: inCrop })) {
      yield { share: (done + areas[i] * share) / whole }
    }
    if (factor > 1) restore(full, worked, factor)
    paste(pixmap, full, crop)
    done += areas[i]
    largestFactor = Math.max(largestFactor, factor)
  }
  return { factor: largestFactor }
}

/** The object's own soft edge lies just outside of the paint, and is wider in larger pictures. */
export const dilationPx = ({ width, height }: { width: number; height: number }): number =>
  Math.min(8, Math.max(3, Math.round(3 * Math.sqrt((width * height) / 1_000_000))))

type Cut = { crop: Rect; hole: Rect; dilation: number; mask: Mask; avoid: Mask | null }

function cutLevel(pixmap: Pixmap, { crop, hole, dilation, mask, avoid }: Cut): Level {
  const { data, width, channels } = pixmap
  const size = { width: crop.width, height: crop.height }
  const painted = new Uint8Array(size.width * size.height)
  const pixels = new Uint8Array(size.width * size.height * 4)
  const hidden = new Uint8Array(size.width * size.height)
  for (let y = 0, to = 0; y < size.height; y++) {
    let from = (crop.y + y) * width + crop.x
    for (let x = 0; x < size.width; x++, to++, from++) {
      pixels[to * 4] = data[from * channels]
      pixels[to * 4 + 1] = data[from * channels + 1]
      pixels[to * 4 + 2] = data[from * channels + 2]
      if (mask.data[from] > holeThreshold) painted[to] = 1
      if (isHidden(pixmap, from)) hidden[to] = 1
    }
  }
  // Another hole in sight is not this one's business, and no source.
  const state = growSquare(painted, size, dilation)
  const left = hole.x - crop.x
  const top = hole.y - crop.y
  for (let y = 0, at = 0; y < size.height; y++) {
    const inRows = y >= top && y < top + hole.height
    for (let x = 0; x < size.width; x++, at++) {
      const ours = inRows && x >= left && x < left + hole.width
      const avoided = avoid !== null && avoid.data[(crop.y + y) * width + crop.x + x] > holeThreshold
      if (state[at] !== 0) state[at] = ours ? isHole : isAvoided
      else if (avoided) state[at] = isAvoided
    }
  }
  const level = { ...size, pixels, state }
  if (hidden.includes(1)) coverHidden(level, hidden)
  return level
}

function paste({ data, width, channels }: Pixmap, { pixels, state, ...size }: Level, crop: Rect): void {
  for (let y = 0, at = 0; y < size.height; y++) {
    let to = ((crop.y + y) * width + crop.x) * channels
    for (let x = 0; x < size.width; x++, at++, to += channels) {
      if ((state[at] & isHole) === 0) continue
      data[to] = pixels[at * 4]
      data[to + 1] = pixels[at * 4 + 1]
      data[to + 2] = pixels[at * 4 + 2]
    }
  }
}
