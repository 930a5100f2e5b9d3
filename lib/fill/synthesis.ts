// Exemplar fill over a pyramid: Wexler and others, "Space-time completion of video", 2007; Newson and others, "Video
// inpainting of complex scenes", 2014. Everything is either whole numbers or additions, multiplications, divisions and
// square roots of doubles, in one order: the same picture on every machine.
import { enlargeField } from './enlarge.ts'
import { drawGuides, type Guide, type GuideField } from './guides.ts'
import { isTarget, type Level, type Site } from './level.ts'
import { stretchMembrane } from './membrane.ts'
import { match } from './patch-match.ts'
import { blendGradients } from './poisson.ts'
import { buildPyramid, isSearched } from './pyramid.ts'
import { createRandom, type Random } from './random.ts'
import { copyCentres, vote } from './vote.ts'

/** Rounds of searching and voting at the smallest level; 0.7 times as many at each further one, at least 2. */
const mostRounds = 12
const fewestRounds = 2
/** Sweeps of a search: many where structure is decided, fewer where it only sharpens (figures: docs/benchmarks.md). */
const sweepsAt = (step: number): number => (step < 2 ? 4 : 2)
/** Of 255: what changes less than that from round to round has settled. */
const settledChange = 0.3

export type Synthesis = { seed: number; guides: readonly Guide[] }

/** After each level, smallest first. `share` is that of the whole work, by what levels of that size take. */
export type LevelDone = { level: number; levels: number; share: number }

/**
 * Fills the hole of a level in place and tells of each level that is done; whoever stops asking has cancelled it.
 * Where nothing can be copied the hole is filled smoothly.
 */
export function* synthesise(finest: Level, { seed, guides }: Synthesis): Generator<LevelDone, void> {
  const random = createRandom(seed)
  const sites = buildPyramid(finest)
  const levels = sites.length
  const efforts = sites.map(effortOf)
  const whole = efforts.reduce((sum, effort) => sum + effort, 0)
  let spent = 0
  let coarse: Site | null = null
  // The smallest is taken off its end: what is done with is given back to the memory.
  for (let site = sites.pop(); site; site = sites.pop()) {
    const depth = sites.length
    const field = guides.length > 0 && isSearched(site) ? drawGuides(guides, site, 2 ** depth) : null
    fillLevel(site, { coarse, random, guides: field, step: levels - 1 - depth, finest: depth === 0 })
    coarse = site
    spent += efforts[depth]
    yield { level: levels - depth, levels, share: spent / whole }
  }
}

function roundsAt(step: number): number {
  let rounds = mostRounds
  for (let i = 0; i < step; i++) rounds *= 0.7
  return Math.max(fewestRounds, Math.floor(rounds + 0.5))
}

/** In targets searched once, about. */
function effortOf(site: Site, depth: number, sites: readonly Site[]): number {
  const step = sites.length - 1 - depth
  return site.targetCount * (isSearched(site) ? roundsAt(step) * (sweepsAt(step) + 1) : 1) + 1
}

type Filling = { coarse: Site | null; random: Random; guides: GuideField | null; step: number; finest: boolean }

function fillLevel(site: Site, { coarse, random, guides, step, finest }: Filling): void {
  const { sources, targetCount } = site
  if (coarse) {
    enlargeField(coarse, site, random)
    if (isSearched(site)) vote(site, 'plain')
    else copyCentres(site)
  } else {
    stretchMembrane(site)
    if (sources.length === 0 || targetCount === 0) return
    scatter(site, random)
  }
  if (isSearched(site)) {
    for (let round = 0; round < roundsAt(step); round++) {
      match(site, { random, sweeps: sweepsAt(step), reachPx: step < 2 ? null : 16, guides })
      if (vote(site, 'mean').change < settledChange) break
    }
    if (!finest) return
    match(site, { random, sweeps: 1, reachPx: 4, guides })
    const { picks } = vote(site, 'strongest')
    if (picks) blendGradients(site, picks)
    return
  }
  match(site, { random, sweeps: 1, reachPx: finest ? 4 : 8, guides })
  if (finest) blendGradients(site, copyCentres(site))
  else vote(site, 'mean')
}

/** Any source for every target. */
function scatter({ width, state, box, field, sources }: Site, random: Random): void {
  for (let y = 0, at = 0; y < box.height; y++) {
    for (let x = 0, p = (box.y + y) * width + box.x; x < box.width; x++, p++, at++) {
      if (state[p] & isTarget) field[at] = sources[random() % sources.length]
    }
  }
}
