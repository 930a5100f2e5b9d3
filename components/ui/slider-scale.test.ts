import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fractionOf, readNumber, type SliderRange, snap, valueAt } from './slider-scale.ts'

const brush: SliderRange = { min: 1, max: 2000, step: 1, scale: 'log' }
const percent: SliderRange = { min: 0, max: 100, step: 1, scale: 'linear' }

test('the ends of a track are the minimum and the maximum', () => {
  for (const range of [brush, percent]) {
    expect([valueAt(0, range), valueAt(1, range)]).toEqual([range.min, range.max])
    expect([fractionOf(range.min, range), fractionOf(range.max, range)]).toEqual([0, 1])
  }
})

test('on a logarithmic track every doubling has the same length', () => {
  const doubling = fractionOf(2, brush) - fractionOf(1, brush)
  expect(fractionOf(1000, brush) - fractionOf(500, brush)).toBeCloseTo(doubling, 12)
})

test('a value survives the way to the track and back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), (value) => {
      expect(valueAt(fractionOf(value, brush), brush)).toBe(value)
    }),
  )
})

test('snapping keeps to the steps and inside the range', () => {
  const tenths: SliderRange = { min: 0, max: 1, step: 0.1, scale: 'linear' }
  expect([snap(0.31, tenths), snap(-4, tenths), snap(7, tenths)]).toEqual([0.3, 0, 1])
})

test('a typed value is read with its unit, a comma or a true minus', () => {
  expect(['208 px', ' 12,5%', '−3', '35%', 'px'].map(readNumber)).toEqual([208, 12.5, -3, 35, null])
})
