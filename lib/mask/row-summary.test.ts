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
      for (const operation of [...changes, { kind: 'fill' as const, value: 0 }]) {
        summary.update(applyOperation({ raster, operation }))
        expect(summary.coverage()).toBe(coverageOf(raster))
        expect(summary.bounds()).toEqual(coveredBounds(raster))
      }
    }),
  )
})
