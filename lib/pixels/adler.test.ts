import fc from 'fast-check'
import { expect, test } from 'vitest'
import { adler32, joinAdler32 } from './adler.ts'

/** RFC 1950, word for word. */
function plainly(bytes: Uint8Array): number {
  let a = 1
  let b = 0
  for (const byte of bytes) {
    a = (a + byte) % 65_521
    b = (b + a) % 65_521
  }
  return b * 65_536 + a
}

test('the sum is that of the standard, also where every byte is the highest', () => {
  for (const length of [0, 1, 2, 3, 4, 5, 5_551, 5_552, 5_553, 20_000]) {
    const bytes = new Uint8Array(length).fill(255)
    expect(adler32(bytes)).toBe(plainly(bytes))
  }
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => adler32(bytes) === plainly(bytes)))
})

test('two pieces join to the sum of the whole', () => {
  const piece = fc.uint8Array({ maxLength: 300 })
  fc.assert(
    fc.property(piece, piece, (first, second) => {
      const whole = Uint8Array.of(...first, ...second)
      expect(joinAdler32(adler32(first), adler32(second), second.length)).toBe(adler32(whole))
    }),
  )
  const long = new Uint8Array(70_000).map((_, i) => i * 7)
  expect(joinAdler32(adler32(long.subarray(0, 1_000)), adler32(long.subarray(1_000)), 69_000)).toBe(adler32(long))
})
