// One kind of trial, many times over: what came of each.
import { matchColour, sameColour } from '#lib/registration/colour.ts'
import { type Registration, register } from '#lib/registration/register.ts'
import { identity } from '#lib/registration/transform.ts'
import { warp } from '#lib/registration/warp.ts'
import { type Recipe, simulate, type Trial } from './engine.ts'
import { colourError, perfectColour, perfectTransform, registrationError, ringOf, seamError } from './measures.ts'

export type Outcome = {
  readonly seed: number
  /** At the mask's border, in pixels: as it came, and as estimated. */
  readonly leftPx: number
  readonly errorPx: number
  readonly registration: Registration
  readonly fullMs: number
  readonly closely: CloseLook | null
}

/** What takes too long to be measured of every trial. */
export type CloseLook = {
  readonly halfErrorPx: number
  readonly colourApplied: boolean
  readonly colourLevels: number
  /** In levels over the ring. */
  readonly seam: { naive: number; warpOnly: number; colourOnly: number; both: number; perfect: number }
  readonly times: { half: number; colour: number; warp: number }
}

export type TrialSet = {
  readonly name: string
  readonly recipe: Recipe
  readonly trials: number
  readonly firstSeed: number
  readonly closely?: boolean
}

/** Of this thread's own work: whatever else the machine does does not count. */
function timed<T>(run: () => T): { value: T; ms: number } {
  const before = process.threadCpuUsage()
  const value = run()
  const { user, system } = process.threadCpuUsage(before)
  return { value, ms: (user + system) / 1000 }
}

export async function runSet({ recipe, trials, firstSeed, closely = false }: TrialSet): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (let seed = firstSeed; seed < firstSeed + trials; seed++) {
    const trial = await simulate(recipe, seed)
    const { original, result, mask, truth } = trial
    const { value: registration, ms } = timed(() => register({ original, result, mask }))
    outcomes.push({
      ...{ seed, registration, fullMs: ms },
      leftPx: registrationError(identity, truth, mask),
      errorPx: registrationError(registration, truth, mask),
      closely: closely ? await lookClosely(trial, registration) : null,
    })
  }
  return outcomes
}

async function lookClosely(trial: Trial, registration: Registration): Promise<CloseLook> {
  const { original, result, mask, truth } = trial
  const half = timed(() => register({ original, result, mask, reach: 'half' }))
  const colour = timed(() => matchColour({ original, result, mask, registration }))
  const ring = ringOf(mask)
  const untouched = await trial.untouched()
  const onto = { result: untouched, size: original }
  const warped = timed(() => warp({ ...onto, transform: registration, colour: colour.value }))
  const seamOf = (transform: typeof identity, tone: typeof sameColour): number =>
    seamError(warp({ ...onto, transform, colour: tone }), original, ring)
  return {
    halfErrorPx: registrationError(half.value, truth, mask),
    colourApplied: colour.value.applied,
    colourLevels: colourError(colour.value, truth, original, ring),
    seam: {
      naive: seamError(untouched, original, ring),
      warpOnly: seamOf(registration, sameColour),
      colourOnly: seamOf(identity, colour.value),
      both: seamError(warped.value, original, ring),
      perfect: seamOf(perfectTransform(truth, mask), perfectColour(truth)),
    },
    times: { half: half.ms, colour: colour.ms, warp: warped.ms },
  }
}
