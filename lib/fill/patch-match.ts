// For every patch of the hole the most alike known patch, nearly: Barnes and others, "PatchMatch", 2009.
import { type GuideField, guideCost } from './guides.ts'
import { isSource, isTarget, patchRadius, patchWidth, type Site } from './level.ts'
import type { Random } from './random.ts'

/** Good matches spread in one sweep and settle within four. */
const settledShare = 0.005

export type Search = {
  random: Random
  sweeps: number
  /** How far the random search begins; null searches the whole level, and one place anywhere besides. */
  reachPx: number | null
  guides: GuideField | null
}

/** Improves `site.field` by sweeps to and fro, until less than 0.5 % of the targets change. Integer arithmetic throughout. */
export function match(site: Site, search: Search): void {
  measure(site, search.guides)
  for (let sweep = 0; sweep < search.sweeps; sweep++) {
    const changed = sweepOnce(site, search, sweep % 2 === 0 ? 1 : -1)
    if (changed < site.targetCount * settledShare) return
  }
}

function measure({ width, state, pixels, box, field, cost }: Site, guides: GuideField | null): void {
  for (let y = 0, at = 0; y < box.height; y++) {
    for (let x = 0, p = (box.y + y) * width + box.x; x < box.width; x++, p++, at++) {
      if ((state[p] & isTarget) === 0) continue
      cost[at] = unlikeness({ pixels, width, guides }, p, field[at], maxCost)
    }
  }
}

const maxCost = 0x7fff_ffff

type Ground = { pixels: Uint8Array; width: number; guides: GuideField | null }

/** The sum of squared differences of two patches; where it reaches `limit`, some value from there on. */
function unlikeness({ pixels, width, guides }: Ground, target: number, source: number, limit: number): number {
  let sum = guides === null ? 0 : guideCost(guides, target, source)
  const corner = patchRadius * width + patchRadius
  let a = (target - corner) * 4
  let b = (source - corner) * 4
  const step = (width - patchWidth) * 4
  for (let row = 0; row < patchWidth; row++) {
    for (const end = a + patchWidth * 4; a < end; a += 4, b += 4) {
      const red = pixels[a] - pixels[b]
      const green = pixels[a + 1] - pixels[b + 1]
      const blue = pixels[a + 2] - pixels[b + 2]
      const texture = pixels[a + 3] - pixels[b + 3]
      sum = (sum + red * red + green * green + blue * blue + texture * texture) | 0
    }
    if (sum >= limit) return sum
    a += step
    b += step
  }
  return sum
}

/** @returns how many targets found something better */
function sweepOnce(site: Site, { random, reachPx, guides }: Search, direction: 1 | -1): number {
  const { width, height, state, pixels, box, field, cost, sources } = site
  const ground = { pixels, width, guides }
  const lastX = width - 1 - patchRadius
  const lastY = height - 1 - patchRadius
  const farthest = reachPx ?? Math.max(width, height)
  const forth = direction === 1
  let changed = 0
  for (let row = 0; row < box.height; row++) {
    const y = forth ? row : box.height - 1 - row
    for (let column = 0; column < box.width; column++) {
      const x = forth ? column : box.width - 1 - column
      const p = (box.y + y) * width + box.x + x
      if ((state[p] & isTarget) === 0) continue
      const at = y * box.width + x
      let least = cost[at]
      if (least === 0) continue
      const before = field[at]
      let best = before

      // What the neighbours of this sweep are like, moved along by one. Targets keep a patch's distance from the border,
      // so that the neighbour is in the level; that it is in the box is what a target around it means.
      if (state[p - direction] & isTarget) {
        const candidate = field[at - direction] + direction
        if (candidate !== best && state[candidate] & isSource) {
          const unlike = unlikeness(ground, p, candidate, least)
          if (unlike < least) {
            least = unlike
            best = candidate
          }
        }
      }
      if (state[p - direction * width] & isTarget) {
        const candidate = field[at - direction * box.width] + direction * width
        if (candidate !== best && state[candidate] & isSource) {
          const unlike = unlikeness(ground, p, candidate, least)
          if (unlike < least) {
            least = unlike
            best = candidate
          }
        }
      }

      let bestX = best % width
      let bestY = (best - bestX) / width
      for (let reach = farthest; reach >= 1; reach >>= 1) {
        const left = Math.max(patchRadius, bestX - reach)
        const top = Math.max(patchRadius, bestY - reach)
        const columns = Math.min(lastX, bestX + reach) - left + 1
        const rows = Math.min(lastY, bestY + reach) - top + 1
        const candidate = (top + (random() % rows)) * width + left + (random() % columns)
        if ((state[candidate] & isSource) === 0) continue
        const unlike = unlikeness(ground, p, candidate, least)
        if (unlike >= least) continue
        least = unlike
        best = candidate
        bestX = best % width
        bestY = (best - bestX) / width
      }
      if (reachPx === null) {
        const candidate = sources[random() % sources.length]
        const unlike = unlikeness(ground, p, candidate, least)
        if (unlike < least) {
          least = unlike
          best = candidate
        }
      }
      if (best === before) continue
      field[at] = best
      cost[at] = least
      changed++
    }
  }
  return changed
}
