import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rasters } from '../random.fixture.ts'
import { colourCost, learnMixture, sampleColours } from './colour-mixture.ts'
import { bandAround, doubleLabels, markedPixels } from './edge-band.ts'
import { dropIslands } from './islands.ts'
import { nearEdge } from './near-edge.ts'
import { halve, pyramidOf, wholeGrid, windowOf } from './pixel-grid.ts'
import { isDropped, isKept, scribbleBounds, wishRaster } from './wishes.ts'

const labellings = rasters.map(({ width, height, data }) => ({
  width,
  height,
  labels: data.map((value) => (value & 64 ? 255 : 0)),
}))

test('half a grid holds the mean of each four, and a window of it nothing from outside', () => {
  const data = Uint8Array.from({ length: 4 * 5 * 3 }, (_, i) => (i % 4 === 3 ? 255 : i))
  const grid = wholeGrid({ width: 5, height: 3 }, data)
  const half = halve(windowOf(grid, { x: 1, y: 0, width: 3, height: 2 }))
  expect([half.width, half.height]).toEqual([2, 1])
  const red = [4, 8, 24, 28].reduce((sum, value) => sum + value, 0) / 4
  expect(half.data[0]).toBe(Math.round(red))
  expect(half.data[4]).toBe((12 + 32) / 2)
})

test('a pyramid ends at the wished size', () => {
  const grid = wholeGrid({ width: 65, height: 33 }, new Uint8Array(4 * 65 * 33))
  const sizes = pyramidOf(grid, 200).map(({ width, height }) => [width, height])
  expect(sizes).toEqual([
    [65, 33],
    [33, 17],
    [17, 9],
  ])
})

test('doubling labels repeats each pixel, and every change of label lies inside the band', () => {
  fc.assert(
    fc.property(labellings, fc.boolean(), fc.boolean(), (small, oddWidth, oddHeight) => {
      const size = { width: 2 * small.width - (oddWidth ? 1 : 0), height: 2 * small.height - (oddHeight ? 1 : 0) }
      const { labels } = doubleLabels(small, size)
      const band = bandAround(small, size, 3)
      for (let y = 0, i = 0; y < size.height; y++) {
        for (let x = 0; x < size.width; x++, i++) {
          expect(labels[i]).toBe(small.labels[(y >> 1) * small.width + (x >> 1)])
          if (x > 0 && labels[i] !== labels[i - 1]) expect([band[i], band[i - 1]]).toEqual([1, 1])
          if (y > 0 && labels[i] !== labels[i - size.width]) expect([band[i], band[i - size.width]]).toEqual([1, 1])
        }
      }
      const marked = markedPixels(band)
      expect(marked.length).toBe(band.reduce((sum, mark) => sum + mark, 0))
      expect(marked.every((pixel, n) => band[pixel] === 1 && (n === 0 || marked[n - 1] < pixel))).toBe(true)
    }),
  )
})

test('steps from the edge grow by one from neighbour to neighbour, and none is missing', () => {
  fc.assert(
    fc.property(labellings, (labelling) => {
      const { width, height, labels } = labelling
      const { pixels, distances, isNear } = nearEdge(labelling, 3)
      const steps = new Map([...pixels].map((pixel, n) => [pixel, distances[n]]))
      expect(isNear.reduce((sum, mark) => sum + mark, 0)).toBe(pixels.length)
      for (let i = 0; i < width * height; i++) {
        const x = i % width
        const around = [x > 0 ? i - 1 : i, x + 1 < width ? i + 1 : i, i - width, i + width].filter(
          (other) => other >= 0 && other < width * height,
        )
        const touches = around.some((other) => labels[other] !== labels[i])
        const before = Math.min(...around.map((other) => (other === i ? 9 : (steps.get(other) ?? 9))))
        expect(steps.get(i) ?? 9).toBe(touches ? 1 : before < 3 ? before + 1 : 9)
      }
    }),
  )
})

test('specks go, kept ones stay, and with only kept wished the largest goes too', () => {
  const labels = (): Uint8Array<ArrayBuffer> => {
    const all = new Uint8Array(100 * 10)
    for (let y = 0; y < 10; y++) all.fill(255, y * 100, y * 100 + 60)
    for (const speck of [80, 90]) all[5 * 100 + speck] = 255
    return all
  }
  const choice = { isKept: (pixel: number): boolean => pixel === 590, onlyKept: false }
  const specks = { width: 100, height: 10, labels: labels() }
  dropIslands(specks, choice)
  expect([specks.labels[530], specks.labels[580], specks.labels[590]]).toEqual([255, 0, 255])
  const kept = { width: 100, height: 10, labels: labels() }
  dropIslands(kept, { ...choice, onlyKept: true })
  expect([kept.labels[530], kept.labels[580], kept.labels[590]]).toEqual([0, 0, 255])
})

test('a mixture costs its own colours less than others, and learns the same from the same', () => {
  const data = Uint8Array.from(
    { length: 4 * 400 },
    (_, i) => (i % 8 < 4 ? [200, 40, 30, 255] : [30, 60, 180, 255])[i % 4],
  )
  for (let i = 0; i < data.length; i++) data[i] += (i * 7) % 5
  const samples = sampleColours(wholeGrid({ width: 20, height: 20 }, data), () => true)
  const mixture = learnMixture(samples)
  expect(learnMixture(samples)).toEqual(mixture)
  const cost = (r: number, g: number, b: number): number => colourCost(mixture, Uint8Array.of(r, g, b), 0)
  expect(cost(202, 42, 32)).toBeLessThan(cost(202, 120, 32))
  expect(cost(32, 62, 182)).toBeLessThan(cost(110, 60, 110))
})

test('wishes: nothing outside the box, the later scribble over the earlier, at any level', () => {
  const at = { x: 40, y: 40 }
  const box = { x: 16, y: 16, width: 64, height: 64 }
  const scribbles = [
    { points: [at], sign: 'keep', sizePx: 24 },
    { points: [at], sign: 'drop', sizePx: 8 },
  ] as const
  for (const scale of [1, 2, 8]) {
    const size = { width: 96 / scale, height: 96 / scale }
    const { data } = wishRaster({ wishes: { box, scribbles }, size, origin: { x: 0, y: 0 }, scale })
    const wish = (x: number, y: number): number => data[Math.floor(y / scale) * size.width + Math.floor(x / scale)]
    expect(isDropped(wish(8, 50))).toBe(true)
    expect(isDropped(wish(40, 40))).toBe(true)
    expect(wish(70, 70)).toBe(128)
    if (scale < 8) expect(isKept(wish(48, 41))).toBe(true)
  }
  expect(scribbleBounds(scribbles[0])).toEqual({ x: 28, y: 28, width: 24, height: 24 })
  expect(scribbleBounds({ ...scribbles[0], points: [] })).toEqual({ x: 0, y: 0, width: 0, height: 0 })
})
