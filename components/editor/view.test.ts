import fc from 'fast-check'
import { expect, test } from 'vitest'
import { screenPoint } from '#lib/core/geometry.ts'
import { fitView, maxZoom, panBy, pixelUnder, recentre, toImage, toScreen, zoomAbout } from './view.ts'

const frames = fc.record({
  image: fc.record({ width: fc.integer({ min: 1, max: 6000 }), height: fc.integer({ min: 1, max: 6000 }) }),
  stage: fc.record({ width: fc.integer({ min: 200, max: 2000 }), height: fc.integer({ min: 200, max: 1500 }) }),
})
const zooms = fc.double({ min: 0.001, max: 100, noNaN: true })

test('a fitted picture is in the middle, with at least 32 px of surround except on a phone', () => {
  fc.assert(
    fc.property(frames, (frame) => {
      const { x, y, zoom } = fitView(frame)
      const { image, stage } = frame
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(stage.width < 540 ? -0.5 : 31.5)
      expect(Math.abs(2 * x + image.width * zoom - stage.width)).toBeLessThanOrEqual(1)
      expect(Math.abs(2 * y + image.height * zoom - stage.height)).toBeLessThanOrEqual(1)
    }),
  )
})

test('the design picture of 2400 × 1600 fits at 37.5 %', () => {
  const frame = { image: { width: 2400, height: 1600 }, stage: { width: 1044, height: 664 } }
  expect(fitView(frame)).toEqual({ x: 72, y: 32, zoom: 0.375 })
})

test('on a phone a picture lies from edge to edge', () => {
  const frame = { image: { width: 451, height: 300 }, stage: { width: 390, height: 400 } }
  const { x, zoom } = fitView(frame)
  expect([x, zoom * 451]).toEqual([0, 390])
})

test('image and stage points convert there and back', () => {
  fc.assert(
    fc.property(frames, fc.double({ min: -500, max: 7000, noNaN: true }), zooms, (frame, x, zoom) => {
      const view = { ...fitView(frame), zoom }
      const back = toImage(view, toScreen(view, { x, y: x / 3 }))
      expect(back.x).toBeCloseTo(x, 3)
      expect(back.y).toBeCloseTo(x / 3, 3)
    }),
  )
})

test('zooming keeps the point under the pointer, to the whole pixel it is drawn on', () => {
  fc.assert(
    fc.property(frames, zooms, (frame, zoom) => {
      const view = fitView(frame)
      const at = toScreen(view, { x: frame.image.width / 2, y: frame.image.height / 2 })
      const before = toImage(view, at)
      const next = zoomAbout(view, { at, zoom }, frame)
      const after = toScreen(next, before)
      expect(next.zoom).toBeLessThanOrEqual(maxZoom)
      expect(Math.abs(after.x - at.x)).toBeLessThanOrEqual(0.51)
      expect(Math.abs(after.y - at.y)).toBeLessThanOrEqual(0.51)
    }),
  )
})

test('however far it is pushed, some of the picture stays in sight', () => {
  fc.assert(
    fc.property(frames, fc.integer({ min: -1e5, max: 1e5 }), fc.integer({ min: -1e5, max: 1e5 }), (frame, dx, dy) => {
      const view = panBy(fitView(frame), { dx, dy }, frame)
      const shown = (offset: number, length: number, room: number): number =>
        Math.min(room, offset + length * view.zoom) - Math.max(0, offset)
      const least = (length: number): number => Math.min(48, length * view.zoom) - 1
      expect(shown(view.x, frame.image.width, frame.stage.width)).toBeGreaterThanOrEqual(least(frame.image.width))
      expect(shown(view.y, frame.image.height, frame.stage.height)).toBeGreaterThanOrEqual(least(frame.image.height))
    }),
  )
})

test('a stage that grows keeps its middle', () => {
  const frame = { image: { width: 2000, height: 2000 }, stage: { width: 900, height: 700 } }
  expect(recentre({ x: -400, y: -300, zoom: 1 }, { width: 700, height: 500 }, frame)).toEqual({
    x: -300,
    y: -200,
    zoom: 1,
  })
})

test('the pixel under a point is the one drawn there, and none beside the picture', () => {
  const view = { x: 10, y: 20, zoom: 4 }
  const image = { width: 5, height: 5 }
  expect(pixelUnder(screenPoint(13.9, 20), view, image)).toEqual({ x: 0, y: 0 })
  expect(pixelUnder(screenPoint(29.9, 39.9), view, image)).toEqual({ x: 4, y: 4 })
  expect(pixelUnder(screenPoint(30, 30), view, image)).toBeNull()
  expect(pixelUnder(screenPoint(9.9, 30), view, image)).toBeNull()
})
