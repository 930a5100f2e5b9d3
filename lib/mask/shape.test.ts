import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Size } from '../core/geometry.ts'
import { points, sizes, toHex } from './random.fixture.ts'
import { createRaster, type Raster } from './raster.ts'
import { combineRegion } from './region.ts'
import { type Shape, shapeRegion } from './shape.ts'

const drawn = (shape: Shape, size: Size): Raster => {
  const raster = createRaster(size)
  combineRegion({ raster, region: shapeRegion(shape, size), combine: 'replace', value: 255 })
  return raster
}

const areaOf = ({ data }: Raster): number => data.reduce((sum, value) => sum + value, 0) / 255

const lengths = fc.double({ min: 0, max: 80, noNaN: true })

describe('golden rasters', () => {
  test('a rectangle between pixels', () => {
    expect(
      toHex(drawn({ kind: 'rectangle', x: 1.5, y: 0.75, width: 3, height: 2 }, { width: 6, height: 4 })),
    ).toMatchInlineSnapshot(`
      [
        "00 20 40 40 20 00",
        "00 80 ff ff 80 00",
        "00 60 bf bf 60 00",
        "00 00 00 00 00 00",
      ]
    `)
  })
  test('an ellipse', () => {
    expect(
      toHex(drawn({ kind: 'ellipse', cx: 4.5, cy: 3, rx: 4, ry: 2.5 }, { width: 9, height: 6 })),
    ).toMatchInlineSnapshot(`
      [
        "00 00 28 69 80 69 28 00 00",
        "05 a1 fe ff ff ff fe a1 05",
        "64 ff ff ff ff ff ff ff 64",
        "64 ff ff ff ff ff ff ff 64",
        "05 a1 fe ff ff ff fe a1 05",
        "00 00 28 69 80 69 28 00 00",
      ]
    `)
  })
  test('a star whose middle is wound twice is full in its middle', () => {
    const star = [0, 2, 4, 1, 3].map((corner) => ({
      x: 5.5 + 5 * Math.sin((corner * 2 * Math.PI) / 5),
      y: 5.5 - 5 * Math.cos((corner * 2 * Math.PI) / 5),
    }))
    expect(toHex(drawn({ kind: 'polygon', points: star }, { width: 11, height: 11 }))).toMatchInlineSnapshot(`
      [
        "00 00 00 00 00 15 00 00 00 00 00",
        "00 00 00 00 00 a6 00 00 00 00 00",
        "00 00 00 00 26 ff 26 00 00 00 00",
        "04 10 10 10 7f ff 7f 10 10 10 04",
        "03 80 fc ff ff ff ff ff fc 80 03",
        "00 00 3e e2 ff ff ff e2 3e 00 00",
        "00 00 00 74 ff ff ff 74 00 00 00",
        "00 00 00 c5 f6 97 f6 c5 00 00 00",
        "00 00 1b d2 2c 00 2c d2 1b 00 00",
        "00 00 1f 09 00 00 00 09 1f 00 00",
        "00 00 00 00 00 00 00 00 00 00 00",
      ]
    `)
  })
})

describe('rectangles', () => {
  test('a polygon of the same corners is the same raster, to a sixteenth', () => {
    fc.assert(
      fc.property(sizes, points, lengths, lengths, (size, { x, y }, width, height) => {
        const rectangle = drawn({ kind: 'rectangle', x, y, width, height }, size)
        const corners = [
          { x, y },
          { x: x + width, y },
          { x: x + width, y: y + height },
          { x, y: y + height },
        ]
        const polygon = drawn({ kind: 'polygon', points: corners }, size)
        for (let i = 0; i < polygon.data.length; i++) {
          expect(Math.abs(polygon.data[i] - rectangle.data[i])).toBeLessThanOrEqual(18)
        }
      }),
    )
  })
  test('of whole pixels are exactly those pixels', () => {
    const raster = drawn({ kind: 'rectangle', x: -3, y: 1, width: 6, height: 2 }, { width: 5, height: 4 })
    expect(toHex(raster)).toEqual(['00 00 00 00 00', 'ff ff ff 00 00', 'ff ff ff 00 00', '00 00 00 00 00'])
  })
  test('drawn backwards are the same', () => {
    const size = { width: 8, height: 8 }
    const there = drawn({ kind: 'rectangle', x: 1.3, y: 2.2, width: 4, height: 3 }, size)
    expect(drawn({ kind: 'rectangle', x: 5.3, y: 5.2, width: -4, height: -3 }, size)).toEqual(there)
  })
})

describe('ellipses', () => {
  test('have their area, small or large', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.3, max: 19, noNaN: true }),
        fc.double({ min: 0.3, max: 19, noNaN: true }),
        (rx, ry) => {
          const raster = drawn({ kind: 'ellipse', cx: 20, cy: 20, rx, ry }, { width: 40, height: 40 })
          const area = Math.PI * rx * ry
          // Half a sixteenth of a row at the top and the bottom of a small one, and rounding along the edge.
          expect(Math.abs(areaOf(raster) - area)).toBeLessThan(0.1 * rx + 0.005 * (rx + ry) + 0.05)
        },
      ),
    )
  })
  test('around a pixel edge are the same in every mirror', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 12, noNaN: true }),
        fc.double({ min: 0, max: 12, noNaN: true }),
        (rx, ry) => {
          const { data } = drawn({ kind: 'ellipse', cx: 10, cy: 10, rx, ry }, { width: 20, height: 20 })
          for (let y = 0; y < 20; y++) {
            for (let x = 0; x < 20; x++) {
              expect(data[y * 20 + 19 - x]).toBe(data[y * 20 + x])
              expect(data[(19 - y) * 20 + x]).toBe(data[y * 20 + x])
            }
          }
        },
      ),
      { numRuns: 40 },
    )
  })
  test('so huge that the image is a speck in them fill it, or show one straight edge', () => {
    const size = { width: 7, height: 5 }
    expect(drawn({ kind: 'ellipse', cx: 0, cy: 0, rx: 1e7, ry: 1e7 }, size).data.every((value) => value === 255)).toBe(
      true,
    )
    const edge = drawn({ kind: 'ellipse', cx: -1e7 + 3.5, cy: 2.5, rx: 1e7, ry: 1e7 }, size)
    expect(toHex(edge)).toEqual(Array(5).fill('ff ff ff 80 00 00 00'))
  })
  test('of no width or height cover nothing', () => {
    for (const [rx, ry] of [
      [0, 5],
      [5, 0],
      [0, 0],
    ]) {
      expect(areaOf(drawn({ kind: 'ellipse', cx: 4.5, cy: 4.5, rx, ry }, { width: 9, height: 9 }))).toBe(0)
    }
  })
})

describe('polygons', () => {
  const polygons = fc.array(points, { maxLength: 9 })

  test('going the other way round, or from another corner, changes nothing', () => {
    fc.assert(
      fc.property(sizes, polygons, fc.nat(8), (size, corners, from) => {
        const raster = drawn({ kind: 'polygon', points: corners }, size)
        expect(drawn({ kind: 'polygon', points: corners.toReversed() }, size)).toEqual(raster)
        const turned = [...corners.slice(from), ...corners.slice(0, from)]
        expect(drawn({ kind: 'polygon', points: turned }, size)).toEqual(raster)
      }),
    )
  })
  test('each pixel whose centre is well inside or outside says so', () => {
    fc.assert(
      fc.property(sizes, polygons, (size, corners) => {
        const { data } = drawn({ kind: 'polygon', points: corners }, size)
        for (let i = 0; i < data.length; i++) {
          const [x, y] = [(i % size.width) + 0.5, Math.floor(i / size.width) + 0.5]
          if (distanceToEdge(corners, x, y) < 0.75) continue
          expect(data[i]).toBe(windingAt(corners, x, y) === 0 ? 0 : 255)
        }
      }),
    )
  })
  test('of fewer than three points cover nothing', () => {
    for (const corners of [
      [],
      [{ x: 1, y: 1 }],
      [
        { x: 0, y: 0 },
        { x: 5, y: 5 },
      ],
    ]) {
      expect(areaOf(drawn({ kind: 'polygon', points: corners }, { width: 5, height: 5 }))).toBe(0)
    }
  })
})

type Point = { x: number; y: number }

/** By angles, and so by other means than the code. */
function windingAt(corners: readonly Point[], x: number, y: number): number {
  let turned = 0
  corners.forEach((corner, i) => {
    const next = corners[(i + 1) % corners.length]
    const [ax, ay, bx, by] = [corner.x - x, corner.y - y, next.x - x, next.y - y]
    turned += Math.atan2(ax * by - ay * bx, ax * bx + ay * by)
  })
  return Math.round(turned / (2 * Math.PI))
}

function distanceToEdge(corners: readonly Point[], x: number, y: number): number {
  return corners.reduce((least, corner, i) => {
    const next = corners[(i + 1) % corners.length]
    const [dx, dy] = [next.x - corner.x, next.y - corner.y]
    const length2 = dx * dx + dy * dy
    const t = length2 > 0 ? Math.min(1, Math.max(0, ((x - corner.x) * dx + (y - corner.y) * dy) / length2)) : 0
    return Math.min(least, Math.hypot(x - corner.x - t * dx, y - corner.y - t * dy))
  }, Number.POSITIVE_INFINITY)
}
