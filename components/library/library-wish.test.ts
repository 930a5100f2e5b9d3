import fc from 'fast-check'
import { expect, test } from 'vitest'
import { libraryFilters, librarySorts } from '#lib/edits/library.ts'
import { readWish, wholeLibrary, writeWish } from './library-wish.ts'

test('what is written into an address is read from it, whatever is searched for', () => {
  const wish = fc.record({
    search: fc.string({ unit: 'grapheme' }),
    filter: fc.constantFrom(...libraryFilters),
    sort: fc.constantFrom(...librarySorts),
  })
  fc.assert(
    fc.property(wish, (wanted) => {
      expect(readWish(writeWish(wanted))).toEqual(wanted)
    }),
  )
})

test('the whole library has a bare address, and nonsense is the whole library', () => {
  expect(writeWish(wholeLibrary)).toBe('')
  expect(writeWish({ search: 'a b', filter: 'edited', sort: 'newest' })).toBe('?search=a+b&filter=edited')
  expect(readWish('?filter=odd&sort=&other=1')).toEqual(wholeLibrary)
})
