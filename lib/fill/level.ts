// One size of the picture that is filled, and what is known of its pixels.
import type { Rect, Size } from '../core/geometry.ts'
import { growRect } from '../core/geometry.ts'

/** Patches are 9 × 9: half of that less one. Smaller ones lose grain, larger ones copy whole objects. */
export const patchRadius = 4
export const patchWidth = 2 * patchRadius + 1

/** Bits of `Level.state`. */
export const isHole = 1
/** Not to be copied from. */
export const isAvoided = 2
/** The centre of a patch that may be copied: whole, known and not avoided. */
export const isSource = 4
/** The centre of a patch that touches the hole. */
export const isTarget = 8

export type Level = Size & {
  /** Four samples a pixel: red, green, blue and how rough its surroundings are (texture.ts). */
  readonly pixels: Uint8Array
  readonly state: Uint8Array
}

/** A level made ready: where its patches are, and what is remembered of them. Arrays without a note cover `box`. */
export type Site = Level & {
  /** Around all targets and all of the hole. Only there is anything remembered: that bounds the memory. */
  readonly box: Rect
  /** The level's index of the source that each target is like; −1 elsewhere. */
  readonly field: Int32Array
  /** How unlike: summed squares over the patch. */
  readonly cost: Int32Array
  /** Distance to known pixels in tenths of a pixel; 0 outside the hole. */
  readonly depth: Uint16Array
  /** Indices of sources in the level, all of them or an even choice. */
  readonly sources: Int32Array
  readonly targetCount: number
  readonly maxDepthPx: number
}

/** An even choice is as good, and a list of twenty million would be 80 MB. */
const maxListedSources = 700_000

export function prepareSite(level: Level): Site {
  const { width, height, state } = level
  const size = { width, height }
  for (let at = 0; at < state.length; at++) state[at] &= isHole | isAvoided
  const lastX = width - 1 - patchRadius
  const lastY = height - 1 - patchRadius
  const blocked = growSquare(state, size, patchRadius)
  let sourceCount = 0
  for (let y = patchRadius; y <= lastY; y++) {
    for (let x = patchRadius, at = y * width + x; x <= lastX; x++, at++) {
      if (blocked[at] !== 0) continue
      state[at] |= isSource
      sourceCount++
    }
  }
  const box = growRect(holeBounds(level), patchRadius, level)
  const near = growSquare(cutHole(level, box), box, patchRadius)
  let targetCount = 0
  for (let y = Math.max(patchRadius, box.y); y <= Math.min(lastY, box.y + box.height - 1); y++) {
    for (let x = Math.max(patchRadius, box.x); x <= Math.min(lastX, box.x + box.width - 1); x++) {
      if (near[(y - box.y) * box.width + x - box.x] === 0) continue
      state[y * width + x] |= isTarget
      targetCount++
    }
  }
  const depth = depthOf(level, box)
  return {
    ...level,
    box,
    field: new Int32Array(box.width * box.height).fill(-1),
    cost: new Int32Array(box.width * box.height),
    depth,
    sources: listSources(state, sourceCount),
    targetCount,
    maxDepthPx: depth.reduce((deepest, value) => Math.max(deepest, value), 0) / 10,
  }
}

function listSources(state: Uint8Array, count: number): Int32Array {
  const stride = Math.max(1, Math.ceil(count / maxListedSources))
  const list = new Int32Array(Math.ceil(count / stride))
  for (let at = 0, seen = 0; at < state.length; at++) {
    if ((state[at] & isSource) === 0) continue
    if (seen % stride === 0) list[seen / stride] = at
    seen++
  }
  return list
}

export function holeBounds({ width, height, state }: Level): Rect {
  let left = width
  let right = -1
  let top = height
  let bottom = -1
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if ((state[at] & isHole) === 0) continue
      if (x < left) left = x
      if (x > right) right = x
      if (y < top) top = y
      bottom = y
    }
  }
  return { x: left, y: top, width: Math.max(0, right - left + 1), height: Math.max(0, bottom - top + 1) }
}

function cutHole({ width, state }: Level, box: Rect): Uint8Array {
  const cut = new Uint8Array(box.width * box.height)
  for (let y = 0, to = 0; y < box.height; y++) {
    let from = (box.y + y) * width + box.x
    for (let x = 0; x < box.width; x++, to++, from++) cut[to] = state[from] & isHole
  }
  return cut
}

/** Not 0 wherever a value not 0 is within `px` in each direction: across, then down, in a time that `px` does not change. */
export function growSquare(values: Uint8Array, { width, height }: Size, px: number): Uint8Array {
  const across = new Uint8Array(values.length)
  for (let y = 0; y < height; y++) {
    const row = y * width
    let until = -1
    for (let x = 0; x < Math.min(px, width); x++) if (values[row + x] !== 0) until = x + px
    for (let x = 0; x < width; x++) {
      if (x + px < width && values[row + x + px] !== 0) until = x + 2 * px
      if (x <= until) across[row + x] = 1
    }
  }
  const grown = new Uint8Array(values.length)
  const until = new Int32Array(width).fill(-1)
  const see = (y: number): void => {
    for (let x = 0, at = y * width; x < width; x++, at++) if (across[at] !== 0) until[x] = y + px
  }
  for (let y = 0; y < Math.min(px, height); y++) see(y)
  for (let y = 0; y < height; y++) {
    if (y + px < height) see(y + px)
    for (let x = 0, at = y * width; x < width; x++, at++) if (y <= until[x]) grown[at] = 1
  }
  return grown
}

/** Chamfer distance of 10 straight and 14 across, in two passes. What lies beyond the picture's border is not known. */
function depthOf({ width, state }: Level, box: Rect): Uint16Array {
  const columns = box.width
  const depth = new Uint16Array(columns * box.height)
  for (let at = 0; at < depth.length; at++) {
    const x = at % columns
    if (state[(box.y + (at - x) / columns) * width + box.x + x] & isHole) depth[at] = 65_000
  }
  const closer = (at: number, step: number): void => {
    const x = at % columns
    let least = depth[at]
    const before = at - step
    if (step > 0 ? x > 0 : x < columns - 1) least = Math.min(least, depth[before] + 10)
    const above = at - step * columns
    if (above >= 0 && above < depth.length) {
      least = Math.min(least, depth[above] + 10)
      if (x > 0) least = Math.min(least, depth[above - 1] + 14)
      if (x < columns - 1) least = Math.min(least, depth[above + 1] + 14)
    }
    depth[at] = least
  }
  for (let at = 0; at < depth.length; at++) if (depth[at] !== 0) closer(at, 1)
  for (let at = depth.length - 1; at >= 0; at--) if (depth[at] !== 0) closer(at, -1)
  return depth
}
