// Painted scenes whose truth is known: a textured thing with a soft edge on textured ground.
import { type ImagePoint, type Rect, type Size, wholeRect } from '../../core/geometry.ts'
import type { Region } from '../region.ts'
import type { CutSteps } from './cut-out.ts'
import { type PixelGrid, wholeGrid } from './pixel-grid.ts'

type Colour = readonly [number, number, number]

type Scene = {
  readonly size: Size
  /** Signed distance to the edge, inside above 0. */
  readonly depth: (at: ImagePoint) => number
  readonly blurPx?: number
  readonly thing?: readonly [Colour, Colour]
  readonly ground?: readonly [Colour, Colour]
}

/** The same numbers at each run. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

export function paintScene({ size, depth, blurPx = 1, thing = [orange, brown], ground = [moss, straw] }: Scene) {
  const data = new Uint8Array(4 * size.width * size.height)
  const truth = new Uint8Array(size.width * size.height)
  const random = randomFrom(7)
  for (let y = 0, i = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++, i++) {
      const share = Math.max(0, Math.min(1, depth({ x: x + 0.5, y: y + 0.5 }) / blurPx + 0.5))
      const [front, back] = [0.5 + 0.5 * Math.sin(x / 11 + y / 17), 0.5 + 0.5 * Math.sin(x / 13 - y / 9 + 2)]
      const noise = 12 * (random() - 0.5)
      for (let c = 0; c < 3; c++) {
        const a = thing[0][c] * front + thing[1][c] * (1 - front)
        const b = ground[0][c] * back + ground[1][c] * (1 - back)
        data[4 * i + c] = Math.max(0, Math.min(255, Math.round(a * share + b * (1 - share) + noise)))
      }
      data[4 * i + 3] = 255
      truth[i] = Math.round(255 * share)
    }
  }
  return { grid: wholeGrid(size, data), truth }
}

export const orange: Colour = [200, 120, 60]
export const brown: Colour = [120, 50, 30]
export const moss: Colour = [90, 130, 90]
export const straw: Colour = [160, 170, 120]

/** A disc with bumps. */
export const blob =
  ({ x, y }: ImagePoint, radius: number) =>
  (at: ImagePoint): number =>
    radius * (1 + 0.15 * Math.sin(5 * Math.atan2(at.y - y, at.x - x))) - Math.hypot(at.x - x, at.y - y)

/** Runs to the end. */
export function finish(steps: CutSteps): Region | null {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** The region as a whole raster. */
export function spread(region: Region | null, { width, height }: Size): Uint8Array {
  const all = new Uint8Array(width * height)
  if (region === null) return all
  const { rect, coverage } = region
  for (let y = 0; y < rect.height; y++) {
    all.set(coverage.subarray(y * rect.width, (y + 1) * rect.width), (rect.y + y) * width + rect.x)
  }
  return all
}

/** Intersection over union of two coverages. */
export function agreement(a: Uint8Array, b: Uint8Array): number {
  let both = 0
  let either = 0
  for (let i = 0; i < a.length; i++) {
    both += Math.min(a[i], b[i])
    either += Math.max(a[i], b[i])
  }
  return either === 0 ? 1 : both / either
}

export const around = (grid: PixelGrid, margin: number): Rect => {
  const { width, height } = wholeRect(grid)
  return { x: margin, y: margin, width: width - 2 * margin, height: height - 2 * margin }
}
