// What every tool is to the stage. A tool sees points that were converted once, keeps one small state (idle, pressing,
// dragging), and answers with effects; it touches no DOM, no raster and no store.
import type { ImagePoint, ScreenPoint } from '#lib/core/geometry.ts'
import type { MaskOperation } from '#lib/mask/operation.ts'
import type { Region } from '#lib/mask/region.ts'
import type { Brush } from '#lib/mask/stamp.ts'
import type { StrokePoint } from '#lib/mask/stroke.ts'
import type { EditorState, OpenWork, ToolId } from '../editor-store.ts'
import type { SmartSelect } from '../smart-select/smart-select.ts'
import type { OutlineLine } from './outline.ts'

export type ToolPoint = {
  readonly image: ImagePoint
  readonly screen: ScreenPoint
  /** 0 to 1: a pen's. What has no pressure always presses with 1. */
  readonly pressure: number
}

export type Modifiers = { readonly shift: boolean; readonly alt: boolean }

/** One event of the pointer: every point since the last event, oldest first and never none. */
export type ToolInput = { readonly points: readonly [ToolPoint, ...ToolPoint[]]; readonly modifiers: Modifiers }

export const lastOf = ({ points }: ToolInput): ToolPoint => points[points.length - 1]

/** Less than this is a click by an unsteady hand. */
const dragThresholdPx = 3

export const isDrag = (from: ScreenPoint, to: ScreenPoint): boolean =>
  Math.hypot(to.x - from.x, to.y - from.y) >= dragThresholdPx

export type ToolEffect =
  | { readonly kind: 'stroke-begin'; readonly brush: Brush }
  | { readonly kind: 'stroke-extend'; readonly points: readonly StrokePoint[] }
  | { readonly kind: 'stroke-end' }
  /** The gesture never was: the raster goes back to what it was before. */
  | { readonly kind: 'abort' }
  | { readonly kind: 'apply'; readonly operation: MaskOperation }
  /** Along it edges continue through the hole of a fill. */
  | { readonly kind: 'guide'; readonly line: readonly ImagePoint[] }
  /** What is being drawn or chosen, shown as dashes; no lines: nothing any more. */
  | { readonly kind: 'outline'; readonly lines: readonly OutlineLine[] }
  /** The same for a region, as exact as the screen at every view. */
  | { readonly kind: 'outline-region'; readonly region: Region }
  /** What the tool holds between two presses from now on. */
  | { readonly kind: 'open-work'; readonly work: OpenWork | null }
  | { readonly kind: 'pan'; readonly dx: number; readonly dy: number }
  | { readonly kind: 'zoom'; readonly at: ScreenPoint; readonly factor: number }

/** Asks for the pixels like the one at `at`. */
export type RegionSearch = { readonly at: ImagePoint } & EditorState['wand']

export type ToolHost = {
  settings(): Pick<EditorState, 'brush' | 'paint' | 'pen' | 'region' | 'wand' | 'gradient' | 'smartSelect'>
  /** Screen px per image px, as the view is now. */
  zoom(): number
  emit(effect: ToolEffect): void
  /** Never rejects: null where nothing can be found, as beside the picture. */
  findRegion(search: RegionSearch): Promise<Region | null>
  readonly smartSelect: Pick<SmartSelect, 'prepare' | 'box' | 'scribble' | 'takeBack' | 'reset'>
}

/** What shows where the tool is: the brush ring, or one of the browser's own cursors. */
export type ToolCursor =
  | { readonly kind: 'ring'; readonly sign: 'plus' | 'minus' }
  | { readonly kind: 'css'; readonly name: 'grab' | 'grabbing' | 'zoom-in' | 'zoom-out' | 'crosshair' }

export type Tool = {
  readonly id: ToolId
  /** Such a tool rests while the mask is locked. */
  readonly changesMask: boolean
  cursor(modifiers: Modifiers): ToolCursor
  down(input: ToolInput): void
  move(input: ToolInput): void
  up(input: ToolInput): void
  /** Ends the press as if it had not begun. Work that is held between presses stays. */
  cancel(): void
  /** Shift or Alt went down or up in the middle of a press. */
  hold?(modifiers: Modifiers): void
  /** The pointer moves without a press. */
  hover?(input: ToolInput): void
  /** Enter. Each of the following returns whether there was work for it. */
  confirm?(): boolean
  /** Backspace. */
  stepBack?(): boolean
  /** Escape, another tool, or a mask that is locked: work held between presses is given up. */
  drop?(): boolean
  /** A setting that the held work depends on has changed. */
  refresh?(): void
}
