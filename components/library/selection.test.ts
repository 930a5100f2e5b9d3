import { expect, test } from 'vitest'
import { extend, noSelection, toggle, within } from './selection.ts'

const order = ['a', 'b', 'c', 'd', 'e']
const idsOf = ({ ids }: { ids: ReadonlySet<string> }) => [...ids].toSorted()

test('a picture is chosen and let go, and the last one touched is where a range begins', () => {
  const one = toggle(noSelection, 'b')
  expect([idsOf(one), one.anchorId]).toEqual([['b'], 'b'])
  const gone = toggle(one, 'b')
  expect([idsOf(gone), gone.anchorId]).toEqual([[], 'b'])
  expect(idsOf(noSelection)).toEqual([])
})

test('a range goes either way, adds to what is chosen, and keeps its beginning', () => {
  const down = extend(toggle(toggle(noSelection, 'a'), 'c'), { id: 'e', order })
  expect([idsOf(down), down.anchorId]).toEqual([['a', 'c', 'd', 'e'], 'c'])
  expect(idsOf(extend(down, { id: 'b', order }))).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('without a beginning, or with one that is gone, a range is the one picture', () => {
  expect(idsOf(extend(noSelection, { id: 'c', order }))).toEqual(['c'])
  expect(idsOf(extend(toggle(noSelection, 'x'), { id: 'c', order }))).toEqual(['c', 'x'])
})

test('what is no longer in the list is no longer chosen, and what is unchanged stays the same value', () => {
  const chosen = toggle(toggle(noSelection, 'a'), 'd')
  expect(within(chosen, order)).toBe(chosen)
  expect(idsOf(within(chosen, ['b', 'd']))).toEqual(['d'])
})
