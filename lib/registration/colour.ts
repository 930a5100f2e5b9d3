// The tint that the engine laid over what it was to leave alone, taken off again: a gain and an offset per channel.
import { type CellColours, type ColourRequest, collectCells } from './colour-cells.ts'
import { fitColour } from './colour-fit.ts'

type Channels = readonly [number, number, number]

/** original ≈ gain · result + offset, by channel, in levels of 0 to 255. */
export type Colour = { readonly gain: Channels; readonly offset: Channels }

export const sameColour: Colour = { gain: [1, 1, 1], offset: [0, 0, 0] }

export type ColourMatch = Colour & {
  /** What it changes at the result's own median, in levels: where most of the picture is, not where the line leads. */
  readonly atMedian: Channels
  /** Whether it is to be trusted. If not, gain and offset are still the best estimate there is. */
  readonly applied: boolean
  /** Why not: the geometry is not certain; too little agrees; more of a change than a tint is. */
  readonly refusal: 'unaligned' | 'too-little' | 'too-strong' | null
  /** The share of the cells looked at that follow the estimate, 0 to 1. */
  readonly confidence: number
}

const cellSides = [8, 4] as const
/** Fewer cells than this, and smaller ones are taken. */
const cellsWanted = 300
const fewestCells = 40
/** Of the levels, at the picture's median and at mid grey. */
const strongest = { atMedian: 20, atMidGrey: 24 }

/** Compares the means of cells after registration: cells that are not yet aligned would bias the gain. */
export function matchColour(request: ColourRequest): ColourMatch {
  const cells = bestCells(request)
  const aligned = request.registration.applied
  if (cells.count < fewestCells) {
    const refusal = aligned ? 'too-little' : 'unaligned'
    return { ...sameColour, atMedian: [0, 0, 0], applied: false, refusal, confidence: 0 }
  }
  const { gain, offset, atMedian, inlierShare } = fitColour(cells)
  const tooStrong = [0, 1, 2].some((c) => {
    const atMidGrey = gain[c] * 128 + offset[c] - 128
    return Math.abs(atMedian[c]) > strongest.atMedian || Math.abs(atMidGrey) > strongest.atMidGrey
  })
  const refusal = aligned ? (tooStrong ? 'too-strong' : null) : 'unaligned'
  return { gain, offset, atMedian, applied: refusal === null, refusal, confidence: inlierShare }
}

function bestCells(request: ColourRequest): CellColours {
  const [large, small] = cellSides
  const cells = collectCells({ ...request, sidePx: large })
  return cells.count >= cellsWanted ? cells : collectCells({ ...request, sidePx: small })
}
