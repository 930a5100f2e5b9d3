// A small scene with a known truth: waves are smooth, so that they can be drawn exactly at any place, moved or not.
import type { Size } from '../core/geometry.ts'
import type { Raster } from '../mask/raster.ts'
import type { Pixmap } from '../retouch/pixmap.ts'
import { axesAt, identity, type Transform } from './transform.ts'

export const size: Size = { width: 320, height: 240 }

type Wave = { x: number; y: number; phase: number; red: number; green: number; blue: number }

/** The same numbers for the same seed. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** Twenty-four waves of 5 to 60 px in every direction, the long ones higher, as in photographs. */
function makeWaves(seed: number): Wave[] {
  const random = createRandom(seed)
  for (let i = 0; i < 8; i++) random()
  return Array.from({ length: 24 }, () => {
    const length = 5 * 12 ** random()
    const angle = random() * 2 * Math.PI
    const height = 1.4 * Math.sqrt(length)
    return {
      ...{ x: (2 * Math.PI * Math.cos(angle)) / length, y: (2 * Math.PI * Math.sin(angle)) / length },
      ...{ phase: random() * 2 * Math.PI, red: height },
      ...{ green: height * (0.8 + 0.4 * random()), blue: height * (0.8 + 0.4 * random()) },
    }
  })
}

type Drawing = {
  readonly seed: number
  readonly transform?: Transform
  readonly gain?: readonly number[]
  readonly offset?: readonly number[]
  /** Levels, evenly up and down. */
  readonly noise?: number
  /** Pixels for each pixel of `size`, along each axis. */
  readonly magnification?: number
}

/** The scene as a result would show it: `transform` says where. */
export function drawScene({
  seed,
  transform = identity,
  gain = [1, 1, 1],
  offset = [0, 0, 0],
  noise = 0,
  magnification = 1,
}: Drawing): Pixmap {
  const waves = makeWaves(seed)
  const random = createRandom(seed + 7)
  const { across, down } = axesAt(transform, size)
  const drawn = { width: size.width * magnification, height: size.height * magnification }
  const place = (i: number): number => (i + 0.5) / magnification - 0.5
  // The sine of a sum is two products of what depends on the column alone and on the row alone.
  const columns = waves.map((wave) =>
    tabulate(drawn.width, (x) => (wave.x * (place(x) - across.origin)) / across.step + wave.phase),
  )
  const rows = waves.map((wave) => tabulate(drawn.height, (y) => (wave.y * (place(y) - down.origin)) / down.step))
  const data = new Uint8Array(drawn.width * drawn.height * 3)
  for (let y = 0, at = 0; y < drawn.height; y++) {
    for (let x = 0; x < drawn.width; x++, at += 3) {
      let [red, green, blue] = [120, 128, 124]
      for (let w = 0; w < waves.length; w++) {
        const value = columns[w].sin[x] * rows[w].cos[y] + columns[w].cos[x] * rows[w].sin[y]
        red += waves[w].red * value
        green += waves[w].green * value
        blue += waves[w].blue * value
      }
      data[at] = toByte(gain[0] * red + offset[0] + noise * (2 * random() - 1))
      data[at + 1] = toByte(gain[1] * green + offset[1] + noise * (2 * random() - 1))
      data[at + 2] = toByte(gain[2] * blue + offset[2] + noise * (2 * random() - 1))
    }
  }
  return { data, ...drawn, channels: 3 }
}

const toByte = (level: number): number => Math.min(255, Math.max(0, Math.round(level)))

function tabulate(count: number, angleAt: (i: number) => number): { sin: Float64Array; cos: Float64Array } {
  const angles = Float64Array.from({ length: count }, (_, i) => angleAt(i))
  return { sin: angles.map(Math.sin), cos: angles.map(Math.cos) }
}

export function paint(levelsAt: (x: number, y: number) => readonly number[]): Pixmap {
  const data = new Uint8Array(size.width * size.height * 3)
  for (let y = 0, at = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++, at += 3) {
      levelsAt(x, y).forEach((level, c) => {
        data[at + c] = toByte(level)
      })
    }
  }
  return { data, ...size, channels: 3 }
}

/** Painted where the function says so, protected elsewhere. */
export function paintMask(isPainted: (x: number, y: number) => boolean): Raster {
  const data = new Uint8Array(size.width * size.height)
  for (let i = 0; i < data.length; i++) data[i] = isPainted(i % size.width, Math.floor(i / size.width)) ? 255 : 0
  return { data, ...size }
}

/** An ellipse in the middle, a quarter of the picture. */
export const middle = paintMask((x, y) => ((x - 160) / 95) ** 2 + ((y - 120) / 70) ** 2 < 1)

/** The picture with other pixels where the mask is painted, at least `inside` px from its border. */
export function repaint(
  picture: Pixmap,
  { mask, other, inside = 0 }: { mask: Raster; other: Pixmap; inside?: number },
): Pixmap {
  const data = picture.data.slice()
  const { width, height } = picture
  // The fixture's masks are convex: the four directions are enough.
  const steps = [-inside, inside, -inside * width, inside * width]
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)]
    if (x < inside || y < inside || x >= width - inside || y >= height - inside) continue
    if (steps.every((by) => mask.data[i + by] > 0)) data.set(other.data.subarray(3 * i, 3 * i + 3), 3 * i)
  }
  return { ...picture, data }
}

/** The largest distance between two transforms over the corners of the picture, in pixels. */
export function largestDistance(a: Transform, b: Transform): number {
  const [one, two] = [axesAt(a, size), axesAt(b, size)]
  const corners = [0, size.width - 1].flatMap((x) => [0, size.height - 1].map((y) => ({ x, y })))
  return Math.max(
    ...corners.map(({ x, y }) =>
      Math.hypot(
        one.across.step * x + one.across.origin - two.across.step * x - two.across.origin,
        one.down.step * y + one.down.origin - two.down.step * y - two.down.origin,
      ),
    ),
  )
}
