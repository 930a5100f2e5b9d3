import fc from 'fast-check'
import { expect, test } from 'vitest'
import { screenPoint } from '#lib/core/geometry.ts'
import { type Panes, paneSize, panesFor, paneUnder, secondPane } from './panes.ts'

const length = fc.integer({ min: 10, max: 3000 })
const size = fc.record({ width: length, height: length })
const either = fc.constantFrom<Panes>('columns', 'rows')

test('two panes of one size fill the stage but for the gap between them', () => {
  fc.assert(
    fc.property(size, either, (stage, panes) => {
      const { width, height } = paneSize(stage, panes)
      const second = secondPane(stage, panes)
      expect([second.x + width, second.y + height]).toEqual([stage.width, stage.height])
      const gap = panes === 'columns' ? second.x - width : second.y - height
      expect([2, 3]).toContain(gap)
    }),
  )
})

test('a point is counted from the corner of the pane that it lies in', () => {
  const stage = { width: 1002, height: 600 }
  expect(paneUnder(screenPoint(499, 599), stage, 'columns')).toEqual({ x: 0, y: 0 })
  expect(paneUnder(screenPoint(502, 0), stage, 'columns')).toEqual({ x: 502, y: 0 })
  expect(paneUnder(screenPoint(900, 298), stage, 'rows')).toEqual({ x: 0, y: 0 })
  expect(paneUnder(screenPoint(900, 301), stage, 'rows')).toEqual({ x: 0, y: 301 })
})

test('a wide picture on a tall stage lies above, a tall one beside, and a square stage decides for beside', () => {
  const phone = { width: 390, height: 420 }
  expect(panesFor({ image: { width: 3000, height: 2000 }, stage: phone })).toBe('rows')
  expect(panesFor({ image: { width: 2000, height: 3000 }, stage: phone })).toBe('columns')
  expect(panesFor({ image: { width: 500, height: 500 }, stage: { width: 800, height: 800 } })).toBe('columns')
})
