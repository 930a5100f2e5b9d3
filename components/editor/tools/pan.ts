// Moves the view with the hand. It follows screen points: the image itself moves under the pointer.
import type { ScreenPoint } from '#lib/core/geometry.ts'
import { lastOf, type Tool, type ToolHost, type ToolInput } from './tool.ts'

type State = { readonly kind: 'idle' } | { readonly kind: 'pressing' | 'dragging'; readonly last: ScreenPoint }

export function createPanTool({ emit }: ToolHost): Tool {
  let state: State = { kind: 'idle' }
  const follow = (input: ToolInput): void => {
    if (state.kind === 'idle') return
    const { screen } = lastOf(input)
    const [dx, dy] = [screen.x - state.last.x, screen.y - state.last.y]
    if (dx === 0 && dy === 0) return
    state = { kind: 'dragging', last: screen }
    emit({ kind: 'pan', dx, dy })
  }
  return {
    id: 'pan',
    changesMask: false,
    cursor: () => ({ kind: 'css', name: state.kind === 'idle' ? 'grab' : 'grabbing' }),
    down(input) {
      state = { kind: 'pressing', last: lastOf(input).screen }
    },
    move: follow,
    up(input) {
      follow(input)
      state = { kind: 'idle' }
    },
    cancel() {
      state = { kind: 'idle' }
    },
  }
}
