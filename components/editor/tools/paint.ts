// Brush and eraser: one tool, two values.
import type { ImagePoint } from '#lib/core/geometry.ts'
import type { StrokePoint } from '#lib/mask/stroke.ts'
import { lastOf, type Tool, type ToolHost, type ToolInput, type ToolPoint } from './tool.ts'

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'pressing' | 'dragging'; readonly last: ToolPoint; readonly spacingPx: number }

/** Points nearer than this share of the diameter do not change the stroke visibly, but each would cost a stamp. */
const spacingShare = 0.02
const leastSpacingPx = 0.5
/** A pen that only presses harder draws too, in steps of this share. */
const pressureStep = 0.05

const distance = (a: ImagePoint, b: ImagePoint): number => Math.hypot(a.x - b.x, a.y - b.y)

export function createPaintTool(id: 'brush' | 'eraser', { settings, emit }: ToolHost): Tool {
  let state: State = { kind: 'idle' }
  /** Where the last stroke ended: a Shift-click draws a straight line from there. */
  let anchor: StrokePoint | null = null

  const value = (): number => {
    const { brush, paint } = settings()
    return id === 'eraser' || paint === 'protect' ? 0 : brush.value
  }

  /** The tip under this pressure; the brush's own where pressure changes nothing. */
  const tip = ({ image, pressure }: ToolPoint): StrokePoint => {
    const { pen, brush } = settings()
    if (pressure === 1 || !(pen.size || pen.value)) return image
    return {
      ...image,
      sizePx: pen.size ? Math.max(1, brush.sizePx * pressure) : brush.sizePx,
      strength: pen.value ? pressure : 1,
    }
  }

  return {
    id,
    changesMask: true,
    cursor: () => ({ kind: 'ring', sign: value() === 0 ? 'minus' : 'plus' }),

    down({ points, modifiers }: ToolInput) {
      const { sizePx, hardness } = settings().brush
      const [first] = points
      emit({ kind: 'stroke-begin', brush: { sizePx, hardness, value: value() } })
      emit({ kind: 'stroke-extend', points: modifiers.shift && anchor ? [anchor, tip(first)] : [tip(first)] })
      state = { kind: 'pressing', last: first, spacingPx: Math.max(leastSpacingPx, sizePx * spacingShare) }
    },

    move({ points }: ToolInput) {
      if (state.kind === 'idle') return
      let { last } = state
      const far: StrokePoint[] = []
      for (const point of points) {
        const harder = Math.abs(point.pressure - last.pressure) >= pressureStep
        if (distance(point.image, last.image) < state.spacingPx && !harder) continue
        far.push(tip(point))
        last = point
      }
      if (far.length === 0) return
      state = { ...state, kind: 'dragging', last }
      emit({ kind: 'stroke-extend', points: far })
    },

    up(input: ToolInput) {
      if (state.kind === 'idle') return
      // A pen that is lifted presses with 0: the stroke ends as it was drawn last.
      const end = { ...lastOf(input), pressure: state.last.pressure }
      if (distance(end.image, state.last.image) > 0) emit({ kind: 'stroke-extend', points: [tip(end)] })
      anchor = tip(end)
      state = { kind: 'idle' }
      emit({ kind: 'stroke-end' })
    },

    cancel() {
      if (state.kind === 'idle') return
      state = { kind: 'idle' }
      emit({ kind: 'abort' })
    },
  }
}
