// A click zooms in, an Alt-click out; a drag to the right or left zooms smoothly about the point where it began.
import type { ScreenPoint } from '#lib/core/geometry.ts'
import { lastOf, type Tool, type ToolHost } from './tool.ts'

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'pressing'; readonly from: ScreenPoint }
  | { readonly kind: 'dragging'; readonly from: ScreenPoint; readonly lastX: number }

const clickFactor = 2
/** Less than this is a click by an unsteady hand. */
const dragThresholdPx = 4
/** A drag of 100 px zooms by e. */
const dragPerFactorPx = 100

export function createZoomTool({ emit }: ToolHost): Tool {
  let state: State = { kind: 'idle' }
  return {
    id: 'zoom',
    changesMask: false,
    cursor: ({ alt }) => ({ kind: 'css', name: alt ? 'zoom-out' : 'zoom-in' }),
    down(input) {
      state = { kind: 'pressing', from: lastOf(input).screen }
    },
    move(input) {
      const { x } = lastOf(input).screen
      if (state.kind === 'pressing' && Math.abs(x - state.from.x) >= dragThresholdPx) {
        state = { kind: 'dragging', from: state.from, lastX: state.from.x }
      }
      if (state.kind !== 'dragging') return
      emit({ kind: 'zoom', at: state.from, factor: Math.exp((x - state.lastX) / dragPerFactorPx) })
      state = { ...state, lastX: x }
    },
    up({ modifiers }) {
      if (state.kind === 'pressing') {
        emit({ kind: 'zoom', at: state.from, factor: modifiers.alt ? 1 / clickFactor : clickFactor })
      }
      state = { kind: 'idle' }
    },
    cancel() {
      state = { kind: 'idle' }
    },
  }
}
