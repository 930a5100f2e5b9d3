import { expect, test } from 'vitest'
import { isHole, prepareSite } from './level.ts'
import { blendGradients } from './poisson.ts'

const width = 320
const height = 160
/** Flat ground of 100, and at the far right another. */
const grounds = (other: number) => (x: number) => (x < 240 ? 100 : other)
const hole = { x: 60, y: 30, width: 100, height: 100 }

/** A hole that was copied from both grounds, with a straight seam between them, after the finish. */
function fillHalves(seamX: number, other: number): Uint8Array {
  const ground = grounds(other)
  const pixels = new Uint8Array(width * height * 4)
  const state = new Uint8Array(width * height)
  for (let at = 0; at < state.length; at++) {
    const [x, y] = [at % width, Math.floor(at / width)]
    if (x >= hole.x && x < hole.x + hole.width && y >= hole.y && y < hole.y + hole.height) state[at] = isHole
    pixels.fill(ground(x), at * 4, at * 4 + 3)
  }
  const site = prepareSite({ width, height, pixels, state })
  const { box } = site
  const picks = new Int32Array(box.width * box.height).fill(-1)
  for (let at = 0; at < picks.length; at++) {
    const [x, y] = [box.x + (at % box.width), box.y + Math.floor(at / box.width)]
    const to = y * width + x
    if ((site.state[to] & isHole) === 0) continue
    picks[at] = y * width + (x < seamX ? 20 : 280)
    pixels.fill(ground(picks[at] % width), to * 4, to * 4 + 3)
  }
  blendGradients(site, picks)
  return pixels
}

/** The largest step between neighbours along a row. */
function stepsLeft(seamX: number): number {
  const pixels = fillHalves(seamX, 130)
  let largest = 0
  for (let y = hole.y; y < hole.y + hole.height; y++) {
    for (let x = hole.x; x <= hole.x + hole.width; x++) {
      const at = (y * width + x) * 4
      largest = Math.max(largest, Math.abs(pixels[at] - pixels[at - 4]))
    }
  }
  return largest
}

test('a straight seam between two grounds vanishes, wherever it runs', () => {
  for (const seamX of [107, 108, 109, 110, 112]) expect(stepsLeft(seamX), `seam at ${seamX}`).toBeLessThanOrEqual(3)
})

test('an edge that ends at the hole stays one: nothing of its other side is poured in', () => {
  const pixels = fillHalves(hole.x + hole.width, 130)
  // The same, with a bright wall right of the hole.
  const walled = fillBesideWall()
  const middle = ((hole.y + 50) * width + hole.x + hole.width - 3) * 4
  expect(Math.abs(pixels[middle] - 100)).toBeLessThanOrEqual(1)
  expect(Math.abs(walled[middle] - 100)).toBeLessThanOrEqual(2)
})

/** Copied from the dark ground all over, beside a wall of 220. */
function fillBesideWall(): Uint8Array {
  const pixels = new Uint8Array(width * height * 4)
  const state = new Uint8Array(width * height)
  for (let at = 0; at < state.length; at++) {
    const [x, y] = [at % width, Math.floor(at / width)]
    const inside = x >= hole.x && x < hole.x + hole.width && y >= hole.y && y < hole.y + hole.height
    if (inside) state[at] = isHole
    pixels.fill(x >= hole.x + hole.width ? 220 : 100, at * 4, at * 4 + 3)
  }
  const site = prepareSite({ width, height, pixels, state })
  const picks = new Int32Array(site.box.width * site.box.height).fill(-1)
  for (let at = 0; at < picks.length; at++) {
    const y = site.box.y + Math.floor(at / site.box.width)
    const to = y * width + site.box.x + (at % site.box.width)
    if ((site.state[to] & isHole) !== 0) picks[at] = y * width + 20
  }
  blendGradients(site, picks)
  return pixels
}
