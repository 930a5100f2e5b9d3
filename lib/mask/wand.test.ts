import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Size } from '../core/geometry.ts'
import { sizes, toHex } from './random.fixture.ts'
import { createRaster, type Raster } from './raster.ts'
import { combineRegion, type Region } from './region.ts'
import { wandRegion } from './wand.ts'

const painted = (region: Region, size: Size): Raster => {
  const raster = createRaster(size)
  combineRegion({ raster, region, combine: 'replace', value: 255 })
  return raster
}

/** Greys as letters: a is 0, b is 10, and so on. */
const photo = (rows: readonly string[]): { pixels: Uint8Array; size: Size } => ({
  size: { width: rows[0].length, height: rows.length },
  pixels: new Uint8Array(
    [...rows.join('')].flatMap((letter) => {
      const grey = (letter.charCodeAt(0) - 97) * 10
      return [grey, grey, grey, 255]
    }),
  ),
})

const twoLakes = photo(['aaaaaaaa', 'acccaacc', 'acdcaacc', 'accaaaaa', 'aaaaaaaa'])

describe('golden regions', () => {
  test('what hangs together, soft by a pixel', () => {
    const region = wandRegion({ ...twoLakes, at: { x: 1.5, y: 1.5 }, tolerance: 10, contiguous: true })
    expect(toHex(painted(region, twoLakes.size))).toMatchInlineSnapshot(`
      [
        "10 30 40 30 10 00 00 00",
        "30 ff ff ff 30 00 00 00",
        "40 ff ff ff 30 00 00 00",
        "30 ff ff 50 10 00 00 00",
        "10 30 30 10 00 00 00 00",
      ]
    `)
  })
  test('the same colour everywhere', () => {
    const region = wandRegion({ ...twoLakes, at: { x: 1.5, y: 1.5 }, tolerance: 0, contiguous: false })
    expect(toHex(painted(region, twoLakes.size))).toMatchInlineSnapshot(`
      [
        "10 30 40 30 10 10 30 30",
        "30 ff ff ff 30 30 ff ff",
        "40 ff af ff 30 30 ff ff",
        "30 ff ff 40 10 10 30 30",
        "10 30 30 10 00 00 00 00",
      ]
    `)
  })
})

const photos = sizes.chain((size) =>
  fc.record({
    size: fc.constant(size),
    // Few colours, so that there are areas.
    pixels: fc
      .array(fc.constantFrom(0, 40, 80), { minLength: size.width * size.height, maxLength: size.width * size.height })
      .map((greys) => new Uint8Array(greys.flatMap((grey) => [grey, 100, 255 - grey, 255]))),
    at: fc.record({ x: fc.nat(size.width - 1), y: fc.nat(size.height - 1) }),
    tolerance: fc.constantFrom(0, 39, 40, 255),
  }),
)

/** By the plainest means: a pixel at a time. */
function plainFlood({
  pixels,
  size,
  at,
  tolerance,
}: {
  pixels: Uint8Array
  size: Size
  at: { x: number; y: number }
  tolerance: number
}): Set<number> {
  const seed = at.y * size.width + at.x
  const like = (i: number): boolean =>
    [0, 1, 2, 3].every((channel) => Math.abs(pixels[i * 4 + channel] - pixels[seed * 4 + channel]) <= tolerance)
  const found = new Set([seed])
  for (const i of found) {
    const [x, y] = [i % size.width, Math.floor(i / size.width)]
    if (x > 0 && like(i - 1)) found.add(i - 1)
    if (x + 1 < size.width && like(i + 1)) found.add(i + 1)
    if (y > 0 && like(i - size.width)) found.add(i - size.width)
    if (y + 1 < size.height && like(i + size.width)) found.add(i + size.width)
  }
  return found
}

describe('the wand', () => {
  test('finds in full exactly what a plain flood finds', () => {
    fc.assert(
      fc.property(photos, (request) => {
        const { data } = painted(wandRegion({ ...request, contiguous: true }), request.size)
        const found = plainFlood(request)
        expect(new Set([...data.keys()].filter((i) => data[i] === 255))).toEqual(found)
      }),
    )
  })

  test('everywhere contains what hangs together, and a larger tolerance what a smaller one finds', () => {
    fc.assert(
      fc.property(photos, (request) => {
        const near = painted(wandRegion({ ...request, contiguous: true }), request.size)
        const everywhere = painted(wandRegion({ ...request, contiguous: false }), request.size)
        const tolerant = painted(wandRegion({ ...request, tolerance: 255, contiguous: true }), request.size)
        near.data.forEach((value, i) => {
          expect(everywhere.data[i]).toBeGreaterThanOrEqual(value)
          expect(tolerant.data[i]).toBe(255)
        })
      }),
    )
  })

  test('what is see-through is another colour', () => {
    const pixels = new Uint8Array([9, 9, 9, 255, 9, 9, 9, 0, 9, 9, 9, 255])
    const size = { width: 3, height: 1 }
    const region = wandRegion({ pixels, size, at: { x: 0.5, y: 0.5 }, tolerance: 254, contiguous: false })
    expect([...painted(region, size).data]).toEqual([255, 64, 255])
  })

  test('beside the picture finds nothing', () => {
    for (const at of [
      { x: -0.1, y: 1 },
      { x: 8, y: 1 },
      { x: 1, y: 5 },
    ]) {
      expect(wandRegion({ ...twoLakes, at, tolerance: 255, contiguous: false }).coverage.length).toBe(0)
    }
  })

  test('follows a spiral to its end', () => {
    const size = { width: 201, height: 201 }
    const pixels = new Uint8Array(size.width * size.height * 4)
    let [x, y, dx, dy, length] = [0, 0, 1, 0, 200]
    const path = new Set([0])
    for (let turn = 0; length > 0; turn++) {
      for (let i = 0; i < length; i++) {
        x += dx
        y += dy
        path.add(y * size.width + x)
      }
      ;[dx, dy] = [-dy, dx]
      if (turn > 0 && turn % 2 === 0) length -= 2
    }
    for (const i of path) pixels[i * 4] = 255
    const region = wandRegion({ pixels, size, at: { x: 0, y: 0 }, tolerance: 10, contiguous: true })
    expect(painted(region, size).data.filter((value) => value === 255).length).toBe(path.size)
  })
})
