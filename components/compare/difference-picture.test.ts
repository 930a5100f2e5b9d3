import fc from 'fast-check'
import { expect, test } from 'vitest'
import { brightnessOf, differenceLevels, drawDifference } from './difference-picture.ts'

const black = 0xff000000

test('what is the same is black, one level is seen, and more is never darker, with gain or without', () => {
  for (const gain of [1, 4] as const) {
    const shades = brightnessOf(gain)
    expect([shades[0], shades[255]]).toEqual([0, 255])
    expect(shades[1]).toBeGreaterThanOrEqual(90)
    for (let level = 1; level < 255; level++) expect(shades[level + 1]).toBeGreaterThanOrEqual(shades[level])
  }
  expect(brightnessOf(4)[63]).toBe(brightnessOf(1)[252])
})

test('one changed pixel is seen at its place at every zoom that shows the picture, and nothing else is', () => {
  fc.assert(
    fc.property(
      fc.record({
        width: fc.integer({ min: 1, max: 900 }),
        height: fc.integer({ min: 1, max: 900 }),
        place: fc.nat(),
        zoom: fc.double({ min: 0.01, max: 12, noNaN: true }),
        ratio: fc.constantFrom(1, 1.5, 2),
      }),
      ({ width, height, place, zoom, ratio }) => {
        // Smaller than one pixel of the screen it may be between two.
        fc.pre(zoom * ratio * Math.max(width, height) >= 1)
        const data = new Uint8Array(width * height)
        const at = place % data.length
        data[at] = 1
        const [x, y] = [at % width, Math.floor(at / width)]
        // The pixel comes to the middle of a small screen.
        const view = { zoom, x: 40 - x * zoom, y: 30 - y * zoom }
        const size = { width: 80 * ratio, height: 60 * ratio }
        const pixels = drawDifference(differenceLevels({ width, height, data }), { view, size, ratio, gain: 1 })
        const bright = [...pixels.keys()].filter((index) => pixels[index] !== 0 && pixels[index] !== black)
        expect(bright.length).toBeGreaterThan(0)
        const reach = Math.max(zoom, 2 / ratio) + 1
        for (const index of bright) {
          expect(Math.abs((index % size.width) / ratio - 40)).toBeLessThanOrEqual(reach)
          expect(Math.abs(Math.floor(index / size.width) / ratio - 30)).toBeLessThanOrEqual(reach)
        }
      },
    ),
    { numRuns: 60 },
  )
})

test('beside the picture nothing is drawn, so that the surround shows', () => {
  const map = { width: 2, height: 1, data: Uint8Array.of(0, 255) }
  const screen = { view: { x: 1, y: 1, zoom: 1 }, size: { width: 4, height: 3 }, ratio: 1, gain: 1 } as const
  expect([...drawDifference([map], screen)]).toEqual([0, 0, 0, 0, 0, black, 0xffffffff, 0, 0, 0, 0, 0])
})
