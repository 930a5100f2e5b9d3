// Arbitrary rasters, brushes and strokes for property tests.
import fc from 'fast-check'
import type { ImagePoint, Size } from '../core/geometry.ts'
import type { MaskOperation } from './operation.ts'
import type { Raster } from './raster.ts'
import type { Combine, Region } from './region.ts'
import type { Shape } from './shape.ts'
import type { Brush } from './stamp.ts'

export const sizes: fc.Arbitrary<Size> = fc.record({
  width: fc.integer({ min: 1, max: 40 }),
  height: fc.integer({ min: 1, max: 40 }),
})

export const rasters: fc.Arbitrary<Raster> = sizes.chain((size) =>
  fc
    .uint8Array({ minLength: size.width * size.height, maxLength: size.width * size.height })
    .map((data) => ({ ...size, data: new Uint8Array(data) })),
)

export const values: fc.Arbitrary<number> = fc.integer({ min: 0, max: 255 })

export const combines: fc.Arbitrary<Combine> = fc.constantFrom('replace', 'add', 'subtract', 'intersect')

/** A region that fits the raster, possibly empty. */
export const rastersWithRegion: fc.Arbitrary<{ raster: Raster; region: Region }> = rasters.chain((raster) =>
  fc
    .record({
      x: fc.nat(raster.width - 1),
      y: fc.nat(raster.height - 1),
      width: fc.nat(raster.width),
      height: fc.nat(raster.height),
    })
    .chain(({ x, y, ...most }) => {
      const rect = {
        x,
        y,
        width: Math.min(most.width, raster.width - x),
        height: Math.min(most.height, raster.height - y),
      }
      const count = rect.width * rect.height
      return fc
        .uint8Array({ minLength: count, maxLength: count })
        .map((coverage) => ({ raster, region: { rect, coverage: new Uint8Array(coverage) } }))
    }),
)

export const brushes: fc.Arbitrary<Brush> = fc.record({
  sizePx: fc.double({ min: 1, max: 60, noNaN: true }),
  hardness: fc.double({ min: 0, max: 1, noNaN: true }),
  value: fc.integer({ min: 0, max: 255 }),
})

/** On the rasters above, off them, and leaving and coming back. */
export const points: fc.Arbitrary<ImagePoint> = fc.record({
  x: fc.double({ min: -60, max: 100, noNaN: true }),
  y: fc.double({ min: -60, max: 100, noNaN: true }),
})

export const paths: fc.Arbitrary<ImagePoint[]> = fc.array(points, { minLength: 1, maxLength: 8 })

const reachesPx = fc.double({ min: 0, max: 20, noNaN: true })
const lengths = fc.double({ min: 0, max: 60, noNaN: true })

const shapes: fc.Arbitrary<Shape> = fc.oneof(
  fc
    .record({ at: points, width: lengths, height: lengths })
    .map(({ at, ...rest }): Shape => ({ kind: 'rectangle', ...at, ...rest })),
  fc
    .record({ at: points, rx: lengths, ry: lengths })
    .map(({ at: { x, y }, ...rest }): Shape => ({ kind: 'ellipse', cx: x, cy: y, ...rest })),
  fc.array(points, { maxLength: 7 }).map((corners): Shape => ({ kind: 'polygon', points: corners })),
)

/** Every kind but `region` and `load`, which must fit a certain raster. */
export const operations: fc.Arbitrary<MaskOperation> = fc.oneof(
  fc.record({ kind: fc.constant('stroke' as const), brush: brushes, points: paths }),
  fc.record({ kind: fc.constant('fill' as const), value: values }),
  fc.constant({ kind: 'invert' as const }),
  fc.record({
    kind: fc.constant('shape' as const),
    shape: shapes,
    combine: combines,
    value: values,
    featherPx: fc.oneof(fc.constant(0), reachesPx),
  }),
  fc.record({
    kind: fc.constant('gradient' as const),
    form: fc.constantFrom('linear' as const, 'radial' as const),
    from: points,
    to: points,
    fromValue: values,
    toValue: values,
    combine: combines,
  }),
  fc.record({ kind: fc.constantFrom('grow' as const, 'shrink' as const, 'feather' as const), px: reachesPx }),
  fc.record({ kind: fc.constant('threshold' as const), at: values }),
)

export const copyOf = (raster: Raster): Raster => ({ ...raster, data: raster.data.slice() })

/** A raster as lines of hexadecimal bytes, to be read by eye in a golden. */
export const toHex = ({ width, height, data }: Raster): string[] =>
  Array.from({ length: height }, (_, y) =>
    [...data.subarray(y * width, (y + 1) * width)].map((value) => value.toString(16).padStart(2, '0')).join(' '),
  )
