// Arbitrary rasters, brushes and strokes for property tests.
import fc from 'fast-check'
import type { ImagePoint, Size } from '../core/geometry.ts'
import type { Raster } from './raster.ts'
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

export const copyOf = (raster: Raster): Raster => ({ ...raster, data: raster.data.slice() })

/** A raster as lines of hexadecimal bytes, to be read by eye in a golden. */
export const toHex = ({ width, height, data }: Raster): string[] =>
  Array.from({ length: height }, (_, y) =>
    [...data.subarray(y * width, (y + 1) * width)].map((value) => value.toString(16).padStart(2, '0')).join(' '),
  )
