import { expect, test } from 'vitest'
import { plainEdge } from '#lib/mask/edge.ts'
import type { Pixmap } from '#lib/retouch/pixmap.ts'
import { blendPreview, coverOf, previewSize } from './blend-preview.ts'

const size = { width: 8, height: 4 }
const result: Pixmap = { ...size, channels: 3, data: new Uint8Array(8 * 4 * 3).map((_, i) => i) }
const half = () => ({ ...size, data: new Uint8Array(8 * 4).map((_, i) => (i % 8 < 4 ? 255 : 0)) })

test('shows the result where the mask is, and nothing elsewhere', () => {
  const pixels = blendPreview({ result, mask: half(), edge: plainEdge, box: { x: 5, y: 9, ...size } })
  for (let i = 0; i < 32; i++) {
    const at = [...pixels.subarray(4 * i, 4 * i + 4)]
    expect(at).toEqual(i % 8 < 4 ? [3 * i, 3 * i + 1, 3 * i + 2, 255] : [0, 0, 0, 0])
  }
})

test('takes the edge in pixels of the image, and its strength', () => {
  const edge = { feather: 0, grow: 4, strength: 50 }
  // Each preview pixel is four of the image: four pixels are one column.
  const pixels = blendPreview({ result, mask: half(), edge, box: { x: 0, y: 0, width: 32, height: 16 } })
  const shares = Array.from({ length: 8 }, (_, x) => pixels[4 * (16 + x) + 3])
  expect(shares).toEqual([128, 128, 128, 128, 128, 0, 0, 0])
})

test('what is covered is told of the whole image, after growing and feathering, and without what lies beyond it', () => {
  const image = { width: 40, height: 20 }
  const box = { x: 0, y: 4, width: 8, height: 4 }
  const mask = half()
  expect(coverOf({ mask, box, image })).toEqual({ coverage: 16 / 800, protects: true })
  blendPreview({ result, mask, edge: { feather: 0, grow: 2, strength: 50 }, box })
  expect(coverOf({ mask, box, image }).coverage).toBeCloseTo((6 * 4 * 0.5) / 800, 3)
  // The left half of the box is mirrored.
  expect(coverOf({ mask: half(), box: { ...box, x: -4 }, image }).coverage).toBe(0)
  const all = { ...size, data: new Uint8Array(8 * 4).fill(1) }
  expect(coverOf({ mask: all, box, image: size }).protects).toBe(true)
  expect(coverOf({ mask: all, box: { ...box, y: 0 }, image: size }).protects).toBe(false)
})

test('a large crop is previewed smaller, a small one as it is', () => {
  expect(previewSize({ width: 600, height: 400 })).toEqual({ width: 600, height: 400 })
  const { width, height } = previewSize({ width: 6000, height: 4000 })
  expect(width * height).toBeLessThan(1_610_000)
  expect(width / height).toBeCloseTo(1.5, 2)
})
