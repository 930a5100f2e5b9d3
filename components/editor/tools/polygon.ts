// A shape of single clicks. It stays open between them, so that the view can be moved and zoomed in the middle; a double
// click, a click on the first point or Enter closes it, Backspace takes the last point back, Escape drops it.
import type { ImagePoint } from '#lib/core/geometry.ts'
import { atEvenAngle, regionSettings } from './region-settings.ts'
import { lastOf, type Modifiers, type Tool, type ToolHost, type ToolInput, type ToolPoint } from './tool.ts'

/** `to` is where the pointer is: the line to it is not part of the shape yet. */
type Work = { readonly pressed: Modifiers; readonly corners: readonly ImagePoint[]; readonly to: ImagePoint | null }
type State =
  | { readonly kind: 'idle' }
  | ({ readonly kind: 'open' } & Work)
  | ({ readonly kind: 'pressing' | 'dragging'; readonly to: ImagePoint } & Work)

/** Within this of a corner, a click means the corner. */
const reachPx = 8

export function createPolygonTool({ settings, zoom, emit }: ToolHost): Tool {
  let state: State = { kind: 'idle' }

  const enter = (next: State): void => {
    const wasOpen = state.kind !== 'idle'
    state = next
    const isOpen = next.kind !== 'idle'
    if (wasOpen !== isOpen) emit({ kind: 'open-work', work: isOpen ? 'points' : null })
    if (next.kind === 'idle') {
      emit({ kind: 'outline', lines: [] })
      return
    }
    const { corners } = next
    const trail = next.to ? [...corners, next.to] : corners
    emit({
      kind: 'outline',
      lines: [
        { points: trail, closed: false },
        { points: corners, closed: false, handles: true },
      ],
    })
  }

  const isNear = (corner: ImagePoint, at: ImagePoint): boolean =>
    Math.hypot(corner.x - at.x, corner.y - at.y) * zoom() <= reachPx

  /** Where the next corner would be; Shift keeps the line at an even angle once there is a corner to start from. */
  const aim = ({ image }: ToolPoint, { shift }: Modifiers): ImagePoint => {
    const last = state.kind === 'idle' ? undefined : state.corners.at(-1)
    return last && shift ? atEvenAngle(last, image) : image
  }

  const close = (): boolean => {
    if (state.kind === 'idle' || state.corners.length < 3) return false
    const { pressed, corners } = state
    enter({ kind: 'idle' })
    const shape = { kind: 'polygon', points: corners } as const
    emit({ kind: 'apply', operation: { kind: 'shape', shape, ...regionSettings(settings(), pressed) } })
    return true
  }

  /** Back to the corners as they are; with none left there is no shape. */
  const reopen = (work: Work): void => enter(work.corners.length === 0 ? { kind: 'idle' } : { ...work, kind: 'open' })

  return {
    id: 'polygon',
    changesMask: true,
    cursor: () => ({ kind: 'css', name: 'crosshair' }),

    down(input: ToolInput) {
      const at = lastOf(input)
      if (state.kind === 'idle') {
        enter({ kind: 'pressing', pressed: input.modifiers, corners: [], to: at.image })
        return
      }
      const { corners } = state
      const meant = [corners.at(0), corners.at(-1)].some((corner) => corner && isNear(corner, at.image))
      // The second click of a double one is at the last corner; of two corners there is nothing to close.
      if (!meant) enter({ ...state, kind: 'pressing', to: aim(at, input.modifiers) })
      else if (!close()) enter({ ...state, kind: 'open' })
    },

    move(input: ToolInput) {
      if (state.kind !== 'pressing' && state.kind !== 'dragging') return
      enter({ ...state, kind: 'dragging', to: aim(lastOf(input), input.modifiers) })
    },

    up(input: ToolInput) {
      if (state.kind !== 'pressing' && state.kind !== 'dragging') return
      const image = aim(lastOf(input), input.modifiers)
      enter({ kind: 'open', pressed: state.pressed, corners: [...state.corners, image], to: null })
    },

    hover(input: ToolInput) {
      if (state.kind === 'open') enter({ ...state, to: aim(lastOf(input), input.modifiers) })
    },

    cancel() {
      if (state.kind === 'pressing' || state.kind === 'dragging') reopen({ ...state, to: null })
    },

    confirm: close,

    stepBack() {
      if (state.kind === 'idle') return false
      reopen({ ...state, corners: state.corners.slice(0, -1) })
      return true
    },

    drop() {
      if (state.kind === 'idle') return false
      enter({ kind: 'idle' })
      return true
    },
  }
}
