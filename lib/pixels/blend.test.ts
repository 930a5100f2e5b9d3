import { expect, test } from 'vitest'
import { blendSample } from '../retouch/blend-sample.ts'
import type { Pixmap } from '../retouch/pixmap.ts'
import { blendRow, noProtection, protectionOf } from './blend.ts'
import { photo } from './image.fixture.ts'

test('mask 0 gives the original, 255 the result, and all between the nearest whole: all 16,777,216 cases', () => {
  let wrong = 0
  for (let original = 0; original < 256; original++) {
    for (let result = 0; result < 256; result++) {
      if (blendSample(original, result, 0) !== original || blendSample(original, result, 255) !== result) wrong++
      for (let mask = 0; mask < 256; mask++) {
        const distance = 255 * blendSample(original, result, mask) - (original * (255 - mask) + result * mask)
        if (distance > 127 || distance < -127) wrong++
      }
    }
  }
  expect(wrong).toBe(0)
})

const pixels = (channels: 3 | 4, ...values: number[]): Pixmap => ({
  data: Uint8Array.from(values),
  width: values.length / channels,
  height: 1,
  channels,
})

test('colours are blended, alpha stays, and what is pasted is left alone', () => {
  const image = pixels(4, 10, 20, 30, 40, 10, 20, 30, 40, 10, 20, 30, 40)
  const result = pixels(3, 110, 120, 130, 110, 120, 130, 110, 120, 130)
  const blended = (mask: Uint8Array | null): number[] => {
    const into = new Uint8Array(image.data)
    blendRow({ into, to: 0, channels: 4, result: result.data, from: 0, resultChannels: 3, mask, count: 3 })
    return [...into]
  }
  expect(blended(Uint8Array.of(0, 51, 255))).toEqual([10, 20, 30, 40, 30, 40, 50, 40, 110, 120, 130, 40])
  expect(blended(null)).toEqual([110, 120, 130, 40, 110, 120, 130, 40, 110, 120, 130, 40])
  expect([...result.data]).toEqual([110, 120, 130, 110, 120, 130, 110, 120, 130])
})

const crop = { x: 1, y: 0, width: 3, height: 1 }
const counted = (before: Pixmap, after: Pixmap, mask: Uint8Array | null) => protectionOf({ before, after, mask, crop })

test('a change in any one channel of a protected pixel is counted, one under the mask is not', () => {
  const before = photo({ width: 5, height: 1 }, 4)
  const mask = Uint8Array.of(0, 0, 0, 0, 1)
  const after = { ...before, data: before.data.map((value, i) => ([1, 7, 17].includes(i) ? value ^ 1 : value)) }
  const none = { protectedPixels: 4, protectedPixelsChanged: 0, cropProtected: 3, cropNoticed: 0 }
  expect(counted(before, before, mask)).toEqual(none)
  expect(counted(before, after, mask)).toEqual({ ...none, protectedPixelsChanged: 2 })
  expect(counted(pixels(4, 1, 2, 3, 255), pixels(3, 1, 2, 3), Uint8Array.of(0))).toMatchObject({
    protectedPixelsChanged: 0,
  })
  expect(counted(pixels(4, 1, 2, 3, 254), pixels(3, 1, 2, 3), Uint8Array.of(0))).toMatchObject({
    protectedPixelsChanged: 1,
  })
  expect(counted(before, after, null)).toEqual(noProtection)
})

test('only what is more than eight levels off, and in the crop, counts as noticed', () => {
  const before = pixels(3, ...Array.from({ length: 12 }, () => 100))
  const after = pixels(3, 120, 100, 100, 100, 108, 100, 100, 109, 100, 100, 100, 91)
  expect(counted(before, after, new Uint8Array(4))).toEqual({
    protectedPixels: 4,
    protectedPixelsChanged: 4,
    cropProtected: 3,
    cropNoticed: 2,
  })
})
