import { expect, test } from 'vitest'
import { type Box, scrollFor } from './strip-scroll.ts'

const tile = (column: number, lane: number): Box => ({
  left: column * 200,
  top: lane * 50,
  right: column * 200 + 200,
  bottom: lane * 50 + 50,
})
const view = { left: 0, top: 0, width: 500, height: 110 }

test('what is seen already does not move', () => {
  expect(scrollFor(view, [tile(0, 0), tile(1, 0), tile(1, 1)])).toEqual({ left: 0, top: 0 })
})

test('current version and next edit come into view together where both fit', () => {
  expect(scrollFor(view, [tile(3, 4), tile(4, 5)])).toEqual({ left: 500, top: 190 })
})

test('a child too far away is left out, and a nearer one is not', () => {
  expect(scrollFor(view, [tile(3, 0), tile(4, 5), tile(4, 1)])).toEqual({ left: 500, top: 0 })
})

test('a box larger than the view shows its beginning', () => {
  expect(scrollFor({ ...view, width: 100, height: 20 }, [tile(2, 2)])).toEqual({ left: 400, top: 100 })
})

test('without anything to show nothing moves', () => {
  expect(scrollFor({ ...view, left: 7, top: 3 }, [])).toEqual({ left: 7, top: 3 })
})
