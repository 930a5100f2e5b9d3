import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanFileName } from './file-name.ts'

test.each([
  ['photo.jpg', 'photo.jpg'],
  ['  my photo (1).jpg ', 'my photo (1).jpg'],
  ['/etc/passwd', 'passwd'],
  ['..\\..\\C:\\fakepath\\cat.png', 'cat.png'],
  ['a\n/b\r\n.png', 'b.png'],
  ['cat\u0000.png\u007f\u0085', 'cat.png'],
  ['photo\u202egnp.exe', 'photognp.exe'],
  ['e\u0301te\u0301.png', 'été.png'],
  ['👩‍🎨.png', '👩‍🎨.png'],
  ['猫.png', '猫.png'],
  ['\ud800.png', '\ufffd.png'],
  ['folder/', null],
  ['..', null],
  ['', null],
  [' \t', null],
  [null, null],
  [undefined, null],
])('%j becomes %j', (text, name) => {
  expect(cleanFileName(text)).toBe(name)
})

test('a long name is cut between characters, never in one', () => {
  expect(cleanFileName('😀'.repeat(300))).toBe('😀'.repeat(200))
})

test('whatever comes in, what goes out is a clean name, and cleaning it again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const name = cleanFileName(text)
      if (name === null) return
      expect(name).not.toMatch(/[/\\\p{Cc}]/u)
      expect([...name].length).toBeLessThanOrEqual(200)
      expect(name.isWellFormed()).toBe(true)
      expect(cleanFileName(name)).toBe(name)
    }),
  )
})
