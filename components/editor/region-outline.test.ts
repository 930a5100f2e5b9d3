import { expect, test } from 'vitest'
import type { Region } from '#lib/mask/region.ts'
import { regionOutline } from './region-outline.ts'

const square: Region = { rect: { x: 100, y: 50, width: 40, height: 20 }, coverage: new Uint8Array(800).fill(255) }
const stage = { width: 300, height: 200 }

const bounds = (lines: ReturnType<typeof regionOutline>) => {
  const points = lines.flatMap((line) => line.points)
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)].map(Math.round)
}

test('goes around a region in image points, whatever the view', () => {
  for (const zoom of [0.5, 1, 2]) {
    const lines = regionOutline(square, { x: 10, y: 20, zoom }, stage)
    expect(lines).toHaveLength(1)
    expect(lines[0].closed).toBe(true)
    expect(bounds(lines)).toEqual([100, 50, 140, 70])
  }
})

test('what is out of sight has no outline, and what is cut off is cut beyond the stage', () => {
  expect(regionOutline(square, { x: -500, y: 0, zoom: 1 }, stage)).toEqual([])
  const [left] = bounds(regionOutline(square, { x: -120, y: 0, zoom: 1 }, stage))
  expect(left).toBeLessThan(120)
})

test('a hole has a line of its own', () => {
  const coverage = new Uint8Array(800).fill(255)
  for (let y = 5; y < 15; y++) coverage.fill(0, y * 40 + 10, y * 40 + 30)
  expect(regionOutline({ ...square, coverage }, { x: 0, y: 0, zoom: 1 }, stage)).toHaveLength(2)
})
