// What was found, as the receipt tells it: rounded to what was measured, and without what rounds to nothing.
import type { EditView } from '#lib/edits/edit.ts'
import type { Receipt } from '#lib/edits/receipt.ts'

/** One decimal is what the measurement is good for. */
const rounded = (value: number, digits: number): number => Number(value.toFixed(digits))

export type Move = { side: 'left' | 'right' | 'up' | 'down'; px: number }

export function movesOf({ x, y }: { x: number; y: number }): Move[] {
  const moves: Move[] = [
    { side: x < 0 ? 'left' : 'right', px: Math.abs(rounded(x, 1)) },
    { side: y < 0 ? 'up' : 'down', px: Math.abs(rounded(y, 1)) },
  ]
  return moves.filter(({ px }) => px > 0)
}

export type Zoom = { way: 'larger' | 'smaller'; percent: number }

/** Both sides scale alike, or nearly so: their mean is told. Null where it rounds to none. */
export function zoomOf({ x, y }: { x: number; y: number }): Zoom | null {
  const percent = rounded(((x + y) / 2 - 1) * 100, 1)
  return percent === 0 ? null : { way: percent > 0 ? 'larger' : 'smaller', percent: Math.abs(percent) }
}

/** −2, 0 or +3, with a true minus. */
export function signed(level: number): string {
  const whole = Math.round(level)
  return whole < 0 ? `−${-whole}` : whole > 0 ? `+${whole}` : '0'
}

type Told = {
  /** Whether anything was taken back. */
  corrected: boolean
  certainty: 'sure' | 'likely' | 'on' | null
  /** Whether drift and scale are worth telling, and the colour. */
  place: boolean
  colour: boolean
  /** What was left as it came, and why. */
  left: 'nothingProtected' | 'notSure' | 'placeNotSure' | 'alignOff' | null
}

/** Place and colour are taken back each for itself, and told each for itself. */
export function toldOf({ place, colour, outside }: Measured, edit: EditView): Told {
  const certainty = certaintyOf(place, edit)
  const off = certainty === 'off'
  const known = place.applied || (place.sure ?? place.confidence >= 0.5)
  // Where nothing of what was sent is protected, nothing could be held against the picture.
  const nothing = outside === null && place.confidence === 0 && colour.confidence === 0
  const doubtful = colour.applied ? 'placeNotSure' : 'notSure'
  return {
    corrected: place.applied || colour.applied,
    certainty: certainty === 'off' || certainty === 'not-sure' ? null : certainty,
    place: known,
    colour: colour.applied || (known && colour.confidence > 0),
    left: nothing ? 'nothingProtected' : off ? 'alignOff' : known ? null : doubtful,
  }
}

type Measured = {
  place: NonNullable<Receipt['place']>
  colour: NonNullable<Receipt['colour']>
  outside: Receipt['outside']
}

export type Certainty = 'sure' | 'likely' | 'not-sure' | 'off' | 'on'

/** From the confidence at which the geometry is applied up to this one it is likely; above, sure. */
const sureFrom = 0.75

export function certaintyOf(found: NonNullable<Receipt['place']>, { frame }: EditView): Certainty {
  if (frame.kind === 'keep' && frame.align === 'off') return 'off'
  if (!found.applied) return 'not-sure'
  if (found.confidence < 0.5) return 'on'
  return found.confidence >= sureFrom ? 'sure' : 'likely'
}
