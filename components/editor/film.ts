// The film over the photograph. It holds the mask at the screen's resolution, shows strokes in progress by stamping them
// there with the raster's own kernel, and takes the worker's patches as the truth. During a zoom or a pan its canvases
// are only moved by CSS.
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
import { type FilmLook, type PassLook, passesFor } from './film-colours.ts'
import type { Patch, Screen } from './mask.worker.ts'
import type { ViewTransform } from './view.ts'

/** One of the two canvases that make the film. */
type Pass = { readonly layer: Konva.Layer; look: PassLook; image: ImageData; pixels: Uint32Array }

/** A stroke that the worker has not answered yet. Its points stay, to be stamped again over a patch made before it. */
type LiveStroke = { readonly brush: Brush; readonly points: StrokePoint[]; stroke: Stroke }

const emptyImage = (): { image: ImageData; pixels: Uint32Array } => sizedImage({ width: 1, height: 1 })

function sizedImage({ width, height }: Size): { image: ImageData; pixels: Uint32Array } {
  const image = new ImageData(width, height)
  return { image, pixels: new Uint32Array(image.data.buffer) }
}

export class Film {
  readonly #image: Size
  readonly #tint: Pass
  readonly #glaze: Pass
  #plane: Raster = createRaster({ width: 1, height: 1 })
  #screen: Screen = { id: 0, projection: { x: 0, y: 0, zoom: 1 }, size: { width: 1, height: 1 } }
  #picture: Rect = emptyRect
  readonly #live = new Map<number, LiveStroke>()
  #lastStroke = 0
  #dirty: Rect = emptyRect
  #frame = 0

  constructor({ image, tint, glaze }: { image: Size; tint: Konva.Layer; glaze: Konva.Layer }) {
    this.#image = image
    const passes = passesFor({ kind: 'hidden' })
    this.#tint = { layer: tint, look: passes.tint, ...emptyImage() }
    this.#glaze = { layer: glaze, look: passes.glaze, ...emptyImage() }
    for (const pass of [this.#tint, this.#glaze]) {
      // Whenever Konva itself draws the layer, as after a resize, it gets all of the film; strokes draw only their part.
      const draw = (context: Konva.Context): void => context._context.putImageData(pass.image, 0, 0)
      pass.layer.add(new Konva.Shape({ listening: false, sceneFunc: draw }))
      pass.layer.getNativeCanvasElement().style.transformOrigin = '0 0'
    }
  }

  get screenId(): number {
    return this.#screen.id
  }

  /** Shows the mask for another screen: what is known of it at once, the rest when the worker's patch for it comes. */
  setScreen(screen: Screen): void {
    this.#plane = reproject(this.#plane, { from: this.#screen, to: screen })
    this.#screen = screen
    this.#picture = projectRect(wholeRect(this.#image), screen.projection, screen.size)
    for (const pass of [this.#tint, this.#glaze]) {
      Object.assign(pass, sizedImage(screen.size))
      pass.layer.getNativeCanvasElement().style.transform = ''
    }
    this.#stampLive(wholeRect(screen.size))
    this.#repaint()
  }

  setLook(look: FilmLook): void {
    const { tint, glaze } = passesFor(look)
    for (const [pass, next] of [
      [this.#tint, tint],
      [this.#glaze, glaze],
    ] as const) {
      pass.look = next
      const { style } = pass.layer.getNativeCanvasElement()
      style.mixBlendMode = next.blend
      style.opacity = String(next.opacity)
      style.visibility = next.opacity > 0 ? 'visible' : 'hidden'
    }
    this.#repaint()
  }

  /** Moves the film as it is along with the view, until `setScreen` draws it sharp. */
  follow(view: ViewTransform, ratio: number): void {
    const { x, y, zoom } = this.#screen.projection
    const scale = (view.zoom * ratio) / zoom
    const transform = `translate(${view.x - (x / ratio) * scale}px, ${view.y - (y / ratio) * scale}px) scale(${scale})`
    for (const { layer } of [this.#tint, this.#glaze]) layer.getNativeCanvasElement().style.transform = transform
  }

  beginStroke(brush: Brush): number {
    this.#lastStroke++
    this.#live.set(this.#lastStroke, { brush, points: [], stroke: beginStroke(this.#onScreen(brush)) })
    return this.#lastStroke
  }

  extendStroke(id: number, points: readonly StrokePoint[]): void {
    const live = this.#live.get(id)
    if (!live) return
    live.points.push(...points)
    this.#changed(this.#stamp(live.stroke, points, this.#picture))
  }

  /** The worker's answer to a stroke that ended or was given up: from here on its patch says how it looks. */
  settleStroke(id: number, patch: Patch | null): void {
    this.#live.delete(id)
    if (patch) this.put(patch)
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
    for (const { layer } of [this.#tint, this.#glaze]) layer.destroyChildren()
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
      for (const pass of [this.#tint, this.#glaze]) {
        if (pass.look.opacity === 0 || isEmpty(dirty)) continue
        this.#colour(pass, dirty)
        const context = pass.layer.getNativeCanvasElement().getContext('2d')
        context?.putImageData(pass.image, 0, 0, dirty.x, dirty.y, dirty.width, dirty.height)
      }
    })
  }

  #repaint(): void {
    for (const pass of [this.#tint, this.#glaze]) {
      if (pass.look.opacity > 0) this.#colour(pass, this.#picture)
      pass.layer.batchDraw()
    }
  }

  /** Never outside the picture: there the film has no pixel, not even a black one. */
  #colour({ look, pixels }: Pass, { x, y, width, height }: Rect): void {
    const { data, width: stride } = this.#plane
    for (let row = y; row < y + height; row++) {
      const end = row * stride + x + width
      for (let i = row * stride + x; i < end; i++) pixels[i] = look.pixels[data[i]]
    }
  }
}

/** The plane of one screen as seen on another, zero where nothing was shown: it is one raster seen as another is. */
function reproject(plane: Raster, { from, to }: { from: Screen; to: Screen }): Raster {
  const zoom = to.projection.zoom / from.projection.zoom
  const x = to.projection.x - from.projection.x * zoom
  const y = to.projection.y - from.projection.y * zoom
  return { ...to.size, data: filmPixels(plane, { x, y, zoom }, wholeRect(to.size)) }
}
