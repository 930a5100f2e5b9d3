// The pictures of a comparison as they lie on the stage. Pure but for the context that it paints on.
import type { Size } from '#lib/core/geometry.ts'
import { never } from '#lib/core/result.ts'
import { type PhotoLevels, paintPhoto } from '../editor/paint-photo.ts'
import { type Panes, paneSize, secondPane } from '../editor/panes.ts'
import type { ViewTransform } from '../editor/view.ts'

/** A picture and its size in its own pixels. */
export type Side = { readonly photo: PhotoLevels; readonly size: Size }

export type Arrangement =
  /** Only the one before, wherever a picture is seen. */
  | { readonly kind: 'one' }
  | { readonly kind: 'slider'; readonly divider: number }
  | { readonly kind: 'twice'; readonly panes: Panes; readonly same: boolean }
  | { readonly kind: 'onion-skin'; readonly opacity: number }

type Comparison = {
  readonly before: Side
  readonly after: Side
  /** The frame that the view moves: the image that the stage holds. */
  readonly frame: Size
  readonly view: ViewTransform
  readonly stage: Size
  readonly ratio: number
  readonly arrangement: Arrangement
}

/** The view of a picture of any size that is fitted into the frame, whole and in its middle. */
export function viewInFrame(size: Size, { frame, view }: Pick<Comparison, 'frame' | 'view'>): ViewTransform {
  const zoom = view.zoom * Math.min(frame.width / size.width, frame.height / size.height)
  return {
    zoom,
    x: view.x + (frame.width * view.zoom - size.width * zoom) / 2,
    y: view.y + (frame.height * view.zoom - size.height * zoom) / 2,
  }
}

/** Paints the whole canvas; it is `stage` times `ratio` device px. */
export function paintComparison(context: CanvasRenderingContext2D, comparison: Comparison): void {
  const { before, after, frame, view, stage, ratio, arrangement } = comparison
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, stage.width, stage.height)
  const paint = ({ photo, size }: Side, room: Size = stage): void =>
    paintPhoto(context, { photo, image: size, view: viewInFrame(size, { frame, view }), room, ratio })
  const within = (part: { x: number; y: number } & Size, draw: () => void): void => {
    context.save()
    context.beginPath()
    context.rect(part.x, part.y, part.width, part.height)
    context.clip()
    draw()
    context.restore()
  }

  switch (arrangement.kind) {
    case 'one':
      paint(before)
      return
    case 'slider': {
      const line = Math.min(stage.width, Math.max(0, view.x + frame.width * view.zoom * arrangement.divider))
      within({ x: 0, y: 0, width: line, height: stage.height }, () => paint(before))
      within({ x: line, y: 0, width: stage.width - line, height: stage.height }, () => paint(after))
      return
    }
    case 'twice': {
      const pane = paneSize(stage, arrangement.panes)
      const second = secondPane(stage, arrangement.panes)
      within({ x: 0, y: 0, ...pane }, () => paint(before, pane))
      within({ ...second, ...pane }, () => {
        context.translate(second.x, second.y)
        paint(arrangement.same ? before : after, pane)
      })
      return
    }
    case 'onion-skin':
      paint(before)
      context.globalAlpha = arrangement.opacity
      paint(after)
      context.globalAlpha = 1
      return
    default:
      never(arrangement)
  }
}
