// What the crop box follows between two states of the mask. A store of its own, because it changes while the hand moves:
// in the editor's store it had every panel look, ten times a second and more, whether it was meant.
import { createStore } from 'zustand/vanilla'
import type { Rect } from '#lib/core/geometry.ts'

export type CropWatch = {
  /** What the stroke under the hand has reached so far, and the mask's facts do not tell of yet. */
  readonly reach: Rect | null
  /** Where the hand that drags the crop box would have it, in image px. */
  readonly drag: Rect | null
  /** The mask's islands, as they were at a revision of it; null where nobody has asked. */
  readonly islands: { readonly revision: number; readonly rects: readonly Rect[] } | null
}

export type CropWatchStore = ReturnType<typeof createCropWatch>

export const nothingWatched: CropWatch = { reach: null, drag: null, islands: null }

export const createCropWatch = () => createStore<CropWatch>(() => nothingWatched)
