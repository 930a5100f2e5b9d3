// DOM pointer and wheel events as plain values in the coordinates of the stage and the image.
import type { ScreenPoint } from '#lib/core/geometry.ts'
import type { PointerSample } from './gestures.ts'
import type { ToolPoint } from './tools/tool.ts'
import { toImage, type ViewTransform } from './view.ts'

type Conversion = { place(event: MouseEvent): ScreenPoint; readonly view: ViewTransform }

/** The event, and with a move all that the browser gathered into it. */
export function sampleOf(event: PointerEvent, { place, view }: Conversion): PointerSample {
  const pointOf = (part: PointerEvent): ToolPoint => {
    const screen = place(part)
    return { screen, image: toImage(view, screen), pressure: part.pressure }
  }
  const parts = event.type === 'pointermove' ? event.getCoalescedEvents() : []
  const [first = event, ...rest] = parts
  return {
    points: [pointOf(first), ...rest.map(pointOf)],
    modifiers: { shift: event.shiftKey, alt: event.altKey },
    pointerId: event.pointerId,
    pointerType: event.pointerType === 'pen' || event.pointerType === 'touch' ? event.pointerType : 'mouse',
    button: event.button,
    buttons: event.buttons,
  }
}

export type WheelIntent =
  | { readonly kind: 'zoom'; readonly factor: number }
  | { readonly kind: 'pan'; readonly dx: number; readonly dy: number }
  | { readonly kind: 'brush-size'; readonly direction: 1 | -1 }

type WheelLike = Pick<WheelEvent, 'deltaX' | 'deltaY' | 'deltaMode' | 'ctrlKey' | 'shiftKey' | 'altKey'>

/** Pixels per line and per page, for wheels that count in those. */
const pixelsPerUnit = [1, 16, 400]
/** A notch of a mouse wheel is about 100 px: a factor of 1.2. A pinch on a track pad comes as Ctrl and small steps. */
const wheelPxPerFactor = 550
const pinchPxPerFactor = 100

/** What a turn of the wheel asks for; null where it asks for nothing. */
export function wheelIntent({ deltaX, deltaY, deltaMode, ctrlKey, shiftKey, altKey }: WheelLike): WheelIntent | null {
  const unit = pixelsPerUnit[deltaMode] ?? 1
  const [dx, dy] = [deltaX * unit, deltaY * unit]
  if (altKey) {
    // Some systems turn the wheel sideways while a modifier is held.
    const turn = dy || dx
    return turn === 0 ? null : { kind: 'brush-size', direction: turn < 0 ? 1 : -1 }
  }
  if (shiftKey) return { kind: 'pan', dx: -dx, dy: -dy }
  if (dy === 0) return null
  return { kind: 'zoom', factor: Math.exp(-dy / (ctrlKey ? pinchPxPerFactor : wheelPxPerFactor)) }
}
