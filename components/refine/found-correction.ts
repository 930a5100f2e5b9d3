// What the receipt has found, as the warp takes it: so the preview lies where the stored version will.
import type { Size } from '#lib/core/geometry.ts'
import { isApplied } from '#lib/edits/correction.ts'
import type { Correction } from '#lib/edits/edit.ts'
import type { Receipt } from '#lib/edits/receipt.ts'
import { type Colour, sameColour } from '#lib/registration/colour.ts'
import { identity, type Transform } from '#lib/registration/transform.ts'

export type Match = { readonly align: Correction; readonly matchColour: Correction }
export type Found = Pick<Receipt, 'place' | 'colour'>
type Wish = { readonly found: Found; readonly match: Match; readonly box: Size; readonly result: Size }

/** @returns the transform in pixels of the result, and its colour; as it came where nothing is applied */
export function correctionFor({ found, match, box, result }: Wish): { transform: Transform; colour: Colour } {
  const { place, colour } = found
  return {
    transform:
      place !== null && isApplied(surely(place), match.align)
        ? {
            shift: { x: (place.drift.x * result.width) / box.width, y: (place.drift.y * result.height) / box.height },
            scale: place.scale,
          }
        : identity,
    colour:
      colour !== null && isApplied(surely(colour), match.matchColour)
        ? { gain: colour.gain, offset: colour.offset }
        : sameColour,
  }
}

/** Receipts from before `sure` was told: what was applied then is trusted, unless it was asked for in any case. */
const surely = ({ sure, applied, confidence }: { sure: boolean | null; applied: boolean; confidence: number }) => ({
  sure: sure ?? (applied && confidence >= 0.5),
  confidence,
})
