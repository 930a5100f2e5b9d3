import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createArchiveNames } from './archive-names.ts'

test('names stay as they are as long as they are fit and single, and end as their bytes are', () => {
  const nameOf = createArchiveNames()
  expect(nameOf('cat.png', 'png')).toBe('cat.png')
  expect(nameOf('CAT.png', 'png')).toBe('CAT (2).png')
  expect(nameOf('cat.png', 'png')).toBe('cat (3).png')
  expect(nameOf('cat.png', 'jpeg')).toBe('cat.jpg')
  expect(nameOf('sea.jpeg', 'jpeg')).toBe('sea.jpeg')
  expect(nameOf('猫', 'webp')).toBe('猫.webp')
  expect(nameOf('../a:b', 'png')).toBe('.._a_b.png')
})

test('no two are the same on any disk, and none leads out of its folder', () => {
  const name = fc.constantFrom('a', 'A', 'a.png', 'a (2).png', 'a (2)', 'x/a', 'x\\a', '')
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.constantFrom('png', 'jpeg')), { maxLength: 30 }), (files) => {
      const nameOf = createArchiveNames()
      const given = files.map(([each, format]) => nameOf(each, format))
      expect(new Set(given.map((each) => each.toLowerCase())).size).toBe(given.length)
      for (const each of given) expect(each).not.toMatch(/[/\\]/)
    }),
  )
})
