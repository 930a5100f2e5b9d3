// The film over the photograph. It holds the mask at the screen's resolution, shows strokes in progress by stamping them
// there with the raster's own kernel, and takes the worker's patches as the truth. During a zoom or a pan its canvas is
// only moved by CSS.
import Konva from 'konva'
import {
  emptyRect,
  type ImagePoint,
  intersectRects,
  isEmpty,
  type Rect,
  type Size,
  unionRects,
  wholeRect,
} from '#lib/core/geometry.ts'
import { traceContours } from '#lib/mask/contour.ts'
import { filmPixels, projectRect } from '#lib/mask/film-pixels.ts'
import { createRaster, type Raster } from '#lib/mask/raster.ts'
import type { Brush } from '#lib/mask/stamp.ts'
import { beginStroke, extendStroke, type Stroke, type StrokePoint } from '#lib/mask/stroke.ts'
import { type FilmLook, passesFor } from './film-colours.ts'
import { inkOf, layInk } from './film-ink.ts'
import { createFilmSteps } from './film-steps.ts'
import type { Patch, Screen, StrokePatch } from './mask.worker.ts'
import type { ViewTransform } from './view.ts'

/** A stroke that the worker has not answered yet. Its points stay, to be stamped again over a patch made before it. */
type LiveStroke = {
  readonly brush: Brush
  readonly points: StrokePoint[]
  /** The plane as it was, on that screen. */
  readonly before: Raster
  readonly screenId: number
  stroke: Stroke
}

export type FilmOptions = {
  readonly image: Size
  readonly layer: Konva.Layer
  /** What lies below on that screen. */
  photo(screen: Screen): ImageData
}

export class Film {
  readonly #options: FilmOptions
  #plane: Raster = createRaster({ width: 1, height: 1 })
  #screen: Screen = { id: 0, projection: { x: 0, y: 0, zoom: 1 }, size: { width: 1, height: 1 } }
  #picture: Rect = emptyRect
  #ink = inkOf(passesFor({ kind: 'hidden' }))
  #drawn = new ImageData(1, 1)
  #pixels = new Uint32Array(this.#drawn.data.buffer)
  /** Null where it is not known how the photograph looks now. */
  #below: Uint32Array | null = null
  readonly #live = new Map<number, LiveStroke>()
  readonly #steps = createFilmSteps()
  #lastStroke = 0
  #dirty: Rect = emptyRect
  #frame = 0

  constructor(options: FilmOptions) {
    this.#options = options
    const { layer } = options
    // Whenever Konva itself draws the layer, as after a resize, it gets all of the film; strokes draw only their part.
    const draw = (context: Konva.Context): void => context._context.putImageData(this.#drawn, 0, 0)
    layer.add(new Konva.Shape({ listening: false, sceneFunc: draw }))
    this.#style.transformOrigin = '0 0'
  }

  get screenId(): number {
    return this.#screen.id
  }

  /** Shows the mask for another screen: what is known of it at once, the rest when the worker's patch for it comes. */
  setScreen(screen: Screen): void {
    this.#plane = reproject(this.#plane, { from: this.#screen, to: screen })
    this.#screen = screen
    this.#picture = projectRect(wholeRect(this.#options.image), screen.projection, screen.size)
    this.#drawn = new ImageData(screen.size.width, screen.size.height)
    this.#pixels = new Uint32Array(this.#drawn.data.buffer)
    this.#below = null
    this.#steps.forget()
    this.#style.transform = ''
    this.#stampLive(wholeRect(screen.size))
    this.#repaint()
  }

  setLook(look: FilmLook): void {
    this.#ink = inkOf(passesFor(look))
    this.#style.visibility = this.#ink.kind === 'none' ? 'hidden' : 'visible'
    this.#repaint()
  }

  /** The photograph looks otherwise, in the same place. */
  photoChanged(): void {
    this.#below = null
    if (this.#ink.kind === 'over-photo') this.#repaint()
  }

  /** Moves the film as it is along with the view, until `setScreen` draws it sharp. */
  follow(view: ViewTransform, ratio: number): void {
    const { x, y, zoom } = this.#screen.projection
    const scale = (view.zoom * ratio) / zoom
    this.#style.transform = `translate(${view.x - (x / ratio) * scale}px, ${view.y - (y / ratio) * scale}px) scale(${scale})`
  }

  beginStroke(brush: Brush): number {
    this.#lastStroke++
    this.#live.set(this.#lastStroke, {
      brush,
      points: [],
      before: { ...this.#plane, data: this.#plane.data.slice() },
      screenId: this.#screen.id,
      stroke: beginStroke(this.#onScreen(brush)),
    })
    return this.#lastStroke
  }

  extendStroke(id: number, points: readonly StrokePoint[]): void {
    const live = this.#live.get(id)
    if (!live) return
    live.points.push(...points)
    this.#changed(this.#stamp(live.stroke, points, this.#picture))
  }

  /** The worker's answer to a stroke that ended: from here on its patch says how it looks. */
  endStroke(id: number, patch: StrokePatch | null): void {
    const live = this.#live.get(id)
    this.dropStroke(id, patch)
    if (patch && !patch.isStep) return
    if (live && patch && patch.screenId === live.screenId && patch.screenId === this.#screen.id)
      this.#steps.add({ rect: patch.rect, before: live.before })
    else this.#steps.forget()
  }

  /** The same of a stroke that was given up. */
  dropStroke(id: number, patch: Patch | null): void {
    this.#live.delete(id)
    if (patch) this.put(patch)
  }

  /** Shows what is known of an undo or a redo, ahead of the worker. Returns what changed; null where nothing is known. */
  step(direction: 'undo' | 'redo'): Rect | null {
    // A stroke under way cannot be undone, and one that has no answer yet is not among the steps.
    const rect = this.#live.size > 0 ? null : this.#steps[direction](this.#plane)
    if (rect) this.#changed(rect)
    return rect
  }

  /** Something else than a stroke changes the mask, or has changed it. */
  forgetSteps(): void {
    this.#steps.forget()
  }

  put({ screenId, rect, values }: Patch): void {
    // A patch for an earlier screen is overtaken by the whole that was asked for with the present one.
    if (screenId !== this.#screen.id) return
    for (let y = 0; y < rect.height; y++) {
      const row = values.subarray(y * rect.width, (y + 1) * rect.width)
      this.#plane.data.set(row, (rect.y + y) * this.#plane.width + rect.x)
    }
    this.#stampLive(rect)
    this.#changed(rect)
  }

  /** The mask's edge in image points, as exact as the screen. */
  contours(): ImagePoint[][] {
    const { x, y, zoom } = this.#screen.projection
    return traceContours(this.#plane).map((line) =>
      line.map((point): ImagePoint => ({ x: (point.x - x) / zoom, y: (point.y - y) / zoom })),
    )
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame)
    this.#options.layer.destroyChildren()
  }

  get #style(): CSSStyleDeclaration {
    return this.#options.layer.getNativeCanvasElement().style
  }

  #onScreen(brush: Brush): Brush {
    return { ...brush, sizePx: brush.sizePx * this.#screen.projection.zoom }
  }

  #stamp(stroke: Stroke, points: readonly StrokePoint[], within: Rect): Rect {
    const { x, y, zoom } = this.#screen.projection
    const onScreen = points.map(
      (point): StrokePoint => ({
        ...point,
        x: point.x * zoom + x,
        y: point.y * zoom + y,
        sizePx: point.sizePx === undefined ? undefined : point.sizePx * zoom,
      }),
    )
    return extendStroke({ raster: this.#plane, stroke, points: onScreen, within })
  }

  /** Stamps every unanswered stroke again where the plane was replaced. Stamping twice changes nothing. */
  #stampLive(rect: Rect): void {
    const within = intersectRects(rect, this.#picture)
    for (const live of this.#live.values()) {
      live.stroke = beginStroke(this.#onScreen(live.brush))
      this.#stamp(live.stroke, live.points, within)
    }
  }

  /** Coloured and drawn once per frame, however many points came. */
  #changed(rect: Rect): void {
    if (isEmpty(rect)) return
    this.#dirty = unionRects(this.#dirty, rect)
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0
      const dirty = intersectRects(this.#dirty, this.#picture)
      this.#dirty = emptyRect
      if (this.#ink.kind === 'none' || isEmpty(dirty)) return
      this.#colour(dirty)
      const context = this.#options.layer.getNativeCanvasElement().getContext('2d')
      context?.putImageData(this.#drawn, 0, 0, dirty.x, dirty.y, dirty.width, dirty.height)
    })
  }

  #repaint(): void {
    if (this.#ink.kind !== 'none') this.#colour(this.#picture)
    this.#options.layer.batchDraw()
  }

  /** Never outside the picture: there the film has no pixel, not even a black one. */
  #colour({ x, y, width, height }: Rect): void {
    const { data: values, width: stride } = this.#plane
    const photo = this.#photoBelow()
    for (let row = y; row < y + height; row++) {
      const from = row * stride + x
      layInk({ ink: this.#ink, values, photo, pixels: this.#pixels, from, end: from + width })
    }
  }

  #photoBelow(): Uint32Array {
    if (this.#ink.kind !== 'over-photo') return this.#pixels
    this.#below ??= new Uint32Array(this.#options.photo(this.#screen).data.buffer)
    return this.#below
  }
}

/** The plane of one screen as seen on another, zero where nothing was shown: it is one raster seen as another is. */
function reproject(plane: Raster, { from, to }: { from: Screen; to: Screen }): Raster {
  const zoom = to.projection.zoom / from.projection.zoom
  const x = to.projection.x - from.projection.x * zoom
  const y = to.projection.y - from.projection.y * zoom
  return { ...to.size, data: filmPixels(plane, { x, y, zoom }, wholeRect(to.size)) }
}
