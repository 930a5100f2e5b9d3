import { expect, test } from 'vitest'
import { unseenPlace } from './unseen-place.ts'

const picture = { x: 0, y: 0, width: 900, height: 600 }
const crop = { x: 400, y: 200, width: 200, height: 200 }

test('a stroke far from the crop carries the tag itself', () => {
  const painted = { x: 100, y: 80, width: 60, height: 40 }
  expect(unseenPlace({ painted, crop, picture })).toEqual({ x: 130 - 118, y: 100 - 12 })
})

test('a stroke that leaves the crop has it beside the crop, never inside', () => {
  // To the right there is room, across the top edge there is, too.
  expect(unseenPlace({ painted: { x: 560, y: 280, width: 60, height: 40 }, crop, picture })).toEqual({ x: 608, y: 288 })
  expect(unseenPlace({ painted: { x: 480, y: 180, width: 40, height: 60 }, crop, picture })).toEqual({ x: 382, y: 168 })
})

test('it stays on the picture', () => {
  expect(unseenPlace({ painted: { x: 0, y: 0, width: 10, height: 10 }, crop, picture })).toEqual({ x: 0, y: 0 })
  const wide = { ...crop, x: 0, width: 850 }
  // No room at the right of it: over it.
  expect(unseenPlace({ painted: { x: 840, y: 290, width: 40, height: 20 }, crop: wide, picture }).y).not.toBe(288)
})
