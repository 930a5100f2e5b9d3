// What is drawn between the press and the pointer (rectangle, ellipse, gradient), and bent by Shift and Alt on the way.
import type { ImagePoint, ScreenPoint } from '#lib/core/geometry.ts'
import type { MaskOperation } from '#lib/mask/operation.ts'
import type { OutlineLine } from './outline.ts'
import { armedAfter, armedBy } from './region-settings.ts'
import { isDrag, lastOf, type Modifiers, type Tool, type ToolHost, type ToolInput } from './tool.ts'

export type Drag = {
  readonly from: ImagePoint
  readonly to: ImagePoint
  /** What bends the shape now: keys that went down during the drag. */
  readonly bends: Modifiers
}

type Drawing<T> = {
  readonly id: Tool['id']
  /** Null where that is nothing. */
  draw(drag: Drag): T | null
  outlineOf(drawn: T): readonly OutlineLine[]
  /** `pressed`: the keys that were held at the press. */
  operationOf(drawn: T, pressed: Modifiers): MaskOperation
}

type Press = {
  readonly from: ImagePoint
  readonly fromScreen: ScreenPoint
  readonly pressed: Modifiers
  readonly armed: Modifiers
  readonly to: ImagePoint
}
type State = { readonly kind: 'idle' } | ({ readonly kind: 'pressing' | 'dragging' } & Press)

export function createDragTool<T>(
  { id, draw, outlineOf, operationOf }: Drawing<T>,
  { emit }: Pick<ToolHost, 'emit'>,
): Tool {
  let state: State = { kind: 'idle' }

  const drawn = (now: Modifiers): T | null => {
    if (state.kind !== 'dragging') return null
    const { from, to, armed } = state
    return draw({ from, to, bends: { shift: armed.shift && now.shift, alt: armed.alt && now.alt } })
  }
  const hold = (now: Modifiers): void => {
    if (state.kind === 'idle') return
    state = { ...state, armed: armedAfter(state.armed, now) }
    if (state.kind === 'pressing') return
    const shown = drawn(now)
    emit({ kind: 'outline', lines: shown === null ? [] : outlineOf(shown) })
  }
  const follow = (input: ToolInput): void => {
    if (state.kind === 'idle') return
    const { image, screen } = lastOf(input)
    const kind = state.kind === 'dragging' || isDrag(state.fromScreen, screen) ? 'dragging' : 'pressing'
    state = { ...state, kind, to: image }
    hold(input.modifiers)
  }
  const rest = (): void => {
    state = { kind: 'idle' }
    emit({ kind: 'outline', lines: [] })
  }

  return {
    id,
    changesMask: true,
    cursor: () => ({ kind: 'css', name: 'crosshair' }),
    down({ points, modifiers }) {
      const [{ image, screen }] = points
      state = {
        kind: 'pressing',
        from: image,
        fromScreen: screen,
        to: image,
        pressed: modifiers,
        armed: armedBy(modifiers),
      }
    },
    move: follow,
    up(input) {
      follow(input)
      if (state.kind === 'idle') return
      const { pressed } = state
      const done = drawn(input.modifiers)
      rest()
      // A mere click draws nothing, and so replaces nothing.
      if (done !== null) emit({ kind: 'apply', operation: operationOf(done, pressed) })
    },
    hold,
    cancel() {
      if (state.kind !== 'idle') rest()
    },
  }
}
