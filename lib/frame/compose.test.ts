import { expect, test } from 'vitest'
import { planComposition } from './compose.ts'
import { offeredRatios, parseRatio } from './ratio.ts'

const limits = { ratios: offeredRatios, maxPixels: 2_000_000 }
const plan = (base: [number, number], reference: [number, number], change = {}) =>
  planComposition({
    base: { width: base[0], height: base[1] },
    reference: { width: reference[0], height: reference[1] },
    ...{ side: 'left' as const, gap: 0, limits },
    ...change,
  })

test('both come to the height of the smaller one, the reference left, the base right, with the gap between', () => {
  const { base, reference, sent, aspectRatio } = plan([600, 400], [800, 800], { gap: 32 })
  expect(reference).toMatchObject({ width: 400, height: 400 })
  expect(base).toMatchObject({ width: 600, height: 400, y: reference.y })
  expect(base.x).toBe(reference.x + 400 + 32)
  // 1032 × 400 is wider than the widest that is offered: white above and below.
  expect([aspectRatio, sent]).toEqual(['7:3', { width: 1036, height: 444 }])
})

test('swapped, the base is left', () => {
  const { base, reference } = plan([600, 400], [800, 800], { side: 'right' })
  expect(reference.x).toBe(base.x + base.width)
})

test('whatever the sizes, both lie inside, side by side, and no more is sent than the engine needs', () => {
  for (const base of [
    [4000, 3000],
    [100, 900],
    [5000, 2200],
    [37, 41],
  ] as const)
    for (const reference of [
      [3000, 4000],
      [64, 64],
      [7, 3],
    ] as const)
      for (const side of ['left', 'right'] as const) {
        const made = plan([...base], [...reference], { side, gap: 16 })
        const { sent, aspectRatio } = made
        const ratio = parseRatio(aspectRatio)!
        expect(sent.width * ratio.height).toBe(sent.height * ratio.width)
        expect(sent.width * sent.height).toBeLessThanOrEqual(limits.maxPixels)
        for (const { x, y, width, height } of [made.base, made.reference]) {
          expect(Math.min(x, y)).toBeGreaterThanOrEqual(0)
          expect(x + width).toBeLessThanOrEqual(sent.width)
          expect(y + height).toBeLessThanOrEqual(sent.height)
        }
        const [first, second] = side === 'left' ? [made.reference, made.base] : [made.base, made.reference]
        expect(second.x).toBeGreaterThanOrEqual(first.x + first.width)
      }
})
