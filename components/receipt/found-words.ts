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

export type Certainty = 'sure' | 'likely' | 'not-sure' | 'off' | 'on'

/** From the confidence at which the geometry is applied up to this one it is likely; above, sure. */
const sureFrom = 0.75

export function certaintyOf(found: NonNullable<Receipt['place']>, { frame }: EditView): Certainty {
  if (frame.kind === 'keep' && frame.align === 'off') return 'off'
  if (!found.applied) return 'not-sure'
  if (found.confidence < 0.5) return 'on'
  return found.confidence >= sureFrom ? 'sure' : 'likely'
}
