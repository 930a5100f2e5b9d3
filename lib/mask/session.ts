// One raster under the hand: gestures, whole-mask operations, undo. Each call returns the pixels that may have changed.
import { emptyRect, type ImagePoint, type Rect } from '../core/geometry.ts'
import { createHistory } from './history.ts'
import { applyOperation, type MaskOperation } from './operation.ts'
import type { Raster } from './raster.ts'
import type { Brush } from './stamp.ts'
import { beginStroke, extendStroke, type Stroke } from './stroke.ts'

export type MaskSession = ReturnType<typeof createMaskSession>

/** While a stroke is open, only `extend`, `end` and `abort` do anything: a key pressed in its middle cannot tear it. */
export function createMaskSession(raster: Raster, historyCapBytes?: number) {
  const history = createHistory(raster, historyCapBytes)
  let open: Stroke | null = null
  const whenIdle = (act: () => Rect): Rect => (open ? emptyRect : act())

  return {
    raster,
    begin(brush: Brush): void {
      open ??= beginStroke(brush)
    },
    extend(points: readonly ImagePoint[]): Rect {
      return open ? extendStroke({ raster, stroke: open, points, touch: history.touch }) : emptyRect
    },
    end(): void {
      open = null
      history.commit()
    },
    abort(): Rect {
      open = null
      return history.abort()
    },
    apply: (operation: MaskOperation): Rect =>
      whenIdle(() => {
        const dirty = applyOperation({ raster, operation, touch: history.touch })
        history.commit()
        return dirty
      }),
    undo: (): Rect => whenIdle(history.undo),
    redo: (): Rect => whenIdle(history.redo),
    canUndo: history.canUndo,
    canRedo: history.canRedo,
  }
}
