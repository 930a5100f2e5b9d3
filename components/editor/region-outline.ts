// The edge of a region as it is seen now. Sampled once per screen pixel: a region of 20 megapixels is read in a few
// milliseconds so, and however ragged it is, its outline never has more points than the screen has pixels.
import { type ImagePoint, intersectRects, isEmpty, type Size, wholeRect } from '#lib/core/geometry.ts'
import { traceContours } from '#lib/mask/contour.ts'
import { projectRect } from '#lib/mask/film-pixels.ts'
import { createRaster } from '#lib/mask/raster.ts'
import type { Region } from '#lib/mask/region.ts'
import { closedLine, type OutlineLine } from './tools/outline.ts'
import type { ViewTransform } from './view.ts'

/** Lines end well outside of the stage, so that none runs along its border. */
const beyondPx = 16

export function regionOutline({ rect, coverage }: Region, view: ViewTransform, stage: Size): readonly OutlineLine[] {
  const screen = { width: stage.width + 2 * beyondPx, height: stage.height + 2 * beyondPx }
  const { zoom } = view
  const offset = { x: view.x + beyondPx, y: view.y + beyondPx }
  const seen = intersectRects(projectRect(rect, { ...offset, zoom }, screen), wholeRect(screen))
  if (isEmpty(seen)) return []
  const plane = createRaster(seen)
  const columns = Int32Array.from({ length: seen.width }, (_, i) => {
    const x = Math.floor((seen.x + i + 0.5 - offset.x) / zoom) - rect.x
    return x >= 0 && x < rect.width ? x : -1
  })
  for (let j = 0; j < seen.height; j++) {
    const y = Math.floor((seen.y + j + 0.5 - offset.y) / zoom) - rect.y
    if (y < 0 || y >= rect.height) continue
    for (let i = 0; i < seen.width; i++) {
      if (columns[i] >= 0) plane.data[j * seen.width + i] = coverage[y * rect.width + columns[i]]
    }
  }
  const toImage = ({ x, y }: ImagePoint): ImagePoint => ({
    x: (x + seen.x - offset.x) / zoom,
    y: (y + seen.y - offset.y) / zoom,
  })
  return traceContours(plane).map((line) => closedLine(line.map(toImage)))
}
