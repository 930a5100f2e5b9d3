// Which size comes back for which ratio. Written down here once more, apart from lib/frame, so that the studio and the
// provider that tests it cannot share a mistake.
import type { Size } from '../../lib/core/geometry.ts'

const ladder = new Map<string, Size>([
  ['1:1', { width: 1024, height: 1024 }],
  ['2:3', { width: 832, height: 1248 }],
  ['3:2', { width: 1248, height: 832 }],
  ['16:9', { width: 1408, height: 792 }],
  ['9:16', { width: 792, height: 1408 }],
  ['3:7', { width: 662, height: 1544 }],
  ['7:3', { width: 1544, height: 662 }],
])

export const isRatioAllowed = (width: number, height: number): boolean =>
  width * 7 >= height * 3 && width * 3 <= height * 7

/**
 * The size for "W:H" of positive integers within 3:7 … 7:3, or null. Seven ratios have sizes of their own, also when
 * written unreduced ("32:18"); any other gets about 1024² pixels with both sides rounded to multiples of 8.
 */
export function resultSize(aspectRatio: string): Size | null {
  const match = /^([1-9]\d{0,5}):([1-9]\d{0,5})$/.exec(aspectRatio)
  if (match === null) return null
  const [w, h] = [Number(match[1]), Number(match[2])]
  if (!isRatioAllowed(w, h)) return null
  const divisor = greatestCommonDivisor(w, h)
  const listed = ladder.get(`${w / divisor}:${h / divisor}`)
  return listed ?? { width: toEights(1024 * Math.sqrt(w / h)), height: toEights(1024 * Math.sqrt(h / w)) }
}

const toEights = (length: number): number => 8 * Math.round(length / 8)

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b))
