// Decides the pixels that are still open between foreground (255) and background (0): the labelling that costs least,
// where a pixel pays for a colour unlike its side's, and neighbours pay for being parted unless an edge runs there.
import { type ColourMixture, colourCost } from './colour-mixture.ts'
import { createFlowGraph, type FlowGraph, leastCut, link, neighbourDx, neighbourDy } from './flow-graph.ts'
import type { PixelGrid } from './pixel-grid.ts'

/** Whole numbers per unit of cost. */
const unit = 64
/** What parting two pixels of one colour costs; GrabCut's own value. */
const smoothness = 50
/** No colour may outvote its surroundings by more: one strange pixel is noise. */
const largestColourCost = 30

export type Models = { readonly foreground: ColourMixture; readonly background: ColourMixture }

type PixelCut = {
  readonly grid: PixelGrid
  /** 255 or 0 for each pixel; changed in place where open. */
  readonly labels: Uint8Array
  /** 1 for each open pixel. */
  readonly isOpen: Uint8Array
  /** The open pixels, ascending. */
  readonly nodes: Int32Array
  readonly models: Models
}

/** Steps of the table of exp(−x) from 0 to 8. */
const decaySteps = 1024
const decayReach = 8
const decay = Float64Array.from({ length: decaySteps + 1 }, (_, i) => Math.exp((-i * decayReach) / decaySteps))

export function cutPixels({ grid, labels, isOpen, nodes, models }: PixelCut): void {
  if (nodes.length === 0) return
  const { width, height, data, offset, stride } = grid
  const graph = createFlowGraph(nodes.length)
  const difference = (a: number, b: number): number =>
    (data[a] - data[b]) ** 2 + (data[a + 1] - data[b + 1]) ** 2 + (data[a + 2] - data[b + 2]) ** 2

  let sum = 0
  let pairs = 0
  for (const node of nodes) {
    const x = node % width
    const at = offset + ((node - x) / width) * stride + 4 * x
    if (x + 1 < width) sum += difference(at, at + 4)
    if (node + width < labels.length) sum += difference(at, at + stride)
    pairs += 2
  }
  // GrabCut's β: one over twice the mean difference. Here already in steps of the table.
  const stepsPerDifference = (decaySteps / decayReach / 2) * (pairs / Math.max(1, sum))
  const partingCost = (a: number, b: number, slot: number): number => {
    const step = Math.min(decaySteps, (difference(a, b) * stepsPerDifference) | 0)
    const apart = slot === 1 || slot === 3 || slot === 4 || slot === 6 ? 1 : Math.SQRT1_2
    return Math.round(smoothness * unit * apart * decay[step])
  }

  const above = new RowFinder(nodes)
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i]
    const x = node % width
    const y = (node - x) / width
    const at = offset + y * stride + 4 * x
    const pull = colourCost(models.background, data, at) - colourCost(models.foreground, data, at)
    graph.terminal[i] += Math.round(unit * Math.max(-largestColourCost, Math.min(largestColourCost, pull)))
    for (let slot = 0; slot < 8; slot++) {
      const nx = x + neighbourDx[slot]
      const ny = y + neighbourDy[slot]
      if (nx < 0 || ny < 0 || nx >= width || ny >= height) continue
      const other = ny * width + nx
      const otherAt = offset + ny * stride + 4 * nx
      if (isOpen[other] === 0) {
        const capacity = partingCost(at, otherAt, slot)
        graph.terminal[i] += labels[other] > 0 ? capacity : -capacity
      } else if (slot < 4) {
        // The other four directions are joined from the other end.
        const to = slot === 3 ? i - 1 : above.find(other)
        link(graph, { from: i, slot, to, capacity: partingCost(at, otherAt, slot) })
      }
    }
  }
  writeCut(graph, nodes, labels)
}

function writeCut(graph: FlowGraph, nodes: Int32Array, labels: Uint8Array): void {
  const foreground = leastCut(graph)
  for (let i = 0; i < nodes.length; i++) labels[nodes[i]] = foreground[i] === 1 ? 255 : 0
}

/** Finds nodes by pixel, for questions that rise almost steadily: a table of the whole grid would weigh 80 MB at 20 MP. */
class RowFinder {
  readonly #nodes: Int32Array
  #place = 0

  constructor(nodes: Int32Array) {
    this.#nodes = nodes
  }

  /** Only for pixels that are nodes. */
  find(pixel: number): number {
    while (this.#nodes[this.#place] > pixel) this.#place--
    while (this.#nodes[this.#place] < pixel) this.#place++
    return this.#place
  }
}
