import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeRuns, encodeRuns } from './run-length.ts'

const runs = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 1, max: 400 })), { maxLength: 60 })
  .map((pairs) => new Uint8Array(pairs.flatMap(([value, count]) => Array<number>(count).fill(value))))

test('bytes survive the way there and back, runs and noise alike', () => {
  fc.assert(
    fc.property(fc.oneof(runs, fc.uint8Array({ maxLength: 3000 })), (bytes) => {
      const target = new Uint8Array(bytes.length)
      decodeRuns(encodeRuns(bytes), target)
      expect(target).toEqual(new Uint8Array(bytes))
    }),
  )
})

test('a tile of one value is four bytes, and one of noise is hardly longer than itself', () => {
  const tile = new Uint8Array(65_536).fill(255)
  expect(encodeRuns(tile).length).toBe(4)
  for (let i = 0; i < tile.length; i++) tile[i] = (i * 7919) >> 3
  expect(encodeRuns(tile).length).toBeLessThanOrEqual(65_536 + 64)
})
