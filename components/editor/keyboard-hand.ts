// A pointer for those who have none: arrows move it over the picture, Enter dabs, and while Space is held it is pressed,
// so that arrows draw. It goes through the same gestures as every other pointer.
import { type ScreenPoint, type Size, screenPoint } from '#lib/core/geometry.ts'
import type { Gestures, PointerSample } from './gestures.ts'
import type { Modifiers } from './tools/tool.ts'
import { toImage, type ViewTransform } from './view.ts'

export type KeyboardHandHost = {
  readonly gestures: Pick<Gestures, 'down' | 'move' | 'up'>
  view(): ViewTransform
  stage(): Size
  /** Where another pointer was last, if it is over the stage. */
  start(): ScreenPoint | null
  /** Shows the tool's cursor there; null: nowhere any more. */
  onMove(at: ScreenPoint | null): void
  pan(dx: number, dy: number): void
}

export type HandKey = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey' | 'repeat'>

const pointerId = -1
const stepPx = 8
const largeStepPx = 40
/** Nearer to the edge than this, the picture comes along. */
const edgePx = 24

const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

const none: Modifiers = { shift: false, alt: false }

export type KeyboardHand = ReturnType<typeof createKeyboardHand>

export function createKeyboardHand({ gestures, view, stage, start, onMove, pan }: KeyboardHandHost) {
  let at: ScreenPoint | null = null
  let pressed = false

  const sample = (place: ScreenPoint, modifiers: Modifiers): PointerSample => ({
    points: [{ screen: place, image: toImage(view(), place), pressure: 1 }],
    modifiers,
    pointerId,
    pointerType: 'mouse',
    button: 0,
    buttons: pressed ? 1 : 0,
    timeMs: performance.now(),
  })

  const move = (place: ScreenPoint): void => {
    const { width, height } = stage()
    const inside = screenPoint(within(place.x, width), within(place.y, height))
    if (inside.x !== place.x || inside.y !== place.y) pan(inside.x - place.x, inside.y - place.y)
    at = inside
    gestures.move(sample(inside, none))
    onMove(inside)
  }

  const press = (place: ScreenPoint, modifiers: Modifiers): void => {
    pressed = true
    gestures.down(sample(place, modifiers))
  }

  const lift = (): boolean => {
    if (!pressed || !at) return false
    pressed = false
    gestures.up(sample(at, none))
    return true
  }

  return {
    /** A key while the picture has the focus. Returns whether it was for the hand. */
    keyDown({ key, ctrlKey, metaKey, shiftKey, altKey, repeat }: HandKey): boolean {
      const direction = directions[key]
      if (direction) {
        if (altKey || metaKey) return false
        const { width, height } = stage()
        const from = at ?? start() ?? screenPoint(width / 2, height / 2)
        // With Ctrl by one pixel of the image, however large or small it is shown.
        const step = ctrlKey ? view().zoom : shiftKey ? largeStepPx : stepPx
        move(screenPoint(from.x + direction[0] * step, from.y + direction[1] * step))
        return true
      }
      if (!at || ctrlKey || metaKey) return false
      const modifiers = { shift: shiftKey, alt: altKey }
      if (key === ' ') {
        if (!repeat && !pressed) press(at, modifiers)
        return true
      }
      if (key === 'Enter' && !pressed) {
        if (repeat) return true
        press(at, modifiers)
        lift()
        return true
      }
      return false
    },

    /** Returns whether Space was the hand's. */
    keyUp: ({ key }: Pick<HandKey, 'key'>): boolean => key === ' ' && lift(),

    /** Another pointer came, or the focus went. */
    leave(): void {
      if (!at) return
      lift()
      at = null
      onMove(null)
    },
  }
}

function within(value: number, length: number): number {
  const margin = Math.min(edgePx, length / 2)
  return Math.min(length - margin, Math.max(margin, value))
}
