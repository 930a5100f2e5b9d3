import fc from 'fast-check'
import { expect, test } from 'vitest'
import { heldStretch, isHeld, placeRows, placeTiles, rowsWithin } from './placed-rows.ts'

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

test('what is held reaches two thirds of a window beyond it, and a row at least, and changes in small steps', () => {
  fc.assert(
    fc.property(stretch, ({ from, to }) => {
      const held = heldStretch({ from, to })
      const beyond = Math.max(600, ((to - from) * 2) / 3 - 8)
      expect(held.from).toBeLessThanOrEqual(from - beyond)
      expect(held.to).toBeGreaterThanOrEqual(to + beyond)
    }),
  )
  const stretches = Array.from({ length: 900 }, (_, from) => JSON.stringify(heldStretch({ from, to: from + 900 })))
  expect(new Set(stretches).size).toBeLessThanOrEqual(25)
})

test('every picture that a window shows is held, and a step brings few of them', () => {
  const given = Array.from({ length: 200 }, (_, i) => ({
    height: 180 + ((i * 37) % 160),
    items: Array.from({ length: 1 + (i % 6) }, (_, n) => ({ item: n, width: 100 })),
  }))
  const placed = placeRows(given, 68)
  const heldAt = (from: number, height: number): Set<string> => {
    const near = heldStretch({ from, to: from + height })
    return new Set(
      rowsWithin(placed, near).flatMap((row) =>
        row.items.flatMap((_, index) => (isHeld(row, index, near) ? `${row.first + index}` : [])),
      ),
    )
  }
  for (const height of [300, 800, 1400]) {
    let before = heldAt(2_000, height)
    for (let from = 2_000; from < 6_000; from += 7) {
      const held = heldAt(from, height)
      for (const row of placed.rows) {
        if (row.top + row.height + 68 <= from || row.top >= from + height) continue
        for (const index of row.items.keys()) expect(held.has(`${row.first + index}`)).toBe(true)
      }
      expect([...held].filter((key) => !before.has(key)).length).toBeLessThanOrEqual(4)
      before = held
    }
  }
})
