// What the stage is built from: the layers that React mounts, the picture, and whom to tell.
import type Konva from 'konva'
import type { ImagePoint, Size } from '#lib/core/geometry.ts'
import type { CropWatchStore } from './crop-watch.ts'
import type { EditorStore } from './editor-store.ts'
import type { Seen } from './photo-arrival.ts'
import type { ReadoutStore } from './readout.ts'
import type { ViewTransform } from './view.ts'

export type StageLayers = {
  readonly stage: Konva.Stage
  readonly photo: Konva.Layer
  readonly film: Konva.Layer
  readonly overlay: Konva.Layer
}

export type StageOptions = {
  /** The stage takes its size. */
  readonly element: HTMLElement
  readonly layers: StageLayers
  readonly image: Size & { readonly id: string; readonly url: string }
  /** What the stage shows until the photograph is painted. */
  readonly seen: Seen | null
  /** The photograph is shown only with what `showOver` lays over it. */
  readonly awaitsOver: boolean
  readonly store: EditorStore
  readonly readout: ReadoutStore
  readonly cropWatch: CropWatchStore
  onViewChange(view: ViewTransform, stage: Size): void
  /** The lines of a fill: drawn here, kept elsewhere. */
  readonly guides: { add(line: readonly ImagePoint[]): void; undo(): void; redo(): void }
  /** The photograph cannot be had or read. */
  onFailed(): void
}
