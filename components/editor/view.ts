// From the image to the stage and back. Pure; the stage holds one transform and nothing else decides where things are.
import { type ImagePoint, type ScreenPoint, type Size, screenPoint } from '#lib/core/geometry.ts'

/** stage = image × zoom + (x, y), in CSS pixels of the stage. */
export type ViewTransform = { readonly x: number; readonly y: number; readonly zoom: number }

export const maxZoom = 32
/** Narrower than any stage beside a panel. */
const phoneStageWidth = 540
/** Surround that stays free around a fitted picture; on a phone the picture takes all the width there is. */
const fitMargin = ({ width }: Size): number => (width < phoneStageWidth ? 0 : 32)
/** So much of the picture always stays on the stage, or all of a smaller one. */
const keptInSight = 48

export const toScreen = (view: ViewTransform, { x, y }: ImagePoint): ScreenPoint =>
  screenPoint(x * view.zoom + view.x, y * view.zoom + view.y)

export const toImage = (view: ViewTransform, { x, y }: ScreenPoint): ImagePoint => ({
  x: (x - view.x) / view.zoom,
  y: (y - view.y) / view.zoom,
  space: 'image',
})

/** The image pixel that a stage point shows; null beside the image. */
export function pixelUnder(point: ScreenPoint, view: ViewTransform, image: Size): ImagePoint | null {
  const at = toImage(view, point)
  const [x, y] = [Math.floor(at.x), Math.floor(at.y)]
  return x >= 0 && y >= 0 && x < image.width && y < image.height ? { x, y } : null
}

/** An image and the stage it is shown on. */
export type Frame = { readonly image: Size; readonly stage: Size }

function fitZoom({ image, stage }: Frame): number {
  const margin = fitMargin(stage)
  const width = Math.max(1, stage.width - 2 * margin)
  const height = Math.max(1, stage.height - 2 * margin)
  return Math.min(maxZoom, width / image.width, height / image.height)
}

/** The whole picture in the middle of the stage, small ones enlarged. */
export function fitView(frame: Frame): ViewTransform {
  const zoom = fitZoom(frame)
  const { image, stage } = frame
  return settle({ zoom, x: (stage.width - image.width * zoom) / 2, y: (stage.height - image.height * zoom) / 2 }, frame)
}

/** The smallest zoom offered: well below fitting, and never above a quarter. */
const minZoom = (frame: Frame): number => Math.min(0.25, fitZoom(frame) / 4)

type ZoomChange = { readonly at: ScreenPoint; readonly zoom: number }

/** Zooms so that the image point under `at` stays where it is. */
export function zoomAbout(view: ViewTransform, { at, zoom }: ZoomChange, frame: Frame): ViewTransform {
  const next = Math.min(maxZoom, Math.max(minZoom(frame), zoom))
  const scale = next / view.zoom
  return settle({ zoom: next, x: at.x - (at.x - view.x) * scale, y: at.y - (at.y - view.y) * scale }, frame)
}

export const panBy = (view: ViewTransform, by: { dx: number; dy: number }, frame: Frame): ViewTransform =>
  settle({ ...view, x: view.x + by.dx, y: view.y + by.dy }, frame)

/** The same image point in the middle of a stage of another size. */
export const recentre = (view: ViewTransform, from: Size, frame: Frame): ViewTransform =>
  panBy(view, { dx: (frame.stage.width - from.width) / 2, dy: (frame.stage.height - from.height) / 2 }, frame)

/** Keeps the picture in sight, and on whole pixels, where it is sharpest at 100 %. */
function settle({ x, y, zoom }: ViewTransform, { image, stage }: Frame): ViewTransform {
  const along = (offset: number, length: number, room: number): number => {
    const kept = Math.min(keptInSight, length * zoom)
    return Math.round(Math.min(room - kept, Math.max(kept - length * zoom, offset)))
  }
  return { zoom, x: along(x, image.width, stage.width), y: along(y, image.height, stage.height) }
}
