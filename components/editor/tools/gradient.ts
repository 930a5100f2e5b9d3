// From one value to another along a line, or outwards from a point.
import type { ImagePoint, ScreenPoint } from '#lib/core/geometry.ts'
import type { EditorState } from '../editor-store.ts'
import { type OutlineLine, outlineOf } from './outline.ts'
import { armedAfter, armedBy, atEvenAngle, combineOf } from './region-settings.ts'
import { isDrag, lastOf, type Modifiers, type Tool, type ToolHost, type ToolInput } from './tool.ts'

type State =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'pressing' | 'dragging'
      readonly from: ImagePoint
      readonly fromScreen: ScreenPoint
      readonly to: ImagePoint
      readonly pressed: Modifiers
      readonly armed: Modifiers
    }

export function createGradientTool({ settings, emit }: ToolHost): Tool {
  let state: State = { kind: 'idle' }

  /** Shift pressed during the drag keeps the line at an even angle. */
  const end = (now: Modifiers): ImagePoint | null => {
    if (state.kind !== 'dragging') return null
    return state.armed.shift && now.shift ? atEvenAngle(state.from, state.to) : state.to
  }
  const hold = (now: Modifiers): void => {
    if (state.kind === 'idle') return
    state = { ...state, armed: armedAfter(state.armed, now) }
    const to = end(now)
    if (to) emit({ kind: 'outline', lines: linesOf(settings().gradient.form, state.from, to) })
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
    id: 'gradient',
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
      const { from, pressed } = state
      const to = end(input.modifiers)
      rest()
      if (!to) return
      const { gradient, region } = settings()
      emit({
        kind: 'apply',
        operation: { kind: 'gradient', ...gradient, from, to, combine: combineOf(pressed, region.combine) },
      })
    },
    hold,
    cancel() {
      if (state.kind !== 'idle') rest()
    },
  }
}

function linesOf(form: EditorState['gradient']['form'], from: ImagePoint, to: ImagePoint): readonly OutlineLine[] {
  const line: OutlineLine = { points: [from, to], closed: false, handles: true }
  if (form === 'linear') return [line]
  const radius = Math.hypot(to.x - from.x, to.y - from.y)
  return [line, ...outlineOf({ kind: 'ellipse', cx: from.x, cy: from.y, rx: radius, ry: radius })]
}
