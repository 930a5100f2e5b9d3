// The brush kernel: a round tip swept along a line, antialiased, from hard to soft. A line is made of two pieces: bands
// along its segments, and discs, or parts of them, around its points.
//
// A stroke of value v does not add to what is there: where the tip covers a pixel by c (0 to 1), it holds the pixel
// inside the interval [c·v, 255 − c·(255 − v)]. The interval always contains v, is everything at c = 0 and v alone at
// c = 1. Clamps to intervals that share a point commute and repeat without effect, so a stroke never builds up where
// it crosses itself, and strokes of one value give one raster in any order. For v = 255 this is the maximum with the
// coverage, for v = 0 (erasing) the minimum with its complement.
//
// Rounding, stated once: each end of the interval is rounded to the nearest byte when the kernel is made. Only + − × ÷
// and square roots are used, which IEEE 754 rounds exactly, so every browser and Node give the same raster.

/** Diameter in image px, hardness 0–1, value 0–255 (0 erases). */
export type Brush = { readonly sizePx: number; readonly hardness: number; readonly value: number }

/** A brush made ready: full coverage up to `inner` px from the path, none from `outer` px on, tables between. */
export type Kernel = {
  readonly value: number
  readonly inner: number
  readonly outer: number
  /** The interval's ends by squared distance: entry i begins at inner² + i / stepsPerSquarePx. */
  readonly low: Uint8Array
  readonly high: Uint8Array
  readonly stepsPerSquarePx: number
}

/** 2048 steps keep the error under half a level of grey up to 2000 px. */
const steps = 2048

/** The tip's two radii, and the coverage at its middle. */
export function tipOf({ sizePx, hardness }: Pick<Brush, 'sizePx' | 'hardness'>) {
  const radius = sizePx / 2
  const inner = Math.max(0, Math.min(hardness * radius, radius - 0.5))
  const outer = Math.max(radius, inner + 1)
  // Below one pixel (under a light pen, or in a zoomed-out preview) the tip cannot get narrower, so it gets fainter.
  const peak = Math.min(1, sizePx)
  return { inner: peak < 1 ? 0 : inner, outer, peak }
}

export function createKernel({ sizePx, hardness, value }: Brush): Kernel {
  const { inner, outer, peak } = tipOf({ sizePx, hardness })
  const stepsPerSquarePx = steps / (outer * outer - inner * inner)
  const low = new Uint8Array(steps + 1)
  const high = new Uint8Array(steps + 1).fill(255)
  for (let i = 0; i < steps; i++) {
    const distance = i === 0 ? inner : Math.sqrt(inner * inner + (i + 0.5) / stepsPerSquarePx)
    const t = (distance - inner) / (outer - inner)
    const coverage = peak * (1 - t * t * (3 - 2 * t))
    low[i] = Math.round(coverage * value)
    high[i] = 255 - Math.round(coverage * (255 - value))
  }
  return { value, inner, outer, low, high, stepsPerSquarePx }
}

type KernelRow = {
  readonly kernel: Kernel
  readonly data: Uint8Array
  /** Where in `data` the row begins. */
  readonly start: number
  /** Squared distances from the path, in px. */
  readonly distances: Float64Array
  readonly count: number
}

/** Holds each pixel inside the interval for its distance. */
export function applyKernel({ kernel, data, start, distances, count }: KernelRow): void {
  const { inner, outer, low, high, stepsPerSquarePx } = kernel
  const inner2 = inner * inner
  const outer2 = outer * outer
  for (let i = 0; i < count; i++) {
    const distance2 = distances[i]
    if (distance2 >= outer2) continue
    const step = distance2 <= inner2 ? 0 : ((distance2 - inner2) * stepsPerSquarePx) | 0
    const old = data[start + i]
    if (old < low[step]) data[start + i] = low[step]
    else if (old > high[step]) data[start + i] = high[step]
  }
}
