import fc from 'fast-check'
import { expect, test } from 'vitest'
import { viewInFrame } from './paint-comparison.ts'

const length = fc.integer({ min: 1, max: 6000 })
const size = fc.record({ width: length, height: length })
const view = fc.record({
  x: fc.integer({ min: -5000, max: 5000 }),
  y: fc.integer({ min: -5000, max: 5000 }),
  zoom: fc.double({ min: 0.02, max: 32, noNaN: true }),
})

test('a picture of the size of the frame lies exactly on it, one of another size whole inside and in the middle', () => {
  fc.assert(
    fc.property(size, size, view, (picture, frame, at) => {
      expect(viewInFrame(frame, { frame, view: at })).toEqual(at)
      const { x, y, zoom } = viewInFrame(picture, { frame, view: at })
      const [width, height] = [picture.width * zoom, picture.height * zoom]
      const room = { width: frame.width * at.zoom, height: frame.height * at.zoom }
      expect(Math.min(room.width - width, room.height - height)).toBeCloseTo(0, 5)
      expect(Math.min(room.width - width, room.height - height)).toBeGreaterThan(-1e-6)
      expect(x - at.x).toBeCloseTo((room.width - width) / 2, 5)
      expect(y - at.y).toBeCloseTo((room.height - height) / 2, 5)
    }),
  )
})
