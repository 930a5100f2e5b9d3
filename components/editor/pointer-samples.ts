// DOM pointer and wheel events as plain values in the coordinates of the stage and the image.
import type { ScreenPoint } from '#lib/core/geometry.ts'
import { never } from '#lib/core/result.ts'
import type { PointerSample } from './gestures.ts'
import type { PresetId } from './key-commands.ts'
import type { ToolPoint } from './tools/tool.ts'
import { toImage, type ViewTransform } from './view.ts'

type Conversion = { place(event: MouseEvent): ScreenPoint; readonly view: ViewTransform }

/** The event, and with a move all that the browser gathered into it. */
export function sampleOf(event: PointerEvent, { place, view }: Conversion): PointerSample {
  const pointOf = (part: PointerEvent): ToolPoint => {
    const screen = place(part)
    // A mouse always says 0.5, and most fingers whatever the glass makes of them.
    return { screen, image: toImage(view, screen), pressure: part.pointerType === 'pen' ? part.pressure : 1 }
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
    timeMs: event.timeStamp,
  }
}

export type WheelIntent =
  | { readonly kind: 'zoom'; readonly factor: number }
  | { readonly kind: 'pan'; readonly dx: number; readonly dy: number }
  | { readonly kind: 'brush-size'; readonly direction: 1 | -1 }

type WheelLike = Pick<WheelEvent, 'deltaX' | 'deltaY' | 'deltaMode' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

type WheelWay = {
  /** As the program does it whose keys are chosen. */
  readonly preset: PresetId
  /** The key itself is down: a pinch on a track pad says Ctrl too. */
  readonly ctrlDown: boolean
}

/** Pixels per line and per page, for wheels that count in those. */
const pixelsPerUnit = [1, 16, 400]
/** A notch of a mouse wheel is about 100 px: a factor of 1.2. A pinch on a track pad comes as Ctrl and small steps. */
const wheelPxPerFactor = 550
const pinchPxPerFactor = 100

/** What a turn of the wheel asks for; null where it asks for nothing. */
export function wheelIntent(wheel: WheelLike, { preset, ctrlDown }: WheelWay): WheelIntent | null {
  const unit = pixelsPerUnit[wheel.deltaMode] ?? 1
  const [dx, dy] = [wheel.deltaX * unit, wheel.deltaY * unit]
  // Some systems turn the wheel sideways while a modifier is held.
  const turn = dy || dx
  if (turn === 0) return null
  const size: WheelIntent = { kind: 'brush-size', direction: turn < 0 ? 1 : -1 }
  const zoom: WheelIntent = { kind: 'zoom', factor: Math.exp(-turn / wheelPxPerFactor) }
  const pan: WheelIntent = { kind: 'pan', dx: -dx, dy: -dy }
  const ctrl = wheel.metaKey || (wheel.ctrlKey && ctrlDown)
  if (wheel.ctrlKey && !ctrl) return { kind: 'zoom', factor: Math.exp(-turn / pinchPxPerFactor) }
  switch (preset) {
    case 'frisket':
      return wheel.altKey ? size : wheel.shiftKey ? pan : dy === 0 ? null : zoom
    case 'invokeai':
      return ctrl ? size : wheel.shiftKey ? pan : dy === 0 ? null : zoom
    case 'photoshop':
      return wheel.altKey ? zoom : ctrl ? { kind: 'pan', dx: -turn, dy: 0 } : pan
    default:
      return never(preset)
  }
}
