import { expect, test } from 'vitest'
import { confidenceOf, type Evidence, type Gates, judge, predictError } from './confidence.ts'
import { middle } from './scene.fixture.ts'

const sure: Evidence = {
  ...{ transform: { shift: { x: 3, y: -4 }, scale: { x: 1.012, y: 1.004 } }, predictedErrorPx: 0 },
  ...{
    inlierShare: 1,
    weakestSide: 0.9,
    texturedPoints: 5000,
    correlation: 0.9,
    ambiguity: 0.2,
    dissent: 0,
    straying: 0,
  },
}

test('nothing in doubt is a confidence of 1', () => {
  expect(confidenceOf(judge(sure))).toBe(1)
})

test.each<[keyof Gates, Partial<Evidence>]>([
  ['inliers', { inlierShare: 0.35 }],
  ['distinct', { ambiguity: 0.9 }],
  ['undivided', { dissent: 0.45 }],
  ['settled', { straying: 0.3 }],
  ['likeness', { correlation: 0.2 }],
  ['precision', { predictedErrorPx: 0.4 }],
  ['precision', { predictedErrorPx: null }],
  ['sides', { weakestSide: 0.3 }],
  ['plausible', { transform: { shift: { x: 9, y: 9 }, scale: { x: 1, y: 1 } } }],
  ['plausible', { transform: { shift: { x: 0, y: 0 }, scale: { x: 1, y: 1.031 } } }],
  ['plausible', { transform: { shift: { x: 0, y: 0 }, scale: { x: 1.011, y: 1 } } }],
  ['plausible', { texturedPoints: 399 }],
])('%s alone refuses: %o', (gate, doubt) => {
  const gates = judge({ ...sure, ...doubt })
  expect(confidenceOf(gates)).toBeLessThan(0.5)
  expect(confidenceOf({ ...gates, [gate]: 1 })).toBe(1)
})

test('an uncertain shift is told at the border in result pixels, an uncertain zoom more the farther out', () => {
  const covariance = (i: number, value: number) =>
    Float64Array.from({ length: 25 }, (_, k) => (k === 6 * i ? value : 0))
  expect(predictError(covariance(0, 0.04), middle, 1)).toBeCloseTo(0.2, 6)
  expect(predictError(covariance(1, 0.04), middle, 2)).toBeCloseTo(0.4, 6)
  const ofZoom = predictError(covariance(2, 0.04), middle, 1)
  expect(ofZoom).toBeGreaterThan(0.05)
  expect(ofZoom).toBeLessThan(0.2)
  expect(predictError(covariance(0, 0.04), { ...middle, data: middle.data.map(() => 0) }, 1)).toBeNull()
})
