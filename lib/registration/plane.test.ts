import { describe, expect, test } from 'vitest'
import { halve, highPass, luminance, type Plane, smooth } from './plane.ts'

const draw = (width: number, height: number, level: (x: number, y: number) => number): Plane => ({
  values: Float32Array.from({ length: width * height }, (_, i) => level(i % width, Math.floor(i / width))),
  ...{ width, height },
})

const everywhere = (width: number, height: number): Plane => draw(width, height, () => 1)

test('luma weighs the channels and leaves alpha out', () => {
  const data = Uint8Array.of(100, 0, 0, 255, 0, 100, 0, 0, 0, 0, 100, 7)
  const { values } = luminance({ data, width: 3, height: 1, channels: 4 })
  expect([...values].map((value) => Math.round(value * 10))).toEqual([299, 587, 114])
})

describe('smoothing', () => {
  test.each([
    [1, 1],
    [2, 3],
    [9, 1],
    [7, 8],
  ])('keeps an even picture of %i × %i even', (width, height) => {
    expect(smooth(draw(width, height, () => 50)).values).toEqual(draw(width, height, () => 50).values)
  })

  test('spreads a point as 1 4 6 4 1 both ways', () => {
    const { values } = smooth(draw(7, 7, (x, y) => (x === 3 && y === 3 ? 256 : 0)))
    const row = [0, 1, 4, 6, 4, 1, 0]
    expect([...values]).toEqual(row.flatMap((down) => row.map((across) => across * down)))
  })
})

test('halving keeps pixel 2i at i', () => {
  const { values, width, height } = halve(draw(5, 4, (x, y) => 10 * y + x))
  expect({ width, height, values: [...values] }).toEqual({ width: 3, height: 2, values: [0, 2, 4, 20, 22, 24] })
})

describe('the high-pass', () => {
  test('takes brightness and ramps off, and leaves a wave', () => {
    const wave = (x: number) => 10 * Math.sin(x)
    const ramp = (x: number, y: number) => 40 + 0.5 * x - 0.3 * y
    const { values } = highPass(
      draw(60, 60, (x, y) => ramp(x, y) + wave(x)),
      everywhere(60, 60),
    )
    for (let x = 20; x < 40; x++) expect(Math.abs(values[30 * 60 + x] - wave(x))).toBeLessThan(1)
  })

  test('of what counts does not see what does not', () => {
    const share = draw(40, 40, (x) => (x < 20 ? 1 : 0))
    const seen = (behind: number) =>
      highPass(
        draw(40, 40, (x, y) => (x < 20 ? Math.sin(x * y) : behind)),
        share,
      ).values.filter((_, i) => i % 40 < 20)
    expect(seen(200)).toEqual(seen(0))
  })
})
