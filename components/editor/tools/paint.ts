// Brush and eraser: one tool, two values.
import type { ImagePoint } from '#lib/core/geometry.ts'
import { lastOf, type Tool, type ToolHost, type ToolInput } from './tool.ts'

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'pressing'; readonly last: ImagePoint; readonly spacingPx: number }
  | { readonly kind: 'dragging'; readonly last: ImagePoint; readonly spacingPx: number }

/** Points nearer than this share of the diameter do not change the stroke visibly, but each would cost a stamp. */
const spacingShare = 0.02
const leastSpacingPx = 0.5

const distance = (a: ImagePoint, b: ImagePoint): number => Math.hypot(a.x - b.x, a.y - b.y)

export function createPaintTool(id: 'brush' | 'eraser', { settings, emit }: ToolHost): Tool {
  let state: State = { kind: 'idle' }
  /** Where the last stroke ended: a Shift-click draws a straight line from there. */
  let anchor: ImagePoint | null = null

  const value = (): number => {
    const { brush, paint } = settings()
    return id === 'eraser' || paint === 'protect' ? 0 : brush.value
  }

  return {
    id,
    changesMask: true,
    cursor: () => ({ kind: 'ring', sign: value() === 0 ? 'minus' : 'plus' }),

    down({ points, modifiers }: ToolInput) {
      const { sizePx, hardness } = settings().brush
      const [{ image }] = points
      emit({ kind: 'stroke-begin', brush: { sizePx, hardness, value: value() } })
      emit({ kind: 'stroke-extend', points: modifiers.shift && anchor ? [anchor, image] : [image] })
      state = { kind: 'pressing', last: image, spacingPx: Math.max(leastSpacingPx, sizePx * spacingShare) }
    },

    move({ points }: ToolInput) {
      if (state.kind === 'idle') return
      let { last } = state
      const far: ImagePoint[] = []
      for (const { image } of points) {
        if (distance(image, last) < state.spacingPx) continue
        far.push(image)
        last = image
      }
      if (far.length === 0) return
      state = { ...state, kind: 'dragging', last }
      emit({ kind: 'stroke-extend', points: far })
    },

    up(input: ToolInput) {
      if (state.kind === 'idle') return
      const { image } = lastOf(input)
      if (distance(image, state.last) > 0) emit({ kind: 'stroke-extend', points: [image] })
      anchor = image
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
