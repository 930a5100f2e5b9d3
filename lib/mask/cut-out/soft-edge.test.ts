import { expect, test } from 'vitest'
import { blob, orange, paintScene } from './scene.fixture.ts'
import { softenEdge } from './soft-edge.ts'

const size = { width: 300, height: 260 }
const depth = blob({ x: 150, y: 130 }, 80)

/** Mean difference from the truth where either is between, in levels. */
function errorOf(found: Uint8Array, truth: Uint8Array): number {
  let sum = 0
  let count = 0
  for (let i = 0; i < truth.length; i++) {
    if (truth[i] % 255 === 0 && found[i] % 255 === 0) continue
    sum += Math.abs(found[i] - truth[i])
    count++
  }
  return sum / Math.max(1, count)
}

test.each([1, 3, 8])('an edge blurred over %i px comes out blurred as much', (blurPx) => {
  const { grid, truth } = paintScene({ size, depth, blurPx })
  const labels = Uint8Array.from(truth, (share) => (share >= 128 ? 255 : 0))
  const hard = errorOf(labels, truth)
  softenEdge({ grid, labelling: { ...size, labels }, reach: 8 })
  expect(errorOf(labels, truth)).toBeLessThan(Math.min(16, hard))
})

test('where both sides look alike the edge is only rounded', () => {
  const { grid } = paintScene({ size, depth: () => 99, thing: [orange, orange] })
  const labels = new Uint8Array(size.width * size.height)
  for (let y = 0; y < size.height; y++) labels.fill(255, y * size.width + 150, (y + 1) * size.width)
  softenEdge({ grid, labelling: { ...size, labels }, reach: 8 })
  const row = labels.subarray(100 * size.width, 101 * size.width)
  expect([row[148], row[151]]).toEqual([0, 255])
  expect(row[149]).toBeGreaterThan(30)
  expect(row[150]).toBeLessThan(225)
})

test('everything and nothing stay as they are', () => {
  const { grid } = paintScene({ size, depth })
  for (const value of [0, 255]) {
    const labels = new Uint8Array(size.width * size.height).fill(value)
    softenEdge({ grid, labelling: { ...size, labels }, reach: 4 })
    expect(labels.every((label) => label === value)).toBe(true)
  }
})
