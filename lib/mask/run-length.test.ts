import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeRuns, xorRuns } from './run-length.ts'

const runs = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 1, max: 400 })), { maxLength: 60 })
  .map((pairs) => new Uint8Array(pairs.flatMap(([value, count]) => Array<number>(count).fill(value))))

const width = 7

test('a rectangle becomes what it was by the XOR of before and after, and nothing around it changes', () => {
  fc.assert(
    fc.property(fc.oneof(runs, fc.uint8Array({ maxLength: 3000 })), fc.nat(9), (bytes, beside) => {
      const [rows, stride] = [Math.ceil(bytes.length / width), width + beside]
      const difference = new Uint8Array(rows * width)
      difference.set(bytes)
      const data = Uint8Array.from({ length: 3 + rows * stride }, (_, i) => i * 31)
      const expected = data.slice()
      for (const [i, byte] of difference.entries()) expected[3 + Math.floor(i / width) * stride + (i % width)] ^= byte
      xorRuns(encodeRuns(difference), { data, start: 3, width, stride })
      expect(data).toEqual(expected)
    }),
  )
})

test('a tile of one value is four bytes, and one of noise is hardly longer than itself', () => {
  const tile = new Uint8Array(65_536).fill(255)
  expect(encodeRuns(tile).length).toBe(4)
  for (let i = 0; i < tile.length; i++) tile[i] = (i * 7919) >> 3
  expect(encodeRuns(tile).length).toBeLessThanOrEqual(65_536 + 64)
})
