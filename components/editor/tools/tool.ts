// What every tool is to the stage. A tool sees points that were converted once, keeps one small state (idle, pressing,
// dragging), and answers with effects; it touches no DOM, no raster and no store.
import type { ImagePoint, ScreenPoint } from '#lib/core/geometry.ts'
import type { MaskOperation } from '#lib/mask/operation.ts'
import type { Brush } from '#lib/mask/stamp.ts'
import type { EditorState, ToolId } from '../editor-store.ts'

export type ToolPoint = {
  readonly image: ImagePoint
  readonly screen: ScreenPoint
  /** 0 to 1; a mouse presses with 0.5. */
  readonly pressure: number
}

export type Modifiers = { readonly shift: boolean; readonly alt: boolean }

/** One event of the pointer: every point since the last event, oldest first and never none. */
export type ToolInput = { readonly points: readonly [ToolPoint, ...ToolPoint[]]; readonly modifiers: Modifiers }

export const lastOf = ({ points }: ToolInput): ToolPoint => points[points.length - 1]

export type ToolEffect =
  | { readonly kind: 'stroke-begin'; readonly brush: Brush }
  | { readonly kind: 'stroke-extend'; readonly points: readonly ImagePoint[] }
  | { readonly kind: 'stroke-end' }
  /** The gesture never was: the raster goes back to what it was before. */
  | { readonly kind: 'abort' }
  | { readonly kind: 'apply'; readonly operation: MaskOperation }
  | { readonly kind: 'pan'; readonly dx: number; readonly dy: number }
  | { readonly kind: 'zoom'; readonly at: ScreenPoint; readonly factor: number }

export type ToolHost = {
  settings(): Pick<EditorState, 'brush' | 'paint'>
  emit(effect: ToolEffect): void
}

/** What shows where the tool is: the brush ring, or one of the browser's own cursors. */
export type ToolCursor =
  | { readonly kind: 'ring'; readonly sign: 'plus' | 'minus' }
  | { readonly kind: 'css'; readonly name: 'grab' | 'grabbing' | 'zoom-in' | 'zoom-out' }

export type Tool = {
  readonly id: ToolId
  /** Such a tool rests while the mask is locked. */
  readonly changesMask: boolean
  cursor(modifiers: Modifiers): ToolCursor
  down(input: ToolInput): void
  move(input: ToolInput): void
  up(input: ToolInput): void
  /** Ends the gesture as if it had not begun. */
  cancel(): void
}
