import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decay } from './decay.ts'
import { growSquare, isAvoided, isHole, isSource, isTarget, patchRadius, prepareSite } from './level.ts'
import { buildPyramid, halve } from './pyramid.ts'
import { createRandom } from './random.ts'

const levels = fc
  .record({ width: fc.integer({ min: 1, max: 30 }), height: fc.integer({ min: 1, max: 30 }) })
  .chain(({ width, height }) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      state: fc
        .array(fc.constantFrom(0, 0, 0, 0, 0, 0, isHole, isAvoided), {
          minLength: width * height,
          maxLength: width * height,
        })
        .map((bits) => Uint8Array.from(bits)),
      pixels: fc.uint8Array({ minLength: width * height * 4, maxLength: width * height * 4 }),
    }),
  )

describe('a square growth', () => {
  test('marks what has something within that many pixels in each direction', () => {
    fc.assert(
      fc.property(levels, fc.nat(6), ({ width, height, state }, px) => {
        const expected = state.map((_, at) => {
          const x = at % width
          const y = Math.floor(at / width)
          for (let row = Math.max(0, y - px); row <= Math.min(height - 1, y + px); row++) {
            for (let column = Math.max(0, x - px); column <= Math.min(width - 1, x + px); column++) {
              if (state[row * width + column] !== 0) return 1
            }
          }
          return 0
        })
        expect(growSquare(state, { width, height }, px)).toEqual(expected)
      }),
    )
  })
})

describe('a site', () => {
  test('has its sources away from the hole, the avoided and the border, and its targets at the hole only', () => {
    fc.assert(
      fc.property(levels, (level) => {
        const { width, height, state, sources, targetCount, depth, box } = prepareSite(level)
        const near = (at: number, bits: number) => {
          for (let dy = -patchRadius; dy <= patchRadius; dy++) {
            for (let dx = -patchRadius; dx <= patchRadius; dx++) if (state[at + dy * width + dx] & bits) return true
          }
          return false
        }
        let targets = 0
        const listed = new Set(sources)
        for (let at = 0; at < state.length; at++) {
          const x = at % width
          const y = Math.floor(at / width)
          const whole = x >= patchRadius && x < width - patchRadius && y >= patchRadius && y < height - patchRadius
          expect((state[at] & isSource) !== 0).toBe(whole && !near(at, isHole | isAvoided))
          expect((state[at] & isTarget) !== 0).toBe(whole && near(at, isHole))
          expect(listed.has(at)).toBe((state[at] & isSource) !== 0)
          if (state[at] & isTarget) targets++
        }
        expect(targetCount).toBe(targets)
        expect(depth).toHaveLength(box.width * box.height)
      }),
    )
  })
})

describe('halving', () => {
  test('lets nothing of the hole into what is known', () => {
    fc.assert(
      fc.property(levels, (level) => {
        const spoiled = { ...level, pixels: new Uint8Array(level.pixels) }
        for (let at = 0; at < level.state.length; at++)
          if (level.state[at] & isHole) spoiled.pixels.fill(255, at * 4, at * 4 + 4)
        expect(halve(spoiled)).toEqual(halve(level))
      }),
    )
  })

  test('goes on until the hole is three patches deep', () => {
    const width = 400
    const state = new Uint8Array(width * width)
    for (let y = 120; y < 280; y++) state.fill(isHole, y * width + 120, y * width + 280)
    const sites = buildPyramid({ width, height: width, state, pixels: new Uint8Array(width * width * 4) })
    expect(sites.map(({ maxDepthPx }) => Math.floor(maxDepthPx))).toEqual([80, 40, 20, 10])
  })
})

test('the table of e^−x is that function within its step', () => {
  for (let x = 0; x < 16; x += 0.013) expect(Math.abs(decay(x) - Math.exp(-x))).toBeLessThan(1 / 256)
  expect(decay(1e9)).toBeGreaterThan(0)
})

test('random numbers are those of the seed, whatever the machine', () => {
  const first = (seed: number) => {
    const random = createRandom(seed)
    return [random(), random(), random()]
  }
  expect(first(1)).toMatchInlineSnapshot(`
    [
      331911211,
      947120493,
      4002616194,
    ]
  `)
  expect(first(1)).not.toEqual(first(2))
  for (const seed of [0, 2_147_483_647]) expect(new Set(first(seed)).size).toBe(3)
})
