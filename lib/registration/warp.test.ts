import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Pixmap } from '../retouch/pixmap.ts'
import { resample } from '../retouch/resample.ts'
import { matchColour, sameColour } from './colour.ts'
import { register } from './register.ts'
import { drawScene, middle, size } from './scene.fixture.ts'
import { identity, type Transform } from './transform.ts'
import { warp } from './warp.ts'

const slope = { x: 1.37, y: 0.61 }

/** Levels that rise evenly across and down a picture 120 wide and 80 tall, seen in another size. */
function ramp(width: number, height: number): Pixmap {
  const data = new Uint8Array(width * height * 3)
  for (let i = 0; i < width * height; i++) {
    const x = (((i % width) + 0.5) * 120) / width
    const y = ((Math.floor(i / width) + 0.5) * 80) / height
    data.fill(Math.round(10 + slope.x * x + slope.y * y), i * 3, i * 3 + 3)
  }
  return { data, width, height, channels: 3 }
}

/** The mean of a − b, away from the borders. */
function meanDifference(a: Pixmap, b: Pixmap): number {
  let sum = 0
  let count = 0
  for (let y = Math.ceil(a.height * 0.1); y < a.height * 0.9; y++) {
    for (let x = Math.ceil(a.width * 0.1); x < a.width * 0.9; x++) {
      sum += a.data[(y * a.width + x) * 3] - b.data[(y * a.width + x) * 3]
      count++
    }
  }
  return sum / count
}

describe('a ramp is not shifted', () => {
  test.each([
    [120, 80],
    [240, 160],
    [300, 200],
    [60, 40],
    [75, 50],
  ])('to %i × %i', (width, height) => {
    const warped = warp({ result: ramp(120, 80), transform: identity, colour: sameColour, size: { width, height } })
    // Half an output pixel would be 0.27 levels and more.
    expect(Math.abs(meanDifference(warped, ramp(width, height)))).toBeLessThan(0.04)
  })

  test('but by what the transform says, in pixels of the result, whatever the size', () => {
    const transform: Transform = { shift: { x: 2.5, y: -1 }, scale: { x: 1, y: 1 } }
    for (const [width, height] of [
      [120, 80],
      [240, 160],
      [60, 40],
    ]) {
      const warped = warp({ result: ramp(120, 80), transform, colour: sameColour, size: { width, height } })
      // What is rounded twice is off by up to 0.06 levels; half an output pixel would be 0.3 to 1.4.
      expect(Math.abs(meanDifference(warped, ramp(width, height)) - (2.5 * slope.x - slope.y))).toBeLessThan(0.1)
    }
  })
})

test('a moved, zoomed and tinted picture comes back in place, to three levels', () => {
  const transform = { shift: { x: 2.4, y: -1.7 }, scale: { x: 1.013, y: 0.992 } }
  const colour = { gain: [0.96, 1.03, 1] as const, offset: [5, -3, 0] as const }
  const tint = { gain: colour.gain.map((gain) => 1 / gain), offset: colour.offset.map((by, c) => -by / colour.gain[c]) }
  const warped = warp({ result: drawScene({ seed: 1, transform, ...tint }), transform, colour, size })
  const original = drawScene({ seed: 1 })
  for (let y = 10; y < size.height - 10; y++) {
    for (let i = (y * size.width + 10) * 3; i < (y * size.width + size.width - 10) * 3; i++) {
      if (Math.abs(warped.data[i] - original.data[i]) > 3)
        throw new Error(`${warped.data[i]} is not ${original.data[i]}`)
    }
  }
})

describe('what was sent reduced or enlarged comes back over the crop itself', () => {
  // Within the band that both sizes can show: the fixture's shortest waves are 5 px long.
  test.each([2, 0.5])('whose sides are %d times as long', (magnification) => {
    const transform = { shift: { x: -2.2, y: 1.3 }, scale: { x: 1.012, y: 1.01 } }
    const crop = drawScene({ seed: 7, magnification })
    const result = drawScene({ seed: 7, transform, gain: [1.02, 1, 0.98], offset: [3, -4, 2] })
    const original = resample(crop, size)
    const registration = register({ original, result, mask: middle })
    const colour = matchColour({ original, result, mask: middle, registration })
    const warped = warp({ result, transform: registration, colour, size: crop })
    const edge = Math.ceil(10 * magnification)
    let sum = 0
    let count = 0
    for (let y = edge; y < crop.height - edge; y++) {
      for (let i = (y * crop.width + edge) * 3; i < (y * crop.width + crop.width - edge) * 3; i++) {
        sum += Math.abs(warped.data[i] - crop.data[i])
        count++
      }
    }
    expect(registration.applied).toBe(true)
    // It is 0.2; a quarter of a pixel of the result makes it 1.1.
    expect(sum / count).toBeLessThan(0.4)
  })
})

test('nothing to do gives the same raster, and no transform is plain scaling', () => {
  const result = drawScene({ seed: 2 })
  expect(warp({ result, transform: identity, colour: sameColour, size }).data).toEqual(result.data)
  const other = { width: 500, height: 361 }
  expect(warp({ result, transform: identity, colour: sameColour, size: other }).data).toEqual(
    resample(result, other).data,
  )
})

test('parts fit together to the bit', () => {
  const result = drawScene({ seed: 3 })
  const transform = { shift: { x: 1.234, y: -0.777 }, scale: { x: 1.0071, y: 0.9933 } }
  const colour = { gain: [1.01, 0.99, 1.03] as const, offset: [-2, 3, 1] as const }
  const output = { width: 381, height: 271 }
  const whole = warp({ result, transform, colour, size: output })
  const parts = fc.record({
    x: fc.nat(350),
    y: fc.nat(240),
    width: fc.integer({ min: 1, max: 31 }),
    height: fc.constant(31),
  })
  const property = fc.property(parts, (part) => {
    const { data } = warp({ result, transform, colour, size: output, part })
    for (let y = 0; y < part.height; y++) {
      const start = ((part.y + y) * output.width + part.x) * 3
      const expected = whole.data.subarray(start, start + part.width * 3)
      expect(data.subarray(y * part.width * 3, (y + 1) * part.width * 3)).toEqual(expected)
    }
  })
  fc.assert(property, { numRuns: 20, seed: 1 })
})

test('alpha is moved with the picture and keeps its levels', () => {
  const data = Uint8Array.from({ length: 16 * 16 * 4 }, (_, i) => [100, 100, 100, 255][i % 4])
  const result: Pixmap = { data, width: 16, height: 16, channels: 4 }
  const colour = { gain: [1.1, 1, 1] as const, offset: [0, 10, -20] as const }
  const { data: warped } = warp({ result, transform: identity, colour, size: { width: 32, height: 32 } })
  expect([...warped.subarray(0, 4)]).toEqual([110, 110, 80, 255])
  expect(warped.length).toBe(32 * 32 * 4)
})
