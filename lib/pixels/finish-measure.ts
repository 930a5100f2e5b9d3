// What finishing corrects, and how it is told: the measurements of measure-result.ts as the receipt has them.
import type { Rect, Size } from '../core/geometry.ts'
import { isApplied } from '../edits/correction.ts'
import type { Correction } from '../edits/edit.ts'
import type { Found } from '../edits/receipt.ts'
import type { Raster } from '../mask/raster.ts'
import { type ColourMatch, sameColour } from '../registration/colour.ts'
import type { Registration } from '../registration/register.ts'
import { identity } from '../registration/transform.ts'
import type { Pixmap } from '../retouch/pixmap.ts'
import { noticedLevels, type Protection } from './blend.ts'
import type { Correction as Applied } from './finish-bands.ts'
import { alignmentOf, type Compared, compareParts, type Levels, levelsOff } from './measure-result.ts'
import { scaleMaskPart } from './scale-mask.ts'

/** What the user wishes to have taken back. */
export type Corrections = { align: Correction; matchColour: Correction }

export type MeasuredResult = {
  /** In one geometry, with the mask that the engine was given. */
  compared: Pick<Compared, 'original' | 'result' | 'mask'>
  correction: Applied | null
  levels: Levels
  place: NonNullable<Found['place']>
  colour: NonNullable<Found['colour']>
}

type Pasted = {
  image: Pixmap
  result: Pixmap
  mask: Raster
  /** What the engine was given, where that was another mask. */
  askedMask: Raster | null
  box: Rect
}

/** Measured in any case; what of it is applied is the user's wish. */
export async function measureAgainst(pasted: Pasted, wish: Corrections): Promise<MeasuredResult> {
  const compared = await compareParts(pasted)
  const { askedMask, box } = pasted
  const asked = askedMask && {
    ...compared.mask,
    data: scaleMaskPart({ source: askedMask, from: box, to: compared.mask }),
  }
  // What the engine was to change is no evidence of where its result lies, however little of that is shown.
  const { registration, colour } = alignmentOf({ ...compared, mask: asked ?? compared.mask })
  const measured = compared.mask
  const aligned = isApplied({ ...registration, sure: registration.applied }, wish.align)
  const matched = isApplied({ ...colour, sure: colour.applied }, wish.matchColour)
  return {
    compared: { ...compared, mask: asked ?? compared.mask },
    correction: aligned || matched ? correctionOf({ registration, colour, aligned, matched, measured, pasted }) : null,
    levels: levelsOff(compared),
    place: placeOf({ registration, applied: aligned, measured, box }),
    colour: colourOf(colour, matched),
  }
}

type Corrected = {
  registration: Registration
  colour: ColourMatch
  aligned: boolean
  matched: boolean
  measured: Size
  pasted: Pasted
}

/** The transform in pixels of the result itself, where a smaller copy was measured. */
function correctionOf({ registration, colour, aligned, matched, measured, pasted }: Corrected): Applied {
  const { shift, scale } = aligned ? registration : identity
  const larger = { x: pasted.result.width / measured.width, y: pasted.result.height / measured.height }
  return {
    transform: { shift: { x: shift.x * larger.x, y: shift.y * larger.y }, scale },
    colour: matched ? { gain: colour.gain, offset: colour.offset } : sameColour,
  }
}

type Placed = { registration: Registration; applied: boolean; measured: Size; box: Rect }

function placeOf({ registration, applied, measured, box }: Placed): MeasuredResult['place'] {
  const { shift, scale, confidence } = registration
  const drift = { x: (shift.x * box.width) / measured.width, y: (shift.y * box.height) / measured.height }
  return { drift, scale, confidence, applied, sure: registration.applied }
}

function colourOf(
  { gain, offset, atMedian, confidence, applied: sure }: ColourMatch,
  applied: boolean,
): MeasuredResult['colour'] {
  // At the median: mid grey may lie far outside of what was seen, where the line is a guess.
  const [red, green, blue] = atMedian.map((level) => 0 - level)
  return { levels: [red, green, blue], gain: [...gain], offset: [...offset], confidence, applied, sure }
}

/** As the engine returned it, before the file is there. Null where nothing of what was sent is protected. */
export const rawOutside = ({ counted, noticed }: Levels): { levels: number; share: number } | null =>
  counted === 0 ? null : { levels: noticedLevels, share: noticed / counted }

/** Null where nothing of what was sent is protected. */
export function outsideOf({ counted, noticed }: Levels, stored: Protection): Found['outside'] {
  if (counted === 0 || stored.cropProtected === 0) return null
  return { levels: noticedLevels, raw: noticed / counted, stored: stored.cropNoticed / stored.cropProtected }
}
