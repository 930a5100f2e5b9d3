// Smart select: a box or a scribble in, a soft-edged region out. The colours are learnt and the first cut is made on a
// reduced copy of at most 0.3 megapixels; then the edge alone is followed up the pyramid to full size.
import { growRect, intersectRects, isEmpty, type Rect, type Size, unionRects, wholeRect } from '../../core/geometry.ts'
import { coveredBounds } from '../raster.ts'
import type { Region } from '../region.ts'
import type { Labelling } from './edge-band.ts'
import { type Field, fieldRect, isWithin, openField, reducedLevel, wishesAt } from './field.ts'
import { cutLevel, learnModels, refineLevel, settle } from './grab-cut.ts'
import { dropIslands } from './islands.ts'
import type { Models } from './pixel-cut.ts'
import type { PixelGrid } from './pixel-grid.ts'
import { softenEdge } from './soft-edge.ts'
import { isKept, type Scribble, scribbleBounds, undecided, type Wishes } from './wishes.ts'

const settlingRounds = 4
const reducedRounds = 2
/** Where the box leaves less ground than this, its own rim is taken for ground at first. */
const leastGround = 0.02
const rimShare = 0.04

/** Yields between steps of at most some 400 ms (at 20 megapixels), so that a caller may stop; returns the region, null where none is. */
export type CutSteps = Generator<undefined, Region | null>

/** The cut on the reduced copy, from which a scribble carries on. */
type Reduced = { readonly labelling: Labelling; readonly models: Models }

const noWishes: Wishes = { box: null, scribbles: [] }

export type CutOut = ReturnType<typeof createCutOut>

export function createCutOut(image: PixelGrid) {
  let wishes = noWishes
  let earlier: Wishes[] = []
  let field: Field | null = null
  let before: Reduced | null = null

  const look = (rect: Rect): Field => {
    if (field && isWithin(rect, field.rect)) return field
    before = null
    field = openField(image, field ? unionRects(field.rect, rect) : rect)
    return field
  }

  function* run(): CutSteps {
    const seen = look(fieldRect(wishes, image))
    yield
    before = yield* cutReduced({ field: seen, wishes, before })
    if (before === null) return null
    const { models } = before
    let labelling: Labelling = { ...before.labelling, labels: before.labelling.labels.slice() }
    for (let level = reducedLevel(seen) - 1; level >= 0; level--) {
      const decided = wishesAt(seen, level, wishes)
      labelling = refineLevel({ grid: seen.levels[level], small: labelling, wishes: decided, models })
      yield
    }
    softenEdge({ grid: seen.levels[0], labelling, reach: softReach(seen.levels[0]) })
    yield
    return regionOf(labelling, seen.rect)
  }

  return {
    /** A new selection: what is inside, in image pixels, without the ground that also lies outside. */
    box(rect: Rect): CutSteps {
      this.reset()
      const box = intersectRects(rect, wholeRect(image))
      if (isEmpty(box)) return nothing()
      wishes = { box, scribbles: [] }
      return run()
    },

    /** Refines the selection; the first of all, if it keeps, begins one. */
    scribble(scribble: Scribble): CutSteps {
      const bounds = intersectRects(scribbleBounds(scribble), wholeRect(image))
      const { box, scribbles } = wishes
      if (box === null && scribbles.length === 0 && (isEmpty(bounds) || scribble.sign === 'drop')) return nothing()
      earlier.push(wishes)
      wishes = {
        box: box && scribble.sign === 'keep' ? widened(box, bounds, image) : box,
        scribbles: [...scribbles, scribble],
      }
      return run()
    },

    /** As if the last scribble had not been. */
    takeBack(): CutSteps {
      wishes = earlier.pop() ?? noWishes
      before = null
      return wishes === noWishes ? nothing() : run()
    },

    reset(): void {
      wishes = noWishes
      earlier = []
      field = null
      before = null
    },
  }
}

/** A box that holds what is kept, and where that lay outside, as much again around it. */
const widened = (box: Rect, kept: Rect, image: Size): Rect =>
  isWithin(kept, box) ? box : unionRects(box, growRect(kept, Math.max(kept.width, kept.height), image))

function* nothing(): CutSteps {
  yield
  return null
}

type ReducedCut = { readonly field: Field; readonly wishes: Wishes; readonly before: Reduced | null }

/** Null where one side has nothing to learn from: a box of nothing but ground, or everything dropped. */
function* cutReduced({ field, wishes, before }: ReducedCut): Generator<undefined, Reduced | null> {
  const { levels } = field
  const top = levels.length - 1
  const reduced = reducedLevel(field)
  const decided = wishesAt(field, reduced, wishes)
  let models = before?.models ?? null
  let labelling: Labelling
  if (before) {
    labelling = { ...before.labelling, labels: before.labelling.labels.slice() }
  } else {
    // The box alone first: of two things of one colour, a scribble on one would otherwise speak for both.
    const decidedAtTop = wishesAt(field, top, wishes.box ? { ...wishes, scribbles: [] } : wishes)
    labelling = firstGuess({ size: levels[top], wishes: decidedAtTop, hasBox: wishes.box !== null })
    for (let round = 0; round < settlingRounds; round++) {
      models = learnModels(levels[top], labelling, models)
      if (models === null) return null
      cutLevel({ grid: levels[top], labelling, wishes: decidedAtTop, models })
      yield
    }
    if (models && reduced < top) {
      labelling = refineLevel({ grid: levels[reduced], small: labelling, wishes: decided, models })
    }
  }
  settle(labelling, decided)
  for (let round = 0; round < reducedRounds; round++) {
    models = learnModels(levels[reduced], labelling, models)
    if (models === null) return null
    cutLevel({ grid: levels[reduced], labelling, wishes: decided, models })
    yield
  }
  if (models === null) return null
  dropIslands(labelling, { isKept: (i) => isKept(decided[i]), onlyKept: wishes.box === null })
  return { labelling, models }
}

/** With a box, all in it; without, what was scribbled over. */
function firstGuess({ size, wishes, hasBox }: { size: Size; wishes: Uint8Array; hasBox: boolean }): Labelling {
  const { width, height } = size
  const labels = Uint8Array.from(wishes, (wish) => (isKept(wish) || (hasBox && wish === undecided) ? 255 : 0))
  const ground = labels.reduce((count, label) => count + (label === 0 ? 1 : 0), 0)
  if (ground < leastGround * labels.length) {
    const rim = Math.max(1, Math.round(rimShare * Math.min(width, height)))
    for (let y = 0; y < height; y++) {
      const isInner = y >= rim && y < height - rim
      labels.fill(0, y * width, y * width + (isInner ? rim : width))
      if (isInner) labels.fill(0, (y + 1) * width - rim, (y + 1) * width)
    }
  }
  return { width, height, labels }
}

/** An edge may be blurred the more, the larger what is selected: 2 px for a small thing, 8 across 20 megapixels. */
const softReach = ({ width, height }: Size): number =>
  Math.max(2, Math.min(8, Math.round(Math.max(width, height) / 600)))

function regionOf({ labels, width, height }: Labelling, place: Rect): Region | null {
  const bounds = coveredBounds({ width, height, data: labels })
  if (isEmpty(bounds)) return null
  const coverage = new Uint8Array(bounds.width * bounds.height)
  for (let y = 0; y < bounds.height; y++) {
    const from = (bounds.y + y) * width + bounds.x
    coverage.set(labels.subarray(from, from + bounds.width), y * bounds.width)
  }
  return { rect: { ...bounds, x: place.x + bounds.x, y: place.y + bounds.y }, coverage }
}
