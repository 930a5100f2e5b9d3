import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { register } from './register.ts'
import { createRandom, drawScene, largestDistance, middle, paint, paintMask, repaint, size } from './scene.fixture.ts'
import { identity, type Transform } from './transform.ts'

const transforms: fc.Arbitrary<Transform> = fc
  .record({
    x: fc.double({ min: -3, max: 3, noNaN: true }),
    y: fc.double({ min: -3, max: 3, noNaN: true }),
    zoom: fc.double({ min: 0.98, max: 1.02, noNaN: true }),
    uneven: fc.double({ min: -0.003, max: 0.003, noNaN: true }),
  })
  .map(({ x, y, zoom, uneven }) => ({ shift: { x, y }, scale: { x: zoom, y: zoom * (1 + uneven) } }))

const stranger = drawScene({ seed: 99 })

describe('a known transform', () => {
  test('is found to a twentieth of a pixel at the corners, under tint, noise and a repainted middle', () => {
    const property = fc.property(transforms, fc.nat(1000), (transform, seed) => {
      const original = drawScene({ seed })
      const shown = drawScene({ seed, transform, gain: [1.04, 0.97, 1.02], offset: [-5, 4, 6], noise: 2 })
      const found = register({ original, result: repaint(shown, { mask: middle, other: stranger }), mask: middle })
      expect(largestDistance(found, transform)).toBeLessThan(0.05)
      expect(found.applied).toBe(true)
      expect(found.predictedErrorPx).toBeLessThan(0.05)
    })
    fc.assert(property, { numRuns: 8, seed: 4 })
  })

  test('of 8 px is found as well, and at half size to a tenth of a pixel', () => {
    const transform = { shift: { x: -7.6, y: 7.2 }, scale: { x: 1.015, y: 1.013 } }
    const [original, result] = [drawScene({ seed: 3 }), drawScene({ seed: 3, transform })]
    expect(largestDistance(register({ original, result, mask: middle }), transform)).toBeLessThan(0.05)
    const quick = register({ original, result, mask: middle, reach: 'half' })
    expect(largestDistance(quick, transform)).toBeLessThan(0.1)
    expect(quick.applied).toBe(true)
  })

  test('survives a protected part that was redrawn', () => {
    const transform = { shift: { x: 2.3, y: -1.4 }, scale: { x: 0.99, y: 0.99 } }
    const corner = paintMask((x, y) => x > 225 && y > 160)
    const result = repaint(drawScene({ seed: 5, transform }), { mask: corner, other: stranger })
    const found = register({ original: drawScene({ seed: 5 }), result, mask: middle })
    expect(largestDistance(found, transform)).toBeLessThan(0.08)
    expect(found.applied).toBe(true)
  })

  test('is not believed where half of what is protected has moved otherwise, though each half alone would pass', () => {
    const away = { ...identity, shift: { x: -4, y: 3 } }
    const left = paintMask((x) => x < size.width / 2)
    const original = drawScene({ seed: 8 })
    const result = repaint(original, { mask: left, other: drawScene({ seed: 8, transform: away }) })
    const { applied, gates } = register({ original, result, mask: middle })
    expect(applied).toBe(false)
    expect(gates.undivided).toBeLessThan(0.5)
    const leftOnly = {
      ...middle,
      data: middle.data.map((value, i) => (i % size.width > size.width / 2 - 8 ? 255 : value)),
    }
    expect(largestDistance(register({ original, result, mask: leftOnly }), away)).toBeLessThan(0.1)
  })

  test('is not believed where half has moved by so little that a fit settles in between', () => {
    // Two opposite quarters: no scale can make up for that.
    const quarters = paintMask((x, y) => x < size.width / 2 === y < size.height / 2)
    const original = drawScene({ seed: 8 })
    const away = { ...identity, shift: { x: -2.6, y: 1.9 } }
    const result = repaint(original, { mask: quarters, other: drawScene({ seed: 8, transform: away }) })
    const { applied, gates } = register({ original, result, mask: middle })
    expect(applied).toBe(false)
    expect(gates.settled).toBeLessThan(0.5)
  })

  test('is found where only a thin rim is protected', () => {
    const transform = { shift: { x: 1.7, y: 2.2 }, scale: { x: 1.01, y: 1.01 } }
    const all = paintMask((x, y) => x >= 20 && y >= 20 && x < size.width - 20 && y < size.height - 20)
    const result = repaint(drawScene({ seed: 6, transform }), { mask: all, other: stranger })
    const found = register({ original: drawScene({ seed: 6 }), result, mask: all })
    expect(largestDistance(found, transform)).toBeLessThan(0.15)
  })
})

test('what came back in place stays there', () => {
  const original = drawScene({ seed: 11 })
  const found = register({ original, result: original, mask: middle })
  expect(largestDistance(found, identity)).toBeLessThan(0.001)
  expect(found.confidence).toBeGreaterThan(0.95)
})

describe('nothing is applied', () => {
  const random = createRandom(21)
  const grain = (level: number) => paint(() => Array.from({ length: 3 }, () => level + random() - 0.5))
  const ramp = (offset: number) =>
    paint((x, y) => Array.from({ length: 3 }, () => 60 + x / 4 + y / 8 + offset + random() - 0.5))

  test.each([
    ['flat', grain(140), grain(143)],
    ['a gradient', ramp(0), ramp(4)],
    ['another picture', drawScene({ seed: 31 }), drawScene({ seed: 32 })],
    [
      'moved farther than engines do',
      drawScene({ seed: 33 }),
      drawScene({ seed: 33, transform: { shift: { x: 24, y: 9 }, scale: { x: 1, y: 1 } } }),
    ],
  ])('%s', (_, original, result) => {
    const found = register({ original, result, mask: middle })
    expect(found.applied).toBe(false)
    expect(found.confidence).toBeLessThan(0.5)
  })

  test('with nothing protected', () => {
    const original = drawScene({ seed: 34 })
    const found = register({ original, result: original, mask: paintMask(() => true) })
    expect(found).toMatchObject({ ...identity, applied: false, confidence: 0, predictedErrorPx: null })
  })

  test('on a picture of a few pixels', () => {
    for (const side of [1, 2, 3, 9, 40]) {
      const tiny = { width: side, height: side, channels: 3 as const, data: stranger.data.slice(0, side * side * 3) }
      const mask = { width: side, height: side, data: new Uint8Array(side * side) }
      expect(register({ original: tiny, result: tiny, mask }).applied).toBe(false)
    }
  })
})

describe('only what is protected counts', () => {
  const transform = { shift: { x: 1.2, y: -0.8 }, scale: { x: 1.006, y: 1.004 } }
  const original = drawScene({ seed: 41 })
  const result = drawScene({ seed: 41, transform })
  const found = register({ original, result, mask: middle })

  test("the original's pixels under the mask change nothing, to the last bit", () => {
    const other = repaint(original, { mask: middle, other: stranger })
    expect(register({ original: other, result, mask: middle })).toEqual(found)
  })

  test("the result's pixels under the mask, farther in than anything moves, change nothing, to the last bit", () => {
    const other = repaint(result, { mask: middle, other: stranger, inside: 40 })
    expect(other.data).not.toEqual(result.data)
    expect(register({ original, result: other, mask: middle })).toEqual(found)
  })

  test('any grey above 0 may change', () => {
    const grey = { ...middle, data: middle.data.map((value) => Math.min(1, value)) }
    expect(register({ original, result, mask: grey })).toEqual(found)
  })
})

test('the same pictures give the same estimate, with alpha or without', () => {
  const transform = { shift: { x: -0.4, y: 0.9 }, scale: { x: 0.995, y: 0.995 } }
  const [original, result] = [drawScene({ seed: 51 }), drawScene({ seed: 51, transform, noise: 3 })]
  const found = register({ original, result, mask: middle })
  expect(register({ original, result, mask: middle })).toEqual(found)
  const withAlpha = new Uint8Array(size.width * size.height * 4)
  for (let i = 0; i < withAlpha.length; i++) withAlpha[i] = i % 4 === 3 ? 9 : result.data[(i >> 2) * 3 + (i % 4)]
  expect(register({ original, result: { ...size, data: withAlpha, channels: 4 }, mask: middle })).toEqual(found)
})

test('pictures of different sizes are refused', () => {
  const original = drawScene({ seed: 1 })
  const result = { ...original, width: size.height, height: size.width }
  expect(() => register({ original, result, mask: middle })).toThrow(RangeError)
})
