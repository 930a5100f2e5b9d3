import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchColour } from './colour.ts'
import { register } from './register.ts'
import { drawScene, middle, paint, paintMask, repaint } from './scene.fixture.ts'

const moved = { shift: { x: 1.4, y: -2.2 }, scale: { x: 1.008, y: 1.008 } }
const stranger = drawScene({ seed: 98 })

/** Of a grey level as the result shows it: how far the match leaves it from the original's. */
function levelsLeft(match: ReturnType<typeof matchColour>, gain: readonly number[], offset: readonly number[]): number {
  const grey = [60, 120, 190]
  const left = grey.flatMap((level) =>
    [0, 1, 2].map((c) => Math.abs(match.gain[c] * (gain[c] * level + offset[c]) + match.offset[c] - level)),
  )
  return Math.max(...left)
}

test('a tint is taken off to one level, from dark to bright', () => {
  const channels = (least: number, most: number) =>
    fc.array(fc.double({ min: least, max: most, noNaN: true }), { minLength: 3, maxLength: 3 })
  const property = fc.property(channels(0.95, 1.05), channels(-8, 8), fc.nat(1000), (gain, offset, seed) => {
    const original = drawScene({ seed })
    const shown = drawScene({ seed, transform: moved, gain, offset, noise: 2 })
    const result = repaint(shown, { mask: middle, other: stranger })
    const registration = register({ original, result, mask: middle })
    const match = matchColour({ original, result, mask: middle, registration })
    expect(match).toMatchObject({ applied: true, refusal: null })
    expect(levelsLeft(match, gain, offset)).toBeLessThan(1)
  })
  fc.assert(property, { numRuns: 6, seed: 8 })
})

test('the same colours stay the same', () => {
  const original = drawScene({ seed: 2 })
  const registration = register({ original, result: original, mask: middle })
  const match = matchColour({ original, result: original, mask: middle, registration })
  expect(levelsLeft(match, [1, 1, 1], [0, 0, 0])).toBeLessThan(0.05)
  expect(match.confidence).toBeGreaterThan(0.95)
})

test('a redrawn corner of another colour is left out', () => {
  const [gain, offset] = [
    [1.03, 1, 0.97],
    [-4, 2, 5],
  ]
  const original = drawScene({ seed: 4 })
  const corner = paintMask((x, y) => x > 220 && y > 140)
  const bright = drawScene({ seed: 97, offset: [60, 60, 60] })
  const result = repaint(drawScene({ seed: 4, transform: moved, gain, offset }), { mask: corner, other: bright })
  const registration = register({ original, result, mask: middle })
  expect(levelsLeft(matchColour({ original, result, mask: middle, registration }), gain, offset)).toBeLessThan(1)
})

test('what lies under the mask changes nothing', () => {
  const [original, result] = [drawScene({ seed: 5 }), drawScene({ seed: 5, transform: moved, offset: [4, 4, 4] })]
  const registration = register({ original, result, mask: middle })
  const match = matchColour({ original, result, mask: middle, registration })
  const pictures = [original, result].map((picture) => repaint(picture, { mask: middle, other: stranger, inside: 8 }))
  expect(matchColour({ original: pictures[0], result: pictures[1], mask: middle, registration })).toEqual(match)
})

describe('it says why it is not applied', () => {
  test('unaligned', () => {
    const [original, result] = [drawScene({ seed: 6 }), drawScene({ seed: 7 })]
    const registration = register({ original, result, mask: middle })
    expect(matchColour({ original, result, mask: middle, registration })).toMatchObject({
      ...{ applied: false, refusal: 'unaligned' },
    })
  })

  test('too little is protected', () => {
    const original = drawScene({ seed: 8 })
    const registration = register({ original, result: original, mask: middle })
    const all = paintMask((x) => x > 3)
    expect(matchColour({ original, result: original, mask: all, registration })).toEqual({
      ...{
        gain: [1, 1, 1],
        offset: [0, 0, 0],
        atMedian: [0, 0, 0],
        applied: false,
        refusal: 'too-little',
        confidence: 0,
      },
    })
  })

  test('more than a tint: the estimate is told all the same', () => {
    const [original, result] = [drawScene({ seed: 9 }), drawScene({ seed: 9, offset: [30, 30, 30] })]
    const registration = register({ original, result, mask: middle })
    expect(registration.applied).toBe(true)
    const match = matchColour({ original, result, mask: middle, registration })
    expect(match).toMatchObject({ applied: false, refusal: 'too-strong' })
    expect(levelsLeft(match, [1, 1, 1], [30, 30, 30])).toBeLessThan(2)
  })

  test('flat pictures are unaligned, whatever their colour', () => {
    const [original, result] = [paint(() => [90, 90, 90]), paint(() => [96, 90, 84])]
    const registration = register({ original, result, mask: middle })
    expect(matchColour({ original, result, mask: middle, registration })).toMatchObject({
      ...{ applied: false, refusal: 'unaligned' },
    })
  })
})
