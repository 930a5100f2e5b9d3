import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFlowGraph, leastCut, link, neighbourDx, neighbourDy } from './flow-graph.ts'

type Grid = { width: number; height: number; pulls: number[]; links: number[] }

const grids: fc.Arbitrary<Grid> = fc
  .record({ width: fc.integer({ min: 1, max: 4 }), height: fc.integer({ min: 1, max: 3 }) })
  .chain(({ width, height }) => {
    const count = width * height
    return fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      pulls: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: count, maxLength: count }),
      links: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 4 * count, maxLength: 4 * count }),
    })
  })

/** Every pair of neighbours once, with its capacity. */
function pairsOf({ width, height, links }: Grid) {
  const pairs: { from: number; slot: number; to: number; capacity: number }[] = []
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let slot = 0; slot < 4; slot++) {
        const [nx, ny] = [x + neighbourDx[slot], y + neighbourDy[slot]]
        if (nx < 0 || ny < 0 || nx >= width) continue
        const from = y * width + x
        pairs.push({ from, slot, to: ny * width + nx, capacity: links[4 * from + slot] })
      }
    }
  }
  return pairs
}

/** What a labelling cuts: the pulls it goes against, and the links it parts. */
function costOf(grid: Grid, side: (node: number) => number): number {
  const pulled = grid.pulls.reduce((sum, pull, i) => sum + (side(i) === 1 ? Math.max(0, -pull) : Math.max(0, pull)), 0)
  return pairsOf(grid).reduce((sum, { from, to, capacity }) => sum + (side(from) === side(to) ? 0 : capacity), pulled)
}

test('the cut costs as little as the best of all labellings', () => {
  fc.assert(
    fc.property(grids, (grid) => {
      const count = grid.width * grid.height
      const graph = createFlowGraph(count)
      graph.terminal.set(grid.pulls)
      for (const pair of pairsOf(grid)) link(graph, pair)
      const cut = leastCut(graph)
      let least = Number.POSITIVE_INFINITY
      for (let labelling = 0; labelling < 2 ** count; labelling++) {
        least = Math.min(
          least,
          costOf(grid, (node) => (labelling >> node) & 1),
        )
      }
      expect(costOf(grid, (node) => cut[node])).toBe(least)
    }),
    { numRuns: 300 },
  )
})

test('directions come in pairs: slot d and slot 7 − d lead opposite ways', () => {
  for (let slot = 0; slot < 8; slot++) {
    expect([neighbourDx[7 - slot], neighbourDy[7 - slot]]).toEqual([0 - neighbourDx[slot], 0 - neighbourDy[slot]])
  }
})

test('a graph without pulls has no foreground', () => {
  const graph = createFlowGraph(2)
  link(graph, { from: 1, slot: 3, to: 0, capacity: 5 })
  expect([...leastCut(graph)]).toEqual([0, 0])
})
