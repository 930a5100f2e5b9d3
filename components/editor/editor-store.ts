// What the editor's panels and its canvas tell each other. No pixels and no stroke points live here, and nothing that
// changes with every frame (readout.ts, crop-watch.ts).
import { createStore } from 'zustand/vanilla'
import type { Rect, Size } from '#lib/core/geometry.ts'
import type { MaskOperation } from '#lib/mask/operation.ts'
import type { Combine } from '#lib/mask/region.ts'
import type { KeepingFacts } from './mask-keeping.ts'
import { defaultPenSettings, keepPen, type PenSettings, storedPen } from './pen-settings.ts'
import type { SmartSelectStatus } from './smart-select/smart-select.ts'

/** The tools that change the mask by a region: they combine it with what is there. */
export const regionTools = ['rectangle', 'ellipse', 'lasso', 'polygon', 'wand', 'smart-select', 'gradient'] as const

export type FilmColour = 'rubylith' | 'green' | 'blue'
export type ToolId = 'brush' | 'eraser' | (typeof regionTools)[number] | 'guide' | 'pan' | 'zoom'

/** Work that a tool holds between two presses: points that are not a shape yet, or a region shown before it counts. */
export type OpenWork = 'points' | 'line' | 'preview'

export type MaskFacts = KeepingFacts & {
  status: 'loading' | 'ready' | 'failed'
  /** How much of the picture is made new, from 0 to 1; 0 only where nothing is masked. */
  coverage: number
  /** Whether any pixel is 0: of what is painted all over, however faintly, nothing stays as it was. */
  protects: boolean
  /** The smallest rectangle around all that is above 0; null where nothing is. */
  bounds: Rect | null
  canUndo: boolean
  canRedo: boolean
  /** Grows with every change of the raster: tells that a thumbnail is out of date. */
  revision: number
}

export type EditorState = {
  tool: ToolId
  /** Diameter in image px 1–2000, hardness 0–1, value 1–255. */
  brush: { sizePx: number; hardness: number; value: number }
  /** What the brush does: `edit` paints its value, `protect` paints 0. X swaps. */
  paint: 'edit' | 'protect'
  /** What a pen's pressure does to the brush, and what fingers do. */
  pen: PenSettings
  /** What region tools do with their region, and how softly it ends, in image px. */
  region: { combine: Combine; featherPx: number }
  /** How far from the colour that was clicked, 0–255; `contiguous`: only pixels joined to it. */
  wand: { tolerance: number; contiguous: boolean }
  /** Mask values 0–255. */
  gradient: { form: 'linear' | 'radial'; fromValue: number; toValue: number }
  /** How a smart selection begins, and what a scribble does to it without Alt. */
  smartSelect: { start: 'box' | 'scribble'; sign: 'keep' | 'drop' }
  smartSelectStatus: SmartSelectStatus
  /** What the tool in hand holds now, if anything: Enter applies it, Escape drops it. */
  openWork: OpenWork | null
  film: { colour: FilmColour; opacity: number; maskOnly: boolean }
  /** The mask cannot be changed while an edit of it runs; pan and zoom stay live. */
  locked: boolean
  mask: MaskFacts
  /** Of the picture that is open: `shown` once the stage has painted it. */
  photo: 'coming' | 'shown' | 'failed'
}

export const initialEditorState: EditorState = {
  tool: 'brush',
  brush: { sizePx: 100, hardness: 0.8, value: 255 },
  paint: 'edit',
  pen: defaultPenSettings,
  region: { combine: 'replace', featherPx: 0 },
  wand: { tolerance: 24, contiguous: true },
  gradient: { form: 'linear', fromValue: 255, toValue: 0 },
  smartSelect: { start: 'box', sign: 'keep' },
  smartSelectStatus: { kind: 'idle' },
  openWork: null,
  film: { colour: 'rubylith', opacity: 0.62, maskOnly: false },
  locked: false,
  mask: {
    status: 'loading',
    coverage: 0,
    protects: true,
    bounds: null,
    canUndo: false,
    canRedo: false,
    savedAt: null,
    otherTab: { kind: 'none' },
    storageFault: null,
    revision: 0,
  },
  photo: 'coming',
}

export type EditorStore = ReturnType<typeof createEditorStore>

/** Starts with the pen as it was last set in this browser; brush and film follow with their picture (kept-tools.ts). */
export function createEditorStore() {
  const store = createStore<EditorState>(() => ({
    ...initialEditorState,
    pen: storedPen(),
  }))
  store.subscribe((state, before) => {
    if (state.pen !== before.pen) keepPen(state.pen)
  })
  return store
}

/** What the panels may ask of the canvas. */
export type CanvasHandle = {
  undo(): void
  redo(): void
  invert(): void
  clear(): void
  /** A whole-mask action or a shape by numbers; one step of undo. */
  apply(operation: MaskOperation): void
  /** Replaces the mask by a grey PNG of the image's size; one step of undo. Rejects where it is not one. */
  loadMask(png: Blob): Promise<void>
  /** Another tab paints the same mask: takes theirs as one step of undo, or keeps the one here. */
  answerOtherTab(answer: 'take' | 'leave'): void
  /** Applies what the tool holds between two presses; returns whether there was anything. */
  confirmTool(): boolean
  /** Takes the last point back. */
  stepBack(): boolean
  /** Whether something under the hand changes the mask just now. */
  isPainting(): boolean
  /** Drops it, and whatever is under the hand. */
  cancelGesture(): boolean
  fit(): void
  /** Zooms about the middle of the stage. */
  zoomTo(zoom: number): void
  zoomBy(factor: number): void
  /** The mask as an 8-bit grey PNG of the image's size, exactly the raster; or only what lies in a part of it. */
  exportMask(part?: Rect): Promise<Blob>
  /** The parts of the mask that lie so far apart that each could be an edit of its own. */
  maskIslands(): Promise<Rect[]>
  /** A small grey picture of the mask, at most `width` × `height`. */
  maskThumbnail(width: number, height: number): Promise<ImageBitmap>
  /** The mask over a part of the image, which may reach beyond it, at a size; a stroke under way included. */
  maskPart(part: Rect, size: Size): Promise<Uint8Array<ArrayBuffer>>
  /** Lays a picture over a part of the photograph, under film and tools; null takes it away, or says that none comes. */
  showOver(over: Over | null): void
}

/** `picture` is stretched over `box`, in image px; what lies beyond the image is not shown. Whoever made it closes it. */
export type Over = { readonly picture: ImageBitmap; readonly box: Rect }
