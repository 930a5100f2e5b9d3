// What every region tool does alike: how its region meets the mask, and what Shift and Alt mean when.
//
// Held at the press, they choose how the region combines, as in Photoshop: Shift adds, Alt subtracts, both intersect.
// Pressed during the drag, they bend the shape: Shift makes it even, Alt draws it from its centre. A key that was held at
// the press must be let go once before it bends.
import type { ImagePoint } from '#lib/core/geometry.ts'
import type { Combine } from '#lib/mask/region.ts'
import type { EditorState } from '../editor-store.ts'
import type { Modifiers } from './tool.ts'

type RegionSettings = { readonly combine: Combine; readonly value: number; readonly featherPx: number }

export function combineOf({ shift, alt }: Modifiers, chosen: Combine): Combine {
  if (shift && alt) return 'intersect'
  if (shift) return 'add'
  return alt ? 'subtract' : chosen
}

export const noModifiers: Modifiers = { shift: false, alt: false }

/** Protecting a region takes it away from the mask, whichever way it would be combined. */
export function regionSettings(
  { brush, paint, region }: Pick<EditorState, 'brush' | 'paint' | 'region'>,
  pressed: Modifiers = noModifiers,
): RegionSettings {
  const { featherPx } = region
  if (paint === 'protect') return { combine: 'subtract', value: 255, featherPx }
  return { combine: combineOf(pressed, region.combine), value: brush.value, featherPx }
}

/** Which of the modifiers bend the shape, as those that were held at the press are let go. */
export const armedAfter = (armed: Modifiers, now: Modifiers): Modifiers => ({
  shift: armed.shift || !now.shift,
  alt: armed.alt || !now.alt,
})

export const armedBy = (pressed: Modifiers): Modifiers => ({ shift: !pressed.shift, alt: !pressed.alt })

const eighth = Math.PI / 4

/** The nearest point to `to` on a line through `from` at a multiple of 45 degrees. */
export function atEvenAngle(from: ImagePoint, to: ImagePoint): ImagePoint {
  const angle = Math.round(Math.atan2(to.y - from.y, to.x - from.x) / eighth) * eighth
  const [across, down] = [Math.cos(angle), Math.sin(angle)]
  const length = (to.x - from.x) * across + (to.y - from.y) * down
  return { x: from.x + length * across, y: from.y + length * down }
}
