// What the preview of an operation tells the panel and the stage.
import { createStore } from 'zustand/vanilla'

export type ShownPreview = {
  /** What it is a preview of: picture, mask, operation and seed in one text. */
  of: string
  imageId: string
  /** The whole reduced copy. */
  picture: ImageData
  /** The same with nothing where the mask is 0: what is laid over the picture itself, which is sharper there. */
  cover: ImageData
}

export type PreviewState = {
  /** What should be shown by now; null where there is nothing to preview. */
  wanted: string | null
  /** The last that came; of another mask or figure while the next one is on its way. */
  shown: ShownPreview | null
  /** Over the picture as well, where nothing is being drawn. */
  onPicture: boolean
}

export type PreviewStore = ReturnType<typeof createPreviewStore>

export const createPreviewStore = () =>
  createStore<PreviewState>(() => ({ wanted: null, shown: null, onPicture: true }))
