import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyOperation, clearMask, type MaskOperation } from './operation.ts'
import { brushes, copyOf, operations, paths, rasters, values } from './random.fixture.ts'

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

test('what is about to change is always announced before it changes, and lies within the answer', () => {
  fc.assert(
    fc.property(rasters, operations, (raster, operation) => {
      const before = copyOf(raster)
      const announced = new Uint8Array(raster.data.length)
      const dirty = applyOperation({
        raster,
        operation,
        touch: (rect) => {
          for (let y = rect.y; y < rect.y + rect.height; y++) {
            for (let x = rect.x; x < rect.x + rect.width; x++) {
              const i = y * raster.width + x
              if (announced[i] === 0) expect(raster.data[i]).toBe(before.data[i])
              announced[i] = 1
            }
          }
        },
      })
      for (let i = 0; i < raster.data.length; i++) {
        if (raster.data[i] === before.data[i]) continue
        const [x, y] = [i % raster.width, Math.floor(i / raster.width)]
        const inside = x >= dirty.x && y >= dirty.y && x < dirty.x + dirty.width && y < dirty.y + dirty.height
        expect([announced[i], inside]).toEqual([1, true])
      }
    }),
  )
})

test('a threshold makes black and white, and again changes nothing', () => {
  fc.assert(
    fc.property(rasters, values, (raster, at) => {
      const expected = raster.data.map((value) => (value >= at ? 255 : 0))
      for (let i = 0; i < 2; i++) {
        applyOperation({ raster, operation: { kind: 'threshold', at } })
        if (i === 0 || at > 0) expect(raster.data).toEqual(expected)
      }
    }),
  )
})

test('loading takes every byte, and refuses a raster of another size before it changes anything', () => {
  fc.assert(
    fc.property(rasters, rasters, (raster, other) => {
      const before = copyOf(raster)
      const load = (): unknown => applyOperation({ raster, operation: { kind: 'load', data: other.data } })
      if (other.data.length === raster.data.length) {
        load()
        expect(raster.data).toEqual(other.data)
        expect(raster.data).not.toBe(other.data)
      } else {
        expect(load).toThrow(RangeError)
        expect(raster).toEqual(before)
      }
    }),
  )
})

test('every operation works on an image of one pixel', () => {
  fc.assert(
    fc.property(values, operations, (value, operation) => {
      const raster = { width: 1, height: 1, data: new Uint8Array([value]) }
      applyOperation({ raster, operation })
      expect(raster.data.length).toBe(1)
    }),
  )
})
