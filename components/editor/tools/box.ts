// Rectangle and ellipse are drawn alike: a box between the press and the pointer.
import type { ImagePoint, ScreenPoint } from '#lib/core/geometry.ts'
import type { Shape } from '#lib/mask/shape.ts'
import { outlineOf } from './outline.ts'
import { armedAfter, armedBy, regionSettings } from './region-settings.ts'
import { isDrag, lastOf, type Modifiers, type Tool, type ToolHost, type ToolInput } from './tool.ts'

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

type Press = {
  readonly from: ImagePoint
  readonly fromScreen: ScreenPoint
  readonly pressed: Modifiers
  readonly armed: Modifiers
  readonly to: ImagePoint
}
type State = { readonly kind: 'idle' } | ({ readonly kind: 'pressing' | 'dragging' } & Press)

type Bend = { readonly even: boolean; readonly centred: boolean }

/** On whole pixels: an edge through the middle of pixels would leave a grey line that nobody drew. */
export function boxBetween(from: ImagePoint, to: ImagePoint, { even, centred }: Bend): Box {
  const [x, y] = [Math.round(from.x), Math.round(from.y)]
  let across = Math.round(to.x) - x
  let down = Math.round(to.y) - y
  if (even) {
    const side = Math.max(Math.abs(across), Math.abs(down))
    across = across < 0 ? -side : side
    down = down < 0 ? -side : side
  }
  const [width, height] = [Math.abs(across), Math.abs(down)]
  if (centred) return { x: x - width, y: y - height, width: 2 * width, height: 2 * height }
  return { x: Math.min(x, x + across), y: Math.min(y, y + down), width, height }
}

type BoxTool = { readonly id: 'rectangle' | 'ellipse'; shapeOf(box: Box): Shape }

export function createBoxTool({ id, shapeOf }: BoxTool, { settings, emit }: ToolHost): Tool {
  let state: State = { kind: 'idle' }

  const shape = (now: Modifiers): Shape | null => {
    if (state.kind !== 'dragging') return null
    const { from, to, armed } = state
    const box = boxBetween(from, to, { even: armed.shift && now.shift, centred: armed.alt && now.alt })
    return box.width > 0 && box.height > 0 ? shapeOf(box) : null
  }
  const show = (now: Modifiers): void => {
    const drawn = shape(now)
    emit({ kind: 'outline', lines: drawn ? outlineOf(drawn) : [] })
  }
  const hold = (now: Modifiers): void => {
    if (state.kind === 'idle') return
    state = { ...state, armed: armedAfter(state.armed, now) }
    if (state.kind === 'dragging') show(now)
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
      const drawn = shape(input.modifiers)
      rest()
      // A mere click draws nothing, and so replaces nothing.
      if (drawn)
        emit({ kind: 'apply', operation: { kind: 'shape', shape: drawn, ...regionSettings(settings(), pressed) } })
    },
    hold,
    cancel() {
      if (state.kind !== 'idle') rest()
    },
  }
}
