// A shape drawn in one free stroke; it closes by itself where the hand lifts.
import type { ImagePoint, ScreenPoint } from '#lib/core/geometry.ts'
import { regionSettings } from './region-settings.ts'
import { isDrag, type Modifiers, type Tool, type ToolHost, type ToolInput } from './tool.ts'

type State =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'pressing' | 'dragging'
      readonly pressed: Modifiers
      readonly from: ScreenPoint
      readonly last: ScreenPoint
      readonly points: ImagePoint[]
    }

/** Nearer than this the hand did not mean another point, and an outline of thousands would cost each frame. */
const spacingPx = 1

export function createLassoTool({ settings, emit }: ToolHost): Tool {
  let state: State = { kind: 'idle' }

  const follow = ({ points }: ToolInput): void => {
    if (state.kind === 'idle') return
    const { from, points: drawn } = state
    let { kind, last } = state
    for (const { image, screen } of points) {
      if (Math.hypot(screen.x - last.x, screen.y - last.y) < spacingPx) continue
      drawn.push(image)
      last = screen
      if (isDrag(from, screen)) kind = 'dragging'
    }
    state = { ...state, kind, last }
    if (kind === 'dragging') emit({ kind: 'outline', lines: [{ points: drawn, closed: false }] })
  }
  const rest = (): void => {
    state = { kind: 'idle' }
    emit({ kind: 'outline', lines: [] })
  }

  return {
    id: 'lasso',
    changesMask: true,
    cursor: () => ({ kind: 'css', name: 'crosshair' }),
    down({ points, modifiers }) {
      const [{ image, screen }] = points
      state = { kind: 'pressing', pressed: modifiers, from: screen, last: screen, points: [image] }
    },
    move: follow,
    up(input) {
      follow(input)
      if (state.kind === 'idle') return
      const { kind, pressed, points } = state
      rest()
      if (kind === 'pressing' || points.length < 3) return
      const shape = { kind: 'polygon', points } as const
      emit({ kind: 'apply', operation: { kind: 'shape', shape, ...regionSettings(settings(), pressed) } })
    },
    cancel() {
      if (state.kind !== 'idle') rest()
    },
  }
}
