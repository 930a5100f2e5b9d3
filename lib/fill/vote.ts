// Every pixel of the hole lies in up to 81 patches, and each of them has an opinion on its colour.
import { decay } from './decay.ts'
import { isHole, patchRadius, patchWidth, type Site } from './level.ts'

/** Pixels at a patch's rim say little of its middle: a Gaussian of σ 2 px. */
const spread = 2
/** Opinions that cost more than the best by this share of it hardly count: more blurs, less freezes the first guess. */
const tolerance = 0.25

const spatial = Float64Array.from({ length: patchWidth * patchWidth }, (_, i) => {
  const x = (i % patchWidth) - patchRadius
  const y = Math.floor(i / patchWidth) - patchRadius
  return decay((x * x + y * y) / (2 * spread * spread))
})

/** 1.25^−depth: the rim is known better than the middle, so certainty moves inwards. */
const deepest = 60
const trust = makeTrust()

function makeTrust(): Float64Array {
  const values = new Float64Array(deepest + 1)
  let value = 1
  for (let px = 0; px <= deepest; px++) {
    values[px] = value
    value /= 1.25
  }
  return values
}

export type Ballot =
  /** The weighted mean of all opinions. */
  | 'mean'
  /** The same with every patch as good as any other: for a field whose costs are not known. */
  | 'plain'
  /** The colour of the strongest opinion alone: a mean always loses sharpness. */
  | 'strongest'

export type Votes = {
  /** Mean change of a sample of the hole, 0 to 255. */
  change: number
  /** For `strongest`, the pixel of the level that each pixel of the hole was copied from, over the site's box; −1 elsewhere. */
  picks: Int32Array | null
}

/** Gives the hole of a site its colours. All of them are counted before any is written. */
export function vote(site: Site, ballot: Ballot): Votes {
  const { width, height, state, pixels, box, field, cost, depth } = site
  const left = Math.max(patchRadius, box.x)
  const right = Math.min(width - 1 - patchRadius, box.x + box.width - 1)
  const top = Math.max(patchRadius, box.y)
  const bottom = Math.min(height - 1 - patchRadius, box.y + box.height - 1)
  const floor = 0.15 * meanCost(site) + 50
  const picks = ballot === 'strongest' ? new Int32Array(field.length).fill(-1) : null
  const colours = new Uint8Array(field.length * 4)
  const trusted = Float64Array.from(depth, (tenths) => trust[Math.min(deepest, Math.floor(tenths / 10))])
  const costs = new Int32Array(patchWidth * patchWidth)
  const origins = new Int32Array(patchWidth * patchWidth)
  const weights = new Float64Array(patchWidth * patchWidth)
  let change = 0
  let holeCount = 0

  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++) {
      const p = y * width + x
      if ((state[p] & isHole) === 0) continue
      const at = (y - box.y) * box.width + x - box.x
      let count = 0
      let least = 0x7fff_ffff
      const fromX = Math.max(left, x - patchRadius)
      const toX = Math.min(right, x + patchRadius)
      const toY = Math.min(bottom, y + patchRadius)
      for (let row = Math.max(top, y - patchRadius); row <= toY; row++) {
        const offset = (row - y) * width
        let q = (row - box.y) * box.width + fromX - box.x
        let place = (row - y + patchRadius) * patchWidth + fromX - x + patchRadius
        for (let column = fromX; column <= toX; column++, q++, place++) {
          if (field[q] < 0) continue
          costs[count] = cost[q]
          origins[count] = field[q] - offset - (column - x)
          weights[count] = spatial[place] * trusted[q]
          if (cost[q] < least) least = cost[q]
          count++
        }
      }
      if (count === 0) continue
      holeCount++
      const to = at * 4
      if (picks) {
        const scale = 0.05 * (least + 400)
        let strongest = 0
        let most = -1
        for (let i = 0; i < count; i++) {
          const weight = weights[i] * decay((costs[i] - least) / scale)
          if (weight <= most) continue
          most = weight
          strongest = origins[i]
        }
        picks[at] = strongest
        for (let c = 0; c < 4; c++) colours[to + c] = pixels[strongest * 4 + c]
      } else {
        const scale = tolerance * (least + floor)
        let red = 0
        let green = 0
        let blue = 0
        let texture = 0
        let sum = 0
        for (let i = 0; i < count; i++) {
          const weight = ballot === 'plain' ? weights[i] : weights[i] * decay((costs[i] - least) / scale)
          const from = origins[i] * 4
          red += weight * pixels[from]
          green += weight * pixels[from + 1]
          blue += weight * pixels[from + 2]
          texture += weight * pixels[from + 3]
          sum += weight
        }
        colours[to] = red / sum + 0.5
        colours[to + 1] = green / sum + 0.5
        colours[to + 2] = blue / sum + 0.5
        colours[to + 3] = texture / sum + 0.5
      }
    }
  }

  for (let y = 0, at = 0; y < box.height; y++) {
    for (let x = 0, p = (box.y + y) * width + box.x; x < box.width; x++, p++, at++) {
      if ((state[p] & isHole) === 0) continue
      for (let c = 0; c < 3; c++) change += Math.abs(colours[at * 4 + c] - pixels[p * 4 + c])
      pixels.set(colours.subarray(at * 4, at * 4 + 4), p * 4)
    }
  }
  return { change: change / (3 * Math.max(1, holeCount)), picks }
}

function meanCost({ cost, field, targetCount }: Site): number {
  let sum = 0
  for (let at = 0; at < cost.length; at++) if (field[at] >= 0) sum += cost[at]
  return sum / Math.max(1, targetCount)
}

/**
 * The last step of a level that is not searched: every pixel from the middle of its own patch. Votes over 81 patches
 * would take half of the whole time there, and the patches agree by then.
 * @returns where each pixel came from, as `Votes.picks`
 */
export function copyCentres({ width, height, state, pixels, box, field }: Site): Int32Array {
  const picks = new Int32Array(field.length).fill(-1)
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++) {
      const p = y * width + x
      if ((state[p] & isHole) === 0) continue
      const centreX = Math.min(width - 1 - patchRadius, Math.max(patchRadius, x))
      const centreY = Math.min(height - 1 - patchRadius, Math.max(patchRadius, y))
      const from = field[(centreY - box.y) * box.width + centreX - box.x] + (y - centreY) * width + x - centreX
      picks[(y - box.y) * box.width + x - box.x] = from
      for (let c = 0; c < 3; c++) pixels[p * 4 + c] = pixels[from * 4 + c]
    }
  }
  return picks
}
