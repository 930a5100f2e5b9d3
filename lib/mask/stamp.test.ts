import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { intersectRects, wholeRect } from '../core/geometry.ts'
import { brushes, copyOf, paths, points, rasters, sizes, toHex } from './random.fixture.ts'
import { createRaster, type Raster } from './raster.ts'
import { type Brush, createKernel } from './stamp.ts'
import { beginStroke, extendStroke, finishStroke } from './stroke.ts'

const dot = (size: number, brush: Brush): Raster => {
  const raster = createRaster({ width: size, height: size })
  const centre = { x: size / 2, y: size / 2 }
  extendStroke({ raster, stroke: beginStroke(brush), points: [centre] })
  return raster
}

const paint = (raster: Raster, brush: Brush, path: { x: number; y: number }[]): Raster => {
  extendStroke({ raster, stroke: beginStroke(brush), points: path })
  return raster
}

describe('golden rasters', () => {
  test('a hard dot of five pixels', () => {
    expect(toHex(dot(7, { sizePx: 5, hardness: 1, value: 255 }))).toMatchInlineSnapshot(`
      [
        "00 00 00 00 00 00 00",
        "00 14 db ff db 14 00",
        "00 db ff ff ff db 00",
        "00 ff ff ff ff ff 00",
        "00 db ff ff ff db 00",
        "00 14 db ff db 14 00",
        "00 00 00 00 00 00 00",
      ]
    `)
  })
  test('a soft dot of seven pixels at half value', () => {
    expect(toHex(dot(7, { sizePx: 7, hardness: 0, value: 128 }))).toMatchInlineSnapshot(`
      [
        "00 00 03 07 03 00 00",
        "00 0c 26 32 26 0c 00",
        "03 26 52 67 52 26 03",
        "07 32 67 80 67 32 07",
        "03 26 52 67 52 26 03",
        "00 0c 26 32 26 0c 00",
        "00 00 03 07 03 00 00",
      ]
    `)
  })
  test('a stroke of one pixel along pixel centres is one pixel wide', () => {
    const raster = createRaster({ width: 6, height: 3 })
    paint(raster, { sizePx: 1, hardness: 1, value: 255 }, [
      { x: 1.5, y: 1.5 },
      { x: 4.5, y: 1.5 },
    ])
    expect(toHex(raster)).toEqual(['00 00 00 00 00 00', '00 ff ff ff ff 00', '00 00 00 00 00 00'])
  })
  test('half value over full: the core takes the value, the rim comes down to it', () => {
    const raster = createRaster({ width: 7, height: 1 })
    raster.data.fill(255)
    paint(raster, { sizePx: 5, hardness: 0.4, value: 128 }, [{ x: 3.5, y: 0.5 }])
    expect(toHex(raster)).toMatchInlineSnapshot(`
      [
        "ff de 80 80 80 de ff",
      ]
    `)
  })
})

describe('the kernel', () => {
  test('a dot is the same seen in every mirror', () => {
    fc.assert(
      fc.property(brushes, (brush) => {
        const { data, width } = dot(31, { ...brush, sizePx: Math.min(brush.sizePx, 30) })
        for (let y = 0; y < width; y++) {
          for (let x = 0; x < width; x++) {
            const value = data[y * width + x]
            expect(data[y * width + (width - 1 - x)]).toBe(value)
            expect(data[(width - 1 - y) * width + x]).toBe(value)
            expect(data[x * width + y]).toBe(value)
          }
        }
      }),
      { numRuns: 30 },
    )
  })

  test('equals the plain definition, pixel by pixel: distance to the segment, one table', () => {
    fc.assert(
      fc.property(rasters, brushes, points, points, (before, brush, from, to) => {
        const kernel = createKernel(brush)
        const after = copyOf(before)
        const dirty = extendStroke({ raster: after, stroke: beginStroke(brush), points: [from, to] })
        for (let y = 0; y < before.height; y++) {
          for (let x = 0; x < before.width; x++) {
            const [dx, dy, px, py] = [to.x - from.x, to.y - from.y, x + 0.5 - from.x, y + 0.5 - from.y]
            const length2 = dx * dx + dy * dy
            const t = length2 > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / length2)) : 0
            const distance = Math.hypot(px - t * dx, py - t * dy)
            const s = Math.min(1, Math.max(0, (distance - kernel.inner) / (kernel.outer - kernel.inner)))
            const coverage = 1 - s * s * (3 - 2 * s)
            const old = before.data[y * before.width + x]
            const expected = Math.min(Math.max(old, coverage * brush.value), 255 - coverage * (255 - brush.value))
            const got = after.data[y * before.width + x]
            // Half a level of rounding, and the width of a table step.
            expect(Math.abs(got - expected)).toBeLessThan(1.5)
            const inDirty = x >= dirty.x && x < dirty.x + dirty.width && y >= dirty.y && y < dirty.y + dirty.height
            if (!inDirty) expect(got).toBe(old)
          }
        }
      }),
      { numRuns: 150 },
    )
  })

  test('a hard edge takes one pixel, whatever the size', () => {
    for (const sizePx of [1, 2, 9.5, 100, 2000]) {
      const { inner, outer } = createKernel({ sizePx, hardness: 1, value: 255 })
      expect(outer - inner).toBe(1)
    }
  })

  test('the largest brush covers its core fully and ends at its radius', () => {
    const raster = createRaster({ width: 2100, height: 1 })
    paint(raster, { sizePx: 2000, hardness: 0.5, value: 255 }, [{ x: 1050, y: 0.5 }])
    expect([raster.data[49], raster.data[551], raster.data[1050], raster.data[1549]]).toEqual([0, 255, 255, 255])
    expect(raster.data[300]).toBe(128)
  })
})

describe('strokes', () => {
  test('there and back is the same raster', () => {
    fc.assert(
      fc.property(rasters, brushes, points, points, (raster, brush, a, b) => {
        expect(paint(copyOf(raster), brush, [a, b])).toEqual(paint(copyOf(raster), brush, [a, b, a, b]))
      }),
    )
  })

  test('the order of strokes of one value does not matter, nor does painting one twice', () => {
    fc.assert(
      fc.property(rasters, brushes, brushes, paths, paths, (raster, first, other, one, two) => {
        const second = { ...other, value: first.value }
        const forwards = paint(paint(copyOf(raster), first, one), second, two)
        const backwards = paint(paint(paint(copyOf(raster), second, two), first, one), second, two)
        expect(backwards).toEqual(forwards)
      }),
    )
  })

  test('point by point gives what all points at once give', () => {
    fc.assert(
      fc.property(rasters, brushes, paths, fc.nat(7), (raster, brush, path, cut) => {
        const pieces = copyOf(raster)
        const stroke = beginStroke(brush)
        extendStroke({ raster: pieces, stroke, points: path.slice(0, cut) })
        for (const point of path.slice(cut)) extendStroke({ raster: pieces, stroke, points: [point] })
        expect(pieces).toEqual(paint(copyOf(raster), brush, path))
      }),
    )
  })

  test('a whole path equals the plain definition: the least distance to any of its segments', () => {
    fc.assert(
      fc.property(sizes, brushes, paths, (size, brush, path) => {
        const { data } = paint(createRaster(size), { ...brush, value: 255 }, path)
        const { inner, outer } = createKernel(brush)
        for (let i = 0; i < data.length; i++) {
          const [x, y] = [(i % size.width) + 0.5, Math.floor(i / size.width) + 0.5]
          const distance = path.reduce((least, to, k) => {
            const from = path[Math.max(0, k - 1)]
            const [dx, dy, px, py] = [to.x - from.x, to.y - from.y, x - from.x, y - from.y]
            const length2 = dx * dx + dy * dy
            const t = length2 > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / length2)) : 0
            return Math.min(least, Math.hypot(px - t * dx, py - t * dy))
          }, Number.POSITIVE_INFINITY)
          const s = Math.min(1, Math.max(0, (distance - inner) / (outer - inner)))
          expect(Math.abs(data[i] - 255 * (1 - s * s * (3 - 2 * s)))).toBeLessThan(1.5)
        }
      }),
    )
  })

  test('with the tip left for later, the finished stroke is the same to the byte', () => {
    fc.assert(
      fc.property(rasters, brushes, paths, (raster, brush, path) => {
        const later = copyOf(raster)
        const stroke = beginStroke(brush)
        for (const point of path) extendStroke({ raster: later, stroke, points: [point], tip: 'later' })
        finishStroke({ raster: later, stroke })
        const shown = copyOf(raster)
        const live = beginStroke(brush)
        for (const point of path) extendStroke({ raster: shown, stroke: live, points: [point] })
        expect(later).toEqual(shown)
      }),
    )
  })

  test('a window of a stroke is the stroke in that window', () => {
    fc.assert(
      fc.property(rasters, brushes, paths, points, (raster, brush, path, corner) => {
        const within = intersectRects(
          { x: Math.floor(corner.x), y: Math.floor(corner.y), width: 25, height: 25 },
          wholeRect(raster),
        )
        const all = paint(copyOf(raster), brush, path)
        const part = copyOf(raster)
        extendStroke({ raster: part, stroke: beginStroke(brush), points: path, within })
        for (let i = 0; i < part.data.length; i++) {
          const [x, y] = [i % raster.width, Math.floor(i / raster.width)]
          const inside = x >= within.x && y >= within.y && x < within.x + within.width && y < within.y + within.height
          expect(part.data[i]).toBe(inside ? all.data[i] : raster.data[i])
        }
      }),
    )
  })

  test('a stroke that leaves the image and comes back is the window of the same stroke on a larger image', () => {
    fc.assert(
      fc.property(sizes, brushes, paths, (size, brush, path) => {
        const small = paint(createRaster(size), brush, path)
        const margin = 64
        const large = createRaster({ width: size.width + 2 * margin, height: size.height + 2 * margin })
        paint(
          large,
          brush,
          path.map(({ x, y }) => ({ x: x + margin, y: y + margin })),
        )
        for (let y = 0; y < size.height; y++) {
          const from = (y + margin) * large.width + margin
          const window = large.data.subarray(from, from + size.width)
          const row = small.data.subarray(y * size.width, (y + 1) * size.width)
          // Shifting a point by 64 may round its last bit, and with it one level of grey.
          for (let x = 0; x < size.width; x++) expect(Math.abs(window[x] - row[x])).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  test('a stroke moves every pixel towards its value and none past it', () => {
    fc.assert(
      fc.property(rasters, brushes, paths, (raster, brush, path) => {
        const after = paint(copyOf(raster), brush, path)
        for (let i = 0; i < after.data.length; i++) {
          const [old, now] = [raster.data[i], after.data[i]]
          expect(Math.min(old, brush.value) <= now && now <= Math.max(old, brush.value)).toBe(true)
        }
      }),
    )
  })

  test('erasing along a painted stroke clears its core, leaves at most half on the rim, and nothing outside', () => {
    fc.assert(
      fc.property(sizes, brushes, paths, (size, brush, path) => {
        const painted = paint(createRaster(size), { ...brush, value: 255 }, path)
        const erased = paint(copyOf(painted), { ...brush, value: 0 }, path)
        for (let i = 0; i < erased.data.length; i++) {
          expect(erased.data[i]).toBe(Math.min(painted.data[i], 255 - painted.data[i]))
        }
      }),
    )
  })

  test('an image of one pixel can be painted and erased', () => {
    const raster = createRaster({ width: 1, height: 1 })
    paint(raster, { sizePx: 3, hardness: 1, value: 200 }, [{ x: 0.5, y: 0.5 }])
    expect(raster.data[0]).toBe(200)
    paint(raster, { sizePx: 3, hardness: 1, value: 0 }, [{ x: 0.5, y: 0.5 }])
    expect(raster.data[0]).toBe(0)
  })

  test('the outermost pixels are reached by a stroke along the edge', () => {
    const raster = createRaster({ width: 9, height: 9 })
    const corners = [
      { x: 0, y: 0 },
      { x: 9, y: 0 },
      { x: 9, y: 9 },
      { x: 0, y: 9 },
      { x: 0, y: 0 },
    ]
    paint(raster, { sizePx: 4, hardness: 1, value: 255 }, corners)
    expect(toHex(raster)[0]).toBe(Array(9).fill('ff').join(' '))
    expect(toHex(raster)[8]).toBe(Array(9).fill('ff').join(' '))
    expect(toHex(raster)[4]).toBe('ff ff 00 00 00 00 00 ff ff')
  })
})
