import { expect, test } from 'vitest'
import { nextStop, sheetHeight, sheetStops, stopAfterDrag } from './sheet-stops.ts'

test('the stops are 96, 312 and all the room there is, and never more than that', () => {
  expect(sheetStops.map((stop) => sheetHeight(stop, 788))).toEqual([96, 312, 788])
  expect(sheetStops.map((stop) => sheetHeight(stop, 250))).toEqual([96, 250, 250])
})

test('steps stop at both ends', () => {
  expect([nextStop('button', -1), nextStop('button', 1), nextStop('full', 1)]).toEqual(['button', 'usual', 'full'])
})

test('a slow drag ends at the nearest stop, a flick at the next one its way', () => {
  const after = (heightPx: number, speed: number) => stopAfterDrag('usual', { heightPx, speed, roomPx: 788 })
  expect([after(180, 0), after(240, 0), after(600, 0.1)]).toEqual(['button', 'usual', 'full'])
  expect([after(330, 2), after(300, -2)]).toEqual(['full', 'button'])
})
