import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalCodes, codeLengths } from './huffman.ts'

const mostBits = 11
const counts = fc
  .array(fc.oneof(fc.constant(0), fc.nat(20), fc.nat(1_000_000)), { minLength: 2, maxLength: 286 })
  .map((list) => Uint32Array.from(list))

test('codes are as short as the example of RFC 1951 has them', () => {
  expect([...canonicalCodes(new Uint8Array([3, 3, 3, 3, 3, 2, 4, 4]))].map((code) => code.toString(2))).toEqual(
    // 010 011 100 101 110 00 1110 1111, each read from its end
    ['10', '110', '1', '101', '11', '0', '111', '1111'],
  )
  expect([...codeLengths(new Uint32Array([1, 0, 1, 2, 4]), mostBits)]).toEqual([3, 0, 3, 2, 1])
})

test('every symbol that comes gets a code, none is too long, and together they leave nothing unused', () => {
  fc.assert(
    fc.property(counts, (given) => {
      const lengths = codeLengths(given, mostBits)
      const used = [...lengths].filter((length) => length > 0)
      expect([...lengths].map((length) => length > 0)).toEqual([...given].map((count) => count > 0))
      expect(Math.max(0, ...used)).toBeLessThanOrEqual(mostBits)
      const taken = used.reduce((sum, length) => sum + 2 ** -length, 0)
      if (used.length > 1) expect(taken).toBe(1)
    }),
  )
})

test('what comes more often never has the longer code, even where codes had to be cut', () => {
  const doubling = Uint32Array.from({ length: 30 }, (_, i) => 2 ** i)
  const lengths = codeLengths(doubling, mostBits)
  expect(Math.max(...lengths)).toBe(mostBits)
  for (let i = 1; i < lengths.length; i++) expect(lengths[i]).toBeLessThanOrEqual(lengths[i - 1])
})

test('no code begins another', () => {
  fc.assert(
    fc.property(counts, (given) => {
      const lengths = codeLengths(given, mostBits)
      const codes = [...canonicalCodes(lengths)]
        .map((code, symbol) => [...code.toString(2).padStart(lengths[symbol], '0')].reverse().join(''))
        .filter((_, symbol) => lengths[symbol] > 0)
        .sort()
      for (let i = 1; i < codes.length; i++) expect(codes[i].startsWith(codes[i - 1])).toBe(false)
    }),
  )
})
