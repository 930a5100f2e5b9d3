// GrabCut on one level, and the same edge made exact on the next larger one.
import { learnMixture, sampleColours } from './colour-mixture.ts'
import { bandAround, doubleLabels, type Labelling, markedPixels } from './edge-band.ts'
import { cutPixels, type Models } from './pixel-cut.ts'
import type { PixelGrid } from './pixel-grid.ts'
import { isDropped, isKept, undecided } from './wishes.ts'

/** How far the edge may move when the level doubles: the smaller pixel it was in, and one pixel to either side. */
const bandReach = 3

/** Without open pixels; null where one of the sides has no pixel to learn from. */
export function learnModels(grid: PixelGrid, { labels }: Labelling, before: Models | null): Models | null {
  const front = sampleColours(grid, (i) => labels[i] > 0)
  const back = sampleColours(grid, (i) => labels[i] === 0)
  if (front.count === 0 || back.count === 0) return null
  return {
    foreground: learnMixture(front, before?.foreground),
    background: learnMixture(back, before?.background),
  }
}

type Level = {
  readonly grid: PixelGrid
  /** Changed in place. */
  readonly labelling: Labelling
  readonly wishes: Uint8Array
  readonly models: Models
}

/** Decides every pixel of the level that the wishes leave open. */
export function cutLevel({ grid, labelling, wishes, models }: Level): void {
  const isOpen = new Uint8Array(wishes.length).fill(1)
  settle(labelling, wishes, isOpen)
  cutPixels({ grid, labels: labelling.labels, isOpen, nodes: markedPixels(isOpen), models })
}

/** Carries the edge from the smaller level to this one, looking only at the pixels near it. */
export function refineLevel({ grid, small, wishes, models }: Finer): Labelling {
  const labelling = doubleLabels(small, grid)
  const isOpen = bandAround(small, grid, bandReach)
  settle(labelling, wishes, isOpen)
  cutPixels({ grid, labels: labelling.labels, isOpen, nodes: markedPixels(isOpen), models })
  return labelling
}

type Finer = Omit<Level, 'labelling'> & { readonly small: Labelling }

/** Gives every pixel that the wishes decide its label, and takes it out of what is open. */
export function settle({ labels }: Labelling, wishes: Uint8Array, isOpen?: Uint8Array): void {
  for (let i = 0; i < wishes.length; i++) {
    if (wishes[i] === undecided) continue
    if (isKept(wishes[i])) labels[i] = 255
    else if (isDropped(wishes[i])) labels[i] = 0
    else continue
    if (isOpen) isOpen[i] = 0
  }
}
