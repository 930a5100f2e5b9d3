import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arrowStep, corners, dragCrop } from './crop-drag.ts'

const image = { width: 400, height: 300 }
const box = { x: 100, y: 50, width: 120, height: 80 }

test('the box moves as a whole, and a corner moves its two sides', () => {
  expect(dragCrop(box, { grip: 'box', dx: 30, dy: -20, image })).toEqual({ ...box, x: 130, y: 30 })
  expect(dragCrop(box, { grip: 'top-left', dx: 30, dy: -20, image })).toEqual({ x: 130, y: 30, width: 90, height: 100 })
  expect(dragCrop(box, { grip: 'bottom-right', dx: 30, dy: -20, image })).toEqual({ ...box, width: 150, height: 60 })
})

test('nothing leaves the picture or vanishes, however far the hand goes', () => {
  const far = fc.integer({ min: -2000, max: 2000 })
  fc.assert(
    fc.property(fc.constantFrom('box', ...corners), far, far, (grip, dx, dy) => {
      const { x, y, width, height } = dragCrop(box, { grip, dx, dy, image })
      expect(x >= 0 && y >= 0 && x + width <= 400 && y + height <= 300 && width >= 1 && height >= 1).toBe(true)
      if (grip === 'box') expect([width, height]).toEqual([120, 80])
    }),
  )
})

test('arrows step by a pixel, with Shift by ten', () => {
  expect(arrowStep({ key: 'ArrowUp', shiftKey: false })).toEqual({ dx: 0, dy: -1 })
  expect(arrowStep({ key: 'ArrowRight', shiftKey: true })).toEqual({ dx: 10, dy: 0 })
  expect(arrowStep({ key: 'Enter', shiftKey: false })).toBeNull()
})
