import fc from 'fast-check'
import { expect, test } from 'vitest'
import { heldStretch, placeRows, placeTiles, rowsWithin } from './placed-rows.ts'

const rows = fc.array(
  fc.record({
    height: fc.integer({ min: 20, max: 400 }),
    items: fc.array(fc.record({ item: fc.nat(), width: fc.constant(100) }), { minLength: 1, maxLength: 6 }),
  }),
  { maxLength: 60 },
)
const stretch = fc
  .record({ from: fc.integer({ min: -2000, max: 20_000 }), length: fc.integer({ min: 1, max: 3000 }) })
  .map(({ from, length }) => ({ from, to: from + length }))

test('rows lie below each other without a gap or an overlap, and each knows how many pictures come before it', () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: 0, max: 100 }), (given, beneath) => {
      const placed = placeRows(given, beneath)
      let [top, first] = [0, 0]
      for (const row of placed.rows) {
        expect([row.top, row.first]).toEqual([top, first])
        top += row.height + beneath
        first += row.items.length
      }
      expect(placed.height).toBe(top)
    }),
  )
})

test('every picture lies in its row, after the one before it', () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: 0, max: 30 }), (given, gap) => {
      const placed = placeRows(given, 60)
      const tiles = placeTiles(placed, gap)
      expect(tiles.height).toBe(placed.height)
      for (const [i, { top, height, items }] of placed.rows.entries()) {
        expect(tiles.rows[i].items.map(({ item }) => item)).toEqual(
          items.map(({ item: image, width }, n) => ({ image, place: { left: n * (width + gap), top, width, height } })),
        )
      }
    }),
  )
})

test('the rows of a stretch are exactly those that reach into it', () => {
  fc.assert(
    fc.property(rows, stretch, (given, { from, to }) => {
      const placed = placeRows(given, 60)
      const reaching = placed.rows.filter(({ top, height }) => top + height + 60 > from && top < to)
      expect(rowsWithin(placed, { from, to })).toEqual(reaching)
    }),
  )
})

test('what is held reaches at least two thirds of a window beyond it, and stays the same over small movements', () => {
  fc.assert(
    fc.property(stretch, ({ from, to }) => {
      const held = heldStretch({ from, to })
      const third = (to - from) / 3
      expect(held.from).toBeLessThanOrEqual(from - 2 * third + 2)
      expect(held.to).toBeGreaterThanOrEqual(to + 2 * third - 2)
    }),
  )
  const stretches = Array.from({ length: 900 }, (_, from) => JSON.stringify(heldStretch({ from, to: from + 900 })))
  expect(new Set(stretches).size).toBeLessThanOrEqual(7)
})
