import fc from 'fast-check'
import { expect, test } from 'vitest'
import { justifyRows } from './justified-rows.ts'

const lay = (aspects: readonly number[], width = 1392) =>
  justifyRows({ items: aspects, aspectOf: (aspect) => aspect, width, targetHeight: 232, gap: 12 })

const aspects = fc.array(fc.double({ min: 3 / 7, max: 7 / 3, noNaN: true }), { maxLength: 60 })

test('every picture is there once, in order', () => {
  fc.assert(
    fc.property(aspects, fc.integer({ min: 300, max: 3000 }), (items, width) => {
      expect(lay(items, width).flatMap((row) => row.items.map(({ item }) => item))).toEqual(items)
    }),
  )
})

test('every row but the last fills the width to the pixel, and none is wider', () => {
  fc.assert(
    fc.property(aspects, fc.integer({ min: 300, max: 3000 }), (items, width) => {
      lay(items, width).forEach((row, index, rows) => {
        const total = row.items.reduce((sum, { width: own }) => sum + own, 12 * (row.items.length - 1))
        if (index < rows.length - 1) expect(total).toBeCloseTo(width, 6)
        else expect(total).toBeLessThanOrEqual(width + 1e-6)
      })
    }),
  )
})

test('a few pictures keep the wanted height', () => {
  expect(lay([1.5, 1])).toEqual([
    {
      height: 232,
      items: [
        { item: 1.5, width: 348 },
        { item: 1, width: 232 },
      ],
    },
  ])
})

test('on a desktop rows stay near the wanted height', () => {
  fc.assert(
    fc.property(aspects, (items) => {
      for (const row of lay(items).slice(0, -1)) {
        expect(row.height).toBeGreaterThan(232 * 0.75)
        expect(row.height).toBeLessThan(232 * 1.34)
      }
    }),
  )
})
