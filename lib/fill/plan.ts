// What a fill will take, judged before it begins.
import { holeBounds, isHole, type Level } from './level.ts'

export type FillBounds = { seconds: number; megabytes: number }

/** What one edit may take, beside the picture itself: with it the engine's thread stays below 900 MB. */
export const defaultBounds: FillBounds = { seconds: 30, megabytes: 500 }

/** In pixels. */
type Extent = { picture: number; box: number; hole: number }

/** What the arrays of a fill take. */
const megabytesFor = ({ picture, box }: Extent): number =>
  // Samples, states and two scratch masks of all levels; for each pixel of the box field, cost, depth, picks, colours,
  // trust and the grids of the finish.
  (picture * 9.4 + box * 40) / 1_000_000

/** Processor time, on the machine of docs/benchmarks.md: the searched levels together, then the refined ones. */
const secondsFor = ({ picture, hole }: Extent): number =>
  0.3 + Math.min(hole, 160_000) * 18e-6 + (hole + picture * 0.05) * 3e-6

/** Beyond it a picture would be too small to tell anything. */
const largestFactor = 16

/** How many times smaller a level has to be worked to stay within the bounds; 1 in nearly all cases. */
export function factorFor(level: Level, bounds: FillBounds): number {
  const box = holeBounds(level)
  const hole = level.state.reduce((sum, bits) => sum + (bits & isHole), 0)
  for (let factor = 1; ; factor++) {
    const share = 1 / factor ** 2
    const extent = {
      picture: level.width * level.height * share,
      box: box.width * box.height * share,
      hole: hole * share,
    }
    const fits = secondsFor(extent) <= bounds.seconds && megabytesFor(extent) <= bounds.megabytes
    if (fits || factor >= largestFactor) return factor
  }
}
