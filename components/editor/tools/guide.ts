// A line along which an edge continues through the hole of a fill. A drag draws a straight one; clicks are the corners of
// a bent one, which a double click or Enter ends, Backspace takes back and Escape drops.
import type { ImagePoint } from '#lib/core/geometry.ts'
import { atEvenAngle } from './region-settings.ts'
import { isDrag, lastOf, type Modifiers, type Tool, type ToolHost, type ToolInput, type ToolPoint } from './tool.ts'

type Corners = readonly ImagePoint[]
type State =
  | { readonly kind: 'idle' }
  /** `to` is where the pointer is: the line to it does not count yet. */
  | { readonly kind: 'open'; readonly corners: Corners; readonly to: ImagePoint | null }
  | { readonly kind: 'pressing'; readonly corners: Corners; readonly from: ToolPoint; readonly to: ImagePoint }

/** Within this of the last corner, a click means that corner. */
const reachPx = 8
/** As many as the engine takes of one line. */
export const maxCorners = 64

export function createGuideTool({ zoom, emit }: ToolHost): Tool {
  let state: State = { kind: 'idle' }

  const enter = (next: State): void => {
    const wasOpen = state.kind !== 'idle' && state.corners.length > 0
    state = next
    const isOpen = next.kind !== 'idle' && next.corners.length > 0
    if (wasOpen !== isOpen) emit({ kind: 'open-work', work: isOpen ? 'line' : null })
    if (next.kind === 'idle') {
      emit({ kind: 'outline', lines: [] })
      return
    }
    const start = next.kind === 'pressing' && next.corners.length === 0 ? [next.from.image] : next.corners
    const trail = next.to ? [...start, next.to] : start
    emit({
      kind: 'outline',
      lines: [
        { points: trail, closed: false },
        { points: start, closed: false, handles: true },
      ],
    })
  }

  const finish = (corners: Corners): void => {
    enter({ kind: 'idle' })
    emit({ kind: 'guide', line: corners })
  }

  /** Shift keeps the line at an even angle once there is a point to start from. */
  const aim = ({ image }: ToolPoint, { shift }: Modifiers): ImagePoint => {
    if (state.kind === 'idle' || !shift) return image
    const last = state.corners.at(-1) ?? (state.kind === 'pressing' ? state.from.image : null)
    return last ? atEvenAngle(last, image) : image
  }

  const isNear = (corner: ImagePoint, at: ImagePoint): boolean =>
    Math.hypot(corner.x - at.x, corner.y - at.y) * zoom() <= reachPx

  return {
    id: 'guide',
    changesMask: true,
    cursor: () => ({ kind: 'css', name: 'crosshair' }),

    down(input: ToolInput) {
      const from = lastOf(input)
      const corners = state.kind === 'idle' ? [] : state.corners
      enter({ kind: 'pressing', corners, from, to: aim(from, input.modifiers) })
    },

    move(input: ToolInput) {
      if (state.kind === 'pressing') enter({ ...state, to: aim(lastOf(input), input.modifiers) })
    },

    up(input: ToolInput) {
      if (state.kind !== 'pressing') return
      const { corners, from } = state
      const at = lastOf(input)
      const to = aim(at, input.modifiers)
      const dragged = isDrag(from.screen, at.screen)
      if (corners.length === 0) {
        if (dragged) finish([from.image, to])
        else enter({ kind: 'open', corners: [from.image], to: null })
        return
      }
      // The second click of a double one is at the last corner. One corner alone is no line: it stays open.
      const ends = !dragged && isNear(corners[corners.length - 1], at.image)
      const next = ends ? corners : [...corners, to]
      if (next.length > 1 && (ends || next.length === maxCorners)) finish(next)
      else enter({ kind: 'open', corners: next, to: null })
    },

    hover(input: ToolInput) {
      if (state.kind === 'open') enter({ ...state, to: aim(lastOf(input), input.modifiers) })
    },

    cancel() {
      if (state.kind !== 'pressing') return
      const { corners } = state
      enter(corners.length === 0 ? { kind: 'idle' } : { kind: 'open', corners, to: null })
    },

    confirm() {
      if (state.kind === 'idle' || state.corners.length < 2) return false
      finish(state.corners)
      return true
    },

    stepBack() {
      if (state.kind === 'idle') return false
      const corners = state.corners.slice(0, -1)
      enter(corners.length === 0 ? { kind: 'idle' } : { kind: 'open', corners, to: null })
      return true
    },

    drop() {
      if (state.kind === 'idle') return false
      enter({ kind: 'idle' })
      return true
    },
  }
}
