// What the editor's panels and its canvas tell each other. No pixels and no stroke points live here.
import { createStore } from 'zustand/vanilla'
import type { ImagePoint } from '#lib/core/geometry.ts'

export type ToolId = 'brush' | 'eraser' | 'pan' | 'zoom'
export type FilmColour = 'rubylith' | 'green' | 'blue'

export type MaskFacts = {
  status: 'loading' | 'ready' | 'failed'
  /** Share of the image's pixels whose mask is above 0, from 0 to 1. */
  coverage: number
  canUndo: boolean
  canRedo: boolean
  /** When the raster was last kept in this browser, epoch ms. */
  savedAt: number | null
  /** Grows with every change of the raster: tells that a thumbnail is out of date. */
  revision: number
}

export type EditorState = {
  tool: ToolId
  /** Diameter in image px 1–2000, hardness 0–1, value 1–255. */
  brush: { sizePx: number; hardness: number; value: number }
  /** What the brush does: `edit` paints its value, `protect` paints 0. X swaps. */
  paint: 'edit' | 'protect'
  film: { colour: FilmColour; opacity: number; maskOnly: boolean }
  /** The mask cannot be changed while an edit of it runs; pan and zoom stay live. */
  locked: boolean
  mask: MaskFacts
  /** Screen px per image px, and the image pixel under the pointer. */
  view: { zoom: number; pointer: ImagePoint | null }
}

export const initialEditorState: EditorState = {
  tool: 'brush',
  brush: { sizePx: 100, hardness: 0.8, value: 255 },
  paint: 'edit',
  film: { colour: 'rubylith', opacity: 0.62, maskOnly: false },
  locked: false,
  mask: { status: 'loading', coverage: 0, canUndo: false, canRedo: false, savedAt: null, revision: 0 },
  view: { zoom: 1, pointer: null },
}

export type EditorStore = ReturnType<typeof createEditorStore>

export const createEditorStore = () => createStore<EditorState>(() => initialEditorState)

/** What the panels may ask of the canvas. */
export type CanvasHandle = {
  undo(): void
  redo(): void
  invert(): void
  clear(): void
  fit(): void
  /** Zooms about the middle of the stage. */
  zoomTo(zoom: number): void
  zoomBy(factor: number): void
  /** The mask as an 8-bit grey PNG of the image's size, exactly the raster. */
  exportMask(): Promise<Blob>
  /** A small grey picture of the mask, at most `width` × `height`. */
  maskThumbnail(width: number, height: number): Promise<ImageBitmap>
}
