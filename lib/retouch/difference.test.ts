import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type DifferenceMap, difference, differenceFacts, halveDifference } from './difference.ts'
import type { Pixmap } from './pixmap.ts'

const pixmapOf = (channels: 3 | 4, samples: readonly number[], width = samples.length / channels): Pixmap => ({
  data: Uint8Array.from(samples),
  width,
  height: samples.length / channels / width,
  channels,
})

const pair = fc
  .record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }) })
  .chain(({ width, height }) => {
    const one = fc.constantFrom(3 as const, 4 as const).chain((channels) =>
      fc
        .uint8Array({ minLength: width * height * channels, maxLength: width * height * channels })
        // Few values, so that some pixels are the same.
        .map((data): Pixmap => ({ data: data.map((value) => (value % 2) * 255), width, height, channels })),
    )
    return fc.tuple(one, one)
  })

const sampleOf = ({ data, channels }: Pixmap, pixel: number, channel: number): number =>
  channel < channels ? data[pixel * channels + channel] : 255

describe('the difference of two pictures', () => {
  test('is the most different channel of each pixel, without alpha counting as opaque, in either order', () => {
    fc.assert(
      fc.property(pair, ([before, after]) => {
        const { data } = difference(before, after)
        const expected = Array.from(data, (_, pixel) =>
          Math.max(
            ...[0, 1, 2, 3].map((channel) =>
              Math.abs(sampleOf(before, pixel, channel) - sampleOf(after, pixel, channel)),
            ),
          ),
        )
        expect([...data]).toEqual(expected)
        expect(difference(after, before).data).toEqual(data)
        expect(differenceFacts({ ...before, data })).toEqual({
          pixels: expected.length,
          changed: expected.filter((value) => value > 0).length,
          largest: Math.max(...expected),
        })
      }),
    )
  })

  test('a single level in one channel counts, and so does colour that nobody sees', () => {
    const before = pixmapOf(4, [10, 20, 30, 255, 0, 0, 0, 0, 7, 7, 7, 7])
    const after = pixmapOf(4, [10, 20, 31, 255, 90, 0, 0, 0, 7, 7, 7, 7])
    expect([...difference(before, after).data]).toEqual([1, 90, 0])
  })

  test('two sizes have none', () => {
    expect(() => difference(pixmapOf(3, [1, 2, 3]), pixmapOf(3, [1, 2, 3, 4, 5, 6]))).toThrow(RangeError)
  })
})

test('halving keeps the largest of every four, so that no changed pixel is lost on the way to one', () => {
  fc.assert(
    fc.property(
      fc.record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 40 }) }),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      ({ width, height }, place, value) => {
        const data = new Uint8Array(width * height)
        data[place % data.length] = value
        let map: DifferenceMap = { width, height, data }
        while (map.data.length > 1) {
          const half = halveDifference(map)
          expect([half.width, half.height]).toEqual([Math.ceil(map.width / 2), Math.ceil(map.height / 2)])
          expect(differenceFacts(half)).toMatchObject({ changed: 1, largest: value })
          map = half
        }
      },
    ),
  )
  const map = { width: 3, height: 2, data: Uint8Array.of(1, 2, 3, 4, 0, 9) }
  expect(halveDifference(map)).toEqual({ width: 2, height: 1, data: Uint8Array.of(4, 9) })
})
