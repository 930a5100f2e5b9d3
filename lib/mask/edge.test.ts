import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainEdge, shapeMask } from './edge.ts'
import { featherRaster } from './feather.ts'
import { growMask, shrinkMask } from './grow.ts'
import type { Raster } from './raster.ts'

const size = { width: 40, height: 30 }
const whole = { x: 0, y: 0, ...size }

const painted = (): Raster => ({
  ...size,
  data: new Uint8Array(size.width * size.height).map((_, i) => {
    const x = i % size.width
    const y = Math.floor(i / size.width)
    return x >= 12 && x < 26 && y >= 9 && y < 20 ? 255 : 0
  }),
})

test('a plain edge changes nothing', () => {
  const raster = painted()
  shapeMask({ raster, edge: plainEdge, box: whole })
  expect(raster.data).toEqual(painted().data)
})

test('growing comes before feathering, both as the mask tools do it', () => {
  const raster = painted()
  shapeMask({ raster, edge: { feather: 6, grow: 3, strength: 100 }, box: whole })
  const byTools = painted()
  growMask({ raster: byTools, px: 3 })
  featherRaster({ raster: byTools, px: 6 })
  expect(raster.data).toEqual(byTools.data)

  const smaller = painted()
  shapeMask({ raster: smaller, edge: { ...plainEdge, grow: -2 }, box: whole })
  const shrunk = painted()
  shrinkMask({ raster: shrunk, px: 2 })
  expect(smaller.data).toEqual(shrunk.data)
})

test('strength scales every value, and nothing that is protected opens', () => {
  const shares = fc.uint8Array({ minLength: 1200, maxLength: 1200 })
  fc.assert(
    fc.property(shares, fc.integer({ min: 0, max: 100 }), (data, strength) => {
      const raster: Raster = { ...size, data: new Uint8Array(data) }
      shapeMask({ raster, edge: { ...plainEdge, strength }, box: whole })
      for (let i = 0; i < data.length; i++) expect(raster.data[i]).toBe(Math.round((data[i] * strength) / 100))
    }),
    { numRuns: 20 },
  )
})

test('nothing outside of what the engine saw stays open, whatever the box', () => {
  const place = fc.integer({ min: -20, max: 50 })
  const side = fc.integer({ min: 1, max: 60 })
  fc.assert(
    fc.property(place, place, side, side, (x, y, width, height) => {
      const raster: Raster = { ...size, data: new Uint8Array(1200).fill(255) }
      shapeMask({ raster, edge: { ...plainEdge, feather: 4 }, box: { x, y, width, height } })
      for (let i = 0; i < raster.data.length; i++) {
        const at = { x: i % size.width, y: Math.floor(i / size.width) }
        const inside = at.x >= x && at.x < x + width && at.y >= y && at.y < y + height
        expect(raster.data[i]).toBe(inside ? 255 : 0)
      }
    }),
    { numRuns: 50 },
  )
})

test('a reduced copy takes lengths in the pixels of the image', () => {
  const raster = painted()
  shapeMask({ raster, edge: { ...plainEdge, grow: 8 }, box: whole, scale: 0.5 })
  const byTools = painted()
  growMask({ raster: byTools, px: 4 })
  expect(raster.data).toEqual(byTools.data)
})
