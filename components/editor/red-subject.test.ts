import { expect, test } from 'vitest'
import { redShare } from './red-subject.ts'

const rgba = (...pixels: readonly (readonly [number, number, number])[]) =>
  Uint8ClampedArray.from(pixels.flatMap((pixel) => [...pixel, 255]))
const white = [255, 255, 255] as const
const black = [0, 0, 0] as const

test('counts red among what is masked, and nothing else', () => {
  const photo = rgba([200, 30, 20], [20, 30, 200], [180, 60, 60], [200, 10, 10])
  expect(redShare({ photo, mask: rgba(white, white, white, black) })).toBeCloseTo(2 / 3)
  expect(redShare({ photo, mask: rgba(black, white, black, black) })).toBe(0)
  expect(redShare({ photo, mask: rgba(black, black, black, black) })).toBe(0)
})

test('grey, brown wood, skin and what is nearly black are not red', () => {
  const photo = rgba([120, 120, 120], [150, 105, 60], [224, 172, 150], [40, 5, 5])
  expect(redShare({ photo, mask: rgba(white, white, white, white) })).toBe(0)
})
