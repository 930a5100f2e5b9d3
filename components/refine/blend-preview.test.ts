import { expect, test } from 'vitest'
import { plainEdge } from '#lib/mask/edge.ts'
import type { Pixmap } from '#lib/retouch/pixmap.ts'
import { blendPreview, previewSize } from './blend-preview.ts'

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

test('a large crop is previewed smaller, a small one as it is', () => {
  expect(previewSize({ width: 600, height: 400 })).toEqual({ width: 600, height: 400 })
  const { width, height } = previewSize({ width: 6000, height: 4000 })
  expect(width * height).toBeLessThan(1_610_000)
  expect(width / height).toBeCloseTo(1.5, 2)
})
