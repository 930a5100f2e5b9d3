import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyOperation, clearMask, type MaskOperation } from './operation.ts'
import { brushes, copyOf, paths, rasters } from './random.fixture.ts'

test('inverting twice is nothing', () => {
  fc.assert(
    fc.property(rasters, (raster) => {
      const twice = copyOf(raster)
      applyOperation({ raster: twice, operation: { kind: 'invert' } })
      applyOperation({ raster: twice, operation: { kind: 'invert' } })
      expect(twice).toEqual(raster)
    }),
  )
})

test('fill sets every pixel, and clearing is filling with 0', () => {
  fc.assert(
    fc.property(rasters, fc.integer({ min: 0, max: 255 }), (raster, value) => {
      const whole = { x: 0, y: 0, width: raster.width, height: raster.height }
      expect(applyOperation({ raster, operation: { kind: 'fill', value } })).toEqual(whole)
      expect(raster.data.every((pixel) => pixel === value)).toBe(true)
      applyOperation({ raster, operation: clearMask })
      expect(raster.data.every((pixel) => pixel === 0)).toBe(true)
    }),
  )
})

test('painting on the inverse is erasing, inverted', () => {
  fc.assert(
    fc.property(rasters, brushes, paths, (raster, brush, points) => {
      const stroke = (value: number): MaskOperation => ({ kind: 'stroke', brush: { ...brush, value }, points })
      const erased = copyOf(raster)
      applyOperation({ raster: erased, operation: stroke(0) })
      applyOperation({ raster, operation: { kind: 'invert' } })
      applyOperation({ raster, operation: stroke(255) })
      applyOperation({ raster, operation: { kind: 'invert' } })
      expect(raster).toEqual(erased)
    }),
  )
})

test('what is about to change is always announced before it changes', () => {
  fc.assert(
    fc.property(rasters, brushes, paths, (raster, brush, points) => {
      const before = copyOf(raster)
      const announced = new Set<number>()
      applyOperation({
        raster,
        operation: { kind: 'stroke', brush, points },
        touch: (rect) => {
          for (let y = rect.y; y < rect.y + rect.height; y++) {
            for (let x = rect.x; x < rect.x + rect.width; x++) {
              const i = y * raster.width + x
              if (!announced.has(i)) expect(raster.data[i]).toBe(before.data[i])
              announced.add(i)
            }
          }
        },
      })
      for (let i = 0; i < raster.data.length; i++) {
        if (raster.data[i] !== before.data[i]) expect(announced.has(i)).toBe(true)
      }
    }),
  )
})
