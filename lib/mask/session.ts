// One raster under the hand: gestures, whole-mask operations, undo. Each call returns the pixels that may have changed.
import { emptyRect, type Rect } from '../core/geometry.ts'
import { createHistory } from './history.ts'
import { applyOperation, type MaskOperation } from './operation.ts'
import type { Raster } from './raster.ts'
import type { Brush } from './stamp.ts'
import { beginStroke, extendStroke, finishStroke, type Stroke, type StrokePoint } from './stroke.ts'

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
    /** The tip of the path is painted when the stroke ends; it is in the answer already. */
    extend(points: readonly StrokePoint[]): Rect {
      return open ? extendStroke({ raster, stroke: open, points, touch: history.touch, tip: 'later' }) : emptyRect
    },
    /** Whether that was a step: a stroke over what is painted already is none. */
    end(): boolean {
      if (open) finishStroke({ raster, stroke: open })
      open = null
      return history.commit()
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
    isPainting: (): boolean => open !== null,
    canUndo: history.canUndo,
    canRedo: history.canRedo,
  }
}
