// What a fill will take, judged before it begins.
import { holeBounds, isHole, type Level } from './level.ts'

export type FillBounds = { seconds: number; megabytes: number }

/** What the server gives to one edit. */
export const defaultBounds: FillBounds = { seconds: 30, megabytes: 500 }

export type FillEstimate = { seconds: number; megabytes: number }

/** @returns what the arrays of a fill take beside the picture itself, and its processor time on a machine of 2024 */
export function estimate(level: Level): FillEstimate {
  const { width, height, state } = level
  const box = holeBounds(level)
  const boxPixels = (box.width + 8) * (box.height + 8)
  const holePixels = state.reduce((sum, bits) => sum + (bits & isHole), 0)
  return estimateFor({ pixels: width * height, boxPixels, holePixels })
}

function estimateFor({
  pixels,
  boxPixels,
  holePixels,
}: {
  pixels: number
  boxPixels: number
  holePixels: number
}): FillEstimate {
  return {
    // Samples, states and two scratch masks of all levels; per pixel of the box field, cost, depth, picks, colours,
    // trust and the grids of the finish.
    megabytes: (pixels * 9.4 + boxPixels * 40) / 1_000_000,
    // The searched levels together, then the refined ones.
    seconds: 0.3 + Math.min(holePixels, 160_000) * 18e-6 + (holePixels + pixels * 0.05) * 3e-6,
  }
}

/** How many times smaller a level has to be worked to stay within the bounds; 1 in nearly all cases. */
export function factorFor(level: Level, bounds: FillBounds): number {
  const box = holeBounds(level)
  const holePixels = level.state.reduce((sum, bits) => sum + (bits & isHole), 0)
  for (let factor = 1; ; factor++) {
    const { seconds, megabytes } = estimateFor({
      pixels: (level.width * level.height) / factor ** 2,
      boxPixels: ((box.width + 8) * (box.height + 8)) / factor ** 2,
      holePixels: holePixels / factor ** 2,
    })
    if ((seconds <= bounds.seconds && megabytes <= bounds.megabytes) || factor >= 16) return factor
  }
}
