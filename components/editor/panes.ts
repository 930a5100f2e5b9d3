// The stage divided in two for a picture seen twice. The view counts from the corner of a pane, and both have the same.
// Pure.
import type { ScreenPoint, Size } from '#lib/core/geometry.ts'
import { type Frame, fitView } from './view.ts'

export type Panes = 'columns' | 'rows'

/** How a comparison uses the stage: whole, or once for each of its pictures. */
export type Comparing = 'whole' | 'twice'

/** Of the surround, between the panes. */
const gapPx = 2

export const paneSize = ({ width, height }: Size, panes: Panes): Size =>
  panes === 'columns'
    ? { width: Math.floor((width - gapPx) / 2), height }
    : { width, height: Math.floor((height - gapPx) / 2) }

/** The way that shows the whole picture larger; beside each other where it makes no difference. */
export function panesFor({ image, stage }: Frame): Panes {
  const zoomIn = (panes: Panes): number => fitView({ image, stage: paneSize(stage, panes) }).zoom
  return zoomIn('rows') > zoomIn('columns') ? 'rows' : 'columns'
}

export type Corner = { readonly x: number; readonly y: number }

/** Where the second pane begins on the stage. The first begins at (0, 0). */
export function secondPane(stage: Size, panes: Panes): Corner {
  const { width, height } = paneSize(stage, panes)
  return panes === 'columns' ? { x: stage.width - width, y: 0 } : { x: 0, y: stage.height - height }
}

/** Where the pane begins that a point of the stage lies in; null: the stage is one. */
export function paneUnder(at: ScreenPoint, stage: Size, panes: Panes | null): Corner {
  if (panes === null) return { x: 0, y: 0 }
  const second = secondPane(stage, panes)
  return at.x >= second.x && at.y >= second.y ? second : { x: 0, y: 0 }
}
