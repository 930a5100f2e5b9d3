import { describe, expect, test } from 'vitest'
import { emptyRect, growRect, intersectRects, unionRects } from './geometry.ts'
import { encodeId, idPattern } from './ids.ts'
import { formatUsd, parseUsd } from './money.ts'

describe('money', () => {
  test('an amount survives reading and writing', () => {
    for (const text of ['0.00', '0.07', '0.035', '12.50', '150.00']) expect(formatUsd(parseUsd(text)!)).toBe(`$${text}`)
  })
  test('what is not a plain amount is not read', () => {
    for (const text of ['', '-1', '1e3', '0.0000001', 'NaN', '$1', '1,5']) expect(parseUsd(text)).toBeNull()
  })
})

describe('rectangles', () => {
  test('what does not meet has an empty intersection, and an empty one adds nothing to a union', () => {
    const a = { x: 0, y: 0, width: 4, height: 4 }
    expect(intersectRects(a, { x: 4, y: 0, width: 2, height: 2 })).toEqual(emptyRect)
    expect(unionRects(emptyRect, a)).toEqual(a)
    expect(unionRects(a, { x: 6, y: 2, width: 1, height: 9 })).toEqual({ x: 0, y: 0, width: 7, height: 11 })
  })
  test('growing stops at the bounds', () => {
    expect(growRect({ x: 2, y: 2, width: 2, height: 2 }, 5, { width: 6, height: 8 })).toEqual({
      x: 0,
      y: 0,
      width: 6,
      height: 8,
    })
  })
})

test('ids have one shape', () => {
  for (let seed = 0; seed < 256; seed++) expect(encodeId(new Uint8Array(20).fill(seed))).toMatch(idPattern)
})
