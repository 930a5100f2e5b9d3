// Pictures as floats, so that what is done to them one after the other is rounded once.
import type { Pixmap } from '#lib/retouch/pixmap.ts'

export type FloatPicture = {
  readonly values: Float32Array
  readonly width: number
  readonly height: number
  readonly channels: number
}

export const toFloats = ({ data, width, height, channels }: Pixmap): FloatPicture => ({
  values: Float32Array.from(data),
  ...{ width, height, channels },
})

export function toPixmap({ values, width, height }: FloatPicture): Pixmap {
  return { data: Uint8Array.from(Uint8ClampedArray.from(values)), width, height, channels: 3 }
}

/** Convolved with a normal curve of this deviation, borders repeated. */
export function soften({ values, width, height, channels }: FloatPicture, sigmaPx: number): FloatPicture {
  const radius = Math.ceil(3 * sigmaPx)
  const curve = Array.from({ length: 2 * radius + 1 }, (_, i) => Math.exp(-((i - radius) ** 2) / (2 * sigmaPx ** 2)))
  const total = curve.reduce((sum, value) => sum + value, 0)
  const rowLength = width * channels
  const across = new Float32Array(values.length)
  for (let y = 0; y < height; y++) {
    const start = y * rowLength
    for (let k = -radius; k <= radius; k++) {
      const weight = curve[k + radius] / total
      const from = Math.max(0, -k)
      const to = Math.min(width, width - k)
      for (let i = start + from * channels; i < start + to * channels; i++)
        across[i] += weight * values[i + k * channels]
      for (let c = 0; c < channels; c++) {
        for (let x = 0; x < from; x++) across[start + x * channels + c] += weight * values[start + c]
        const last = start + (width - 1) * channels + c
        for (let x = to; x < width; x++) across[start + x * channels + c] += weight * values[last]
      }
    }
  }
  const both = new Float32Array(values.length)
  for (let y = 0; y < height; y++) {
    for (let k = -radius; k <= radius; k++) {
      const from = Math.min(height - 1, Math.max(0, y + k)) * rowLength
      const weight = curve[k + radius] / total
      for (let i = 0; i < rowLength; i++) both[y * rowLength + i] += weight * across[from + i]
    }
  }
  return { values: both, width, height, channels }
}

/** Where on the source the pixel (x, y) looks: written into `at`, in pixel indices. */
export type Place = (x: number, y: number, at: { x: number; y: number }) => void

/** Catmull–Rom at any place, not by the product's own resampler: a shift of its own would cancel out. */
export function gather(source: FloatPicture, size: { width: number; height: number }, place: Place): FloatPicture {
  const { values, width, height } = source
  const gathered = new Float32Array(size.width * size.height * 3)
  const at = { x: 0, y: 0 }
  const across = new Float64Array(4)
  for (let y = 0, to = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++, to += 3) {
      place(x, y, at)
      const u = Math.min(width - 3, Math.max(1, at.x))
      const v = Math.min(height - 3, Math.max(1, at.y))
      const column = Math.floor(u)
      const row = Math.floor(v)
      weigh(u - column, across)
      const [d0, d1, d2, d3] = [u0(v - row), u1(v - row), u1(1 - v + row), u0(1 - v + row)]
      const first = ((row - 1) * width + column - 1) * 3
      for (let c = 0; c < 3; c++) {
        let i = first + c
        let sum = 0
        for (let line = 0; line < 4; line++, i += width * 3) {
          const weight = line === 0 ? d0 : line === 1 ? d1 : line === 2 ? d2 : d3
          sum +=
            weight *
            (across[0] * values[i] + across[1] * values[i + 3] + across[2] * values[i + 6] + across[3] * values[i + 9])
        }
        gathered[to + c] = sum
      }
    }
  }
  return { values: gathered, ...size, channels: 3 }
}

const u0 = (f: number): number => f * (-0.5 + f * (1 - 0.5 * f))
const u1 = (f: number): number => 1 + f * f * (-2.5 + 1.5 * f)

function weigh(f: number, weights: Float64Array): void {
  weights[0] = u0(f)
  weights[1] = u1(f)
  weights[2] = u1(1 - f)
  weights[3] = u0(1 - f)
}
