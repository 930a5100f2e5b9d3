// Which tool a pointer drives, and when two fingers take over. It is fed plain samples instead of DOM events, so that
// tests script the very code that runs under a hand.
import { screenPoint } from '#lib/core/geometry.ts'
import type { ToolId } from './editor-store.ts'
import { createFingerTaps, type FingerTap } from './finger-taps.ts'
import { lastOf, type Modifiers, type Tool, type ToolEffect, type ToolInput } from './tools/tool.ts'

export type PointerSample = ToolInput & {
  readonly pointerId: number
  readonly pointerType: 'mouse' | 'pen' | 'touch'
  /** When it happened, on the clock of the page's events. */
  readonly timeMs: number
  /** As in PointerEvent: 0 main, 1 middle, 2 right or a pen's barrel, 5 a pen's eraser; `buttons` sums 1, 4, 2, 32. */
  readonly button: number
  readonly buttons: number
}

export type GestureHost = {
  readonly tools: { readonly [id in ToolId]: Tool }
  selected(): ToolId
  locked(): boolean
  /** True while Space is held. */
  panHeld(): boolean
  readonly habits: HandHabits
  emit(effect: ToolEffect): void
}

/** What this hand does beside pressing: keys it holds, the pen it took up, taps of several fingers. */
export type HandHabits = {
  /** True while the key of the momentary eraser is held. */
  eraseHeld(): boolean
  /** Whether one finger moves the picture instead of drawing: where a pen is used, it is the resting hand. */
  fingersPan(): boolean
  saw(hand: 'pen' | 'finger'): void
  tapped(tap: FingerTap): void
}

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'tool'; readonly tool: Tool; readonly pointerId: number; readonly pointerType: string }
  | { readonly kind: 'pinch'; readonly fingers: readonly [PointerSample, PointerSample] }

const penEraserButton = 5
const penEraserButtons = 32
const penBarrelButton = 2
const penBarrelButtons = 2

export type Gestures = ReturnType<typeof createGestures>

export function createGestures({ tools, selected, locked, panHeld, habits, emit }: GestureHost) {
  let state: State = { kind: 'idle' }
  let touch: PointerSample | null = null
  const taps = createFingerTaps(habits.tapped)

  const choose = ({ button, buttons, pointerType }: PointerSample): Tool | null => {
    if (panHeld() || button === 1) return tools.pan
    if (pointerType === 'pen') {
      if (button === penEraserButton || buttons & penEraserButtons) return tools.eraser
      if (button === penBarrelButton || buttons & penBarrelButtons) return tools.pan
    }
    if (button !== 0) return null
    if (pointerType === 'touch' && habits.fingersPan()) return tools.pan
    return habits.eraseHeld() ? tools.eraser : tools[selected()]
  }

  const drop = (): boolean => {
    touch = null
    if (state.kind === 'idle') return false
    if (state.kind === 'tool') state.tool.cancel()
    state = { kind: 'idle' }
    return true
  }

  const pinch = (fingers: readonly [PointerSample, PointerSample], moved: PointerSample): void => {
    const next: [PointerSample, PointerSample] =
      fingers[0].pointerId === moved.pointerId ? [moved, fingers[1]] : [fingers[0], moved]
    const [before, after] = [spread(fingers), spread(next)]
    emit({ kind: 'pan', dx: after.x - before.x, dy: after.y - before.y })
    if (before.length > 0 && after.length > 0) {
      emit({ kind: 'zoom', at: screenPoint(after.x, after.y), factor: after.length / before.length })
    }
    state = { kind: 'pinch', fingers: next }
  }

  return {
    /** Returns whether the pointer was taken, and so should be captured. */
    down(sample: PointerSample): boolean {
      if (sample.pointerType === 'pen') {
        habits.saw('pen')
        // The palm mostly lands before the pen: what it began was not meant.
        taps.cancel()
        if (state.kind === 'pinch' || isTouch(state)) drop()
      }
      if (sample.pointerType === 'touch') {
        habits.saw('finger')
        taps.down(fingerOf(sample))
        const first = touch
        if (first && first.pointerId !== sample.pointerId && (state.kind === 'idle' || isTouch(state))) {
          drop()
          state = { kind: 'pinch', fingers: [first, sample] }
          return true
        }
        touch = sample
      }
      // A finger is taken even where it does nothing yet: it may become one of two.
      const taken = sample.pointerType === 'touch'
      if (state.kind !== 'idle') return taken
      const tool = choose(sample)
      if (!tool || (tool.changesMask && locked())) return taken
      state = { kind: 'tool', tool, pointerId: sample.pointerId, pointerType: sample.pointerType }
      tool.down(sample)
      return true
    },

    move(sample: PointerSample): void {
      if (touch?.pointerId === sample.pointerId) touch = sample
      if (sample.pointerType === 'touch') taps.move(fingerOf(sample))
      if (state.kind === 'tool' && state.pointerId === sample.pointerId) state.tool.move(sample)
      if (state.kind === 'idle' && sample.pointerType !== 'touch') tools[selected()].hover?.(sample)
      if (state.kind === 'pinch' && state.fingers.some(({ pointerId }) => pointerId === sample.pointerId)) {
        pinch(state.fingers, sample)
      }
    },

    up(sample: PointerSample): void {
      if (touch?.pointerId === sample.pointerId) touch = null
      if (state.kind === 'tool' && state.pointerId === sample.pointerId) {
        const { tool } = state
        state = { kind: 'idle' }
        tool.up(sample)
      }
      // The finger that stays after a pinch does not begin to paint.
      if (state.kind === 'pinch') {
        state = { kind: 'idle' }
        touch = null
      }
      // A tap comes last, when the fingers have let go of everything.
      if (sample.pointerType === 'touch') taps.up(fingerOf(sample))
    },

    /** Gives the gesture up and takes its work back. Returns whether there was one. */
    cancel(): boolean {
      taps.cancel()
      return drop()
    },

    /** Shift or Alt went down or up. */
    hold(modifiers: Modifiers): void {
      if (state.kind === 'tool') state.tool.hold?.(modifiers)
    },

    /** The tool under the pointer now, or the one that a press would take. */
    current: (): Tool => {
      if (state.kind === 'tool') return state.tool
      if (panHeld()) return tools.pan
      return habits.eraseHeld() ? tools.eraser : tools[selected()]
    },
    isPainting: (): boolean => state.kind === 'tool' && state.tool.changesMask,
    /** Whether this pointer drives a tool. */
    holds: (pointerId: number): boolean => state.kind === 'tool' && state.pointerId === pointerId,
  }
}

const fingerOf = (sample: PointerSample) => ({
  pointerId: sample.pointerId,
  at: lastOf(sample).screen,
  timeMs: sample.timeMs,
})

const isTouch = (state: State): boolean => state.kind === 'tool' && state.pointerType === 'touch'

function spread(fingers: readonly [PointerSample, PointerSample]): { x: number; y: number; length: number } {
  const [a, b] = fingers.map((finger) => lastOf(finger).screen)
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, length: Math.hypot(a.x - b.x, a.y - b.y) }
}
