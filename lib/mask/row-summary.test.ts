import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyOperation } from './operation.ts'
import { operations, rasters } from './random.fixture.ts'
import { coverageOf, coveredBounds } from './raster.ts'
import { createRowSummary } from './row-summary.ts'

test('after any changes it says what a look at every pixel says', () => {
  fc.assert(
    fc.property(rasters, fc.array(operations, { maxLength: 4 }), (raster, changes) => {
      const summary = createRowSummary(raster)
      const fills = [0, 1].map((value) => ({ kind: 'fill' as const, value }))
      for (const operation of [...changes, ...fills]) {
        summary.update(applyOperation({ raster, operation }))
        expect(summary.coverage()).toBe(coverageOf(raster))
        expect(summary.bounds()).toEqual(coveredBounds(raster))
        expect(summary.protects()).toBe(raster.data.includes(0))
      }
    }),
  )
})
