// Over 300 lines because it is one contract: every call that the page makes of the raster, in one order.
// Owns the raster of one image, away from the page: no operation, however large, can hold up a frame. Calls are handled
// in the order in which they were posted, and each that changes the raster answers with what the screen must show.
import * as Comlink from 'comlink'
import { emptyRect, isEmpty, type Rect, type Size, unionRects, wholeRect } from '#lib/core/geometry.ts'
import { err, ok, type Result } from '#lib/core/result.ts'
import { minContextPx } from '#lib/frame/crop.ts'
import { filmPixels, type Projection, projectRect } from '#lib/mask/film-pixels.ts'
import { findIslands } from '#lib/mask/islands.ts'
import type { MaskOperation } from '#lib/mask/operation.ts'
import { decodePng, encodePng, type PngFault } from '#lib/mask/png.ts'
import { coveredBounds, createRaster, onlyPart, type Raster } from '#lib/mask/raster.ts'
import type { Region } from '#lib/mask/region.ts'
import { createRowSummary } from '#lib/mask/row-summary.ts'
import { createMaskSession, type MaskSession } from '#lib/mask/session.ts'
import type { Brush } from '#lib/mask/stamp.ts'
import type { StrokePoint } from '#lib/mask/stroke.ts'
import { type WandRequest, wandRegion } from '#lib/mask/wand.ts'
import type { MaskFacts } from './editor-store.ts'
import { createHandRest } from './hand-rest.ts'
import { createMaskKeeping, type KeepingFacts, type MaskKeeping, nothingKept } from './mask-keeping.ts'
import { readStrokes } from './mask-store.ts'
import { nextTask } from './next-task.ts'
import { isLarge, loadFull, loadPyramid } from './photo-pyramid.ts'
import { loadPixels } from './smart-select/photo-pixels.ts'
import type { JournalStroke } from './stroke-journal.ts'

/** What the film is drawn on: device pixels. `id` tells patches for this screen from those for an earlier one. */
export type Screen = { readonly id: number; readonly projection: Projection; readonly size: Size }

/** Mask values for a rectangle of a screen. */
export type Patch = { readonly screenId: number; readonly rect: Rect; readonly values: Uint8Array<ArrayBuffer> }

/** `isStep`: an undo would take the stroke back. Where it has changed nothing, it takes back what was before it. */
export type StrokePatch = Patch & { readonly isStep: boolean }

export type RasterFacts = Omit<MaskFacts, 'status'>

export type LoadFault = PngFault | 'other-size' | 'painting'

let session: MaskSession = createMaskSession(createRaster({ width: 1, height: 1 }))
let summary = createRowSummary(session.raster)
/** What has changed since it was summed up. */
let uncounted: Rect = emptyRect
let screen: Screen = { id: 0, projection: { x: 0, y: 0, zoom: 1 }, size: { width: 0, height: 0 } }
let tell: (facts: RasterFacts) => void = () => {}
let coverage = 0
let bounds: Rect = emptyRect
let revision = 0
let keeping: MaskKeeping | null = null
let kept: KeepingFacts = nothingKept
let isOpen = false
let factsDue = false

/** Not under the hand: panels that are rendered between two of its frames make it late. */
const publish = (): void => {
  if (session.isPainting()) return
  tell({
    coverage,
    protects: summary.protects(),
    bounds: isEmpty(bounds) ? null : bounds,
    canUndo: session.canUndo(),
    canRedo: session.canRedo(),
    ...kept,
    revision,
  })
}

function measure(): void {
  summary.update(uncounted)
  uncounted = emptyRect
  coverage = summary.coverage()
  bounds = summary.bounds()
  publish()
}

function patchOf(rect: Rect): Patch | null {
  const seen = projectRect(rect, screen.projection, screen.size)
  if (isEmpty(seen)) return null
  const values = filmPixels(session.raster, screen.projection, seen)
  return Comlink.transfer({ screenId: screen.id, rect: seen, values }, [values.buffer])
}

/** Two frames: the page shows the hand's answer first, and renders its panels after that. */
const factsAfterMs = 32

/** Counting pixels, which comes when the hand's answer is out and shown. */
function measureSoon(rect: Rect): void {
  uncounted = unionRects(uncounted, rect)
  if (factsDue) return
  factsDue = true
  setTimeout(() => {
    factsDue = false
    // The stroke that has begun meanwhile tells of both at its end.
    if (!session.isPainting()) measure()
  }, factsAfterMs)
}

/** Answers with the patch first; counting and saving come after it. */
function changed(rect: Rect, stroke: JournalStroke | null = null): Patch | null {
  if (isEmpty(rect)) return null
  rest.moved()
  revision++
  if (stroke) keeping?.stroked(stroke)
  else keeping?.changed()
  measureSoon(rect)
  return patchOf(rect)
}

const rest = createHandRest({
  isPainting: () => session.isPainting(),
  now: () => performance.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
})

let strokeReach = emptyRect
let openStroke: { readonly brush: Brush; readonly points: StrokePoint[] } | null = null

let photoUrl = ''
let photoPixels: Promise<Uint8Array> | null = null
let pixelsTimer: ReturnType<typeof setTimeout> | undefined

/** 80 MB at 20 megapixels: had for the first wand, and given back when none came for a minute. */
const pixelsKeptMs = 60_000

function pixelsOfPhoto(): Promise<Uint8Array> {
  clearTimeout(pixelsTimer)
  const forget = (): void => {
    photoPixels = null
  }
  pixelsTimer = setTimeout(forget, pixelsKeptMs)
  if (photoPixels === null) {
    photoPixels = loadPixels({ url: photoUrl, size: session.raster, onShare: () => {} })
    photoPixels.catch(forget)
  }
  return photoPixels
}

/** By size: what waits to be drawn. */
const thumbnails = new Map<string, () => Promise<ImageBitmap>>()

function drawThumbnail({ width, height }: Size): Promise<ImageBitmap> {
  const { raster } = session
  const zoom = Math.min(width / raster.width, height / raster.height)
  const size = {
    width: Math.max(1, Math.round(raster.width * zoom)),
    height: Math.max(1, Math.round(raster.height * zoom)),
  }
  const values = filmPixels(raster, { x: 0, y: 0, zoom }, wholeRect(size))
  const image = new ImageData(size.width, size.height)
  new Uint32Array(image.data.buffer).set(Uint32Array.from(values, (value) => 0xff000000 | (value * 0x010101)))
  return createImageBitmap(image)
}

/** The raster as it is now, while the hand goes on: calls that came meanwhile are taken between bands of it. */
const encode = (raster: Raster): Promise<Uint8Array<ArrayBuffer>> =>
  encodePng({ ...raster, data: raster.data.slice() }, nextTask)

const api = {
  /**
   * Starts with the mask that this browser keeps for the image, or with an empty one. `left`: strokes that an earlier page
   * wrote down as it went away.
   */
  async open(image: Size & { id: string }, onFacts: (facts: RasterFacts) => void, left: string | null): Promise<void> {
    tell = onFacts
    keeping = createMaskKeeping({
      imageId: image.id,
      encode: () => encode(session.raster),
      isPainting: () => session.isPainting(),
      onFacts(facts) {
        kept = facts
        if (isOpen) publish()
      },
    })
    let raster = createRaster(image)
    const found = await keeping.open()
    const decoded = found && (await decodePng(found.png))
    if (decoded?.ok && decoded.value.width === image.width && decoded.value.height === image.height) {
      raster = decoded.value
      revision = 1
    }
    session = createMaskSession(raster)
    summary = createRowSummary(raster)
    const unkept = [...(await keeping.unkeptStrokes()), ...readStrokes(left)]
    for (const stroke of unkept) changed(session.apply({ kind: 'stroke', ...stroke }))
    isOpen = true
    measure()
  },

  /** From now on patches are made for this screen. Answers with all of it. */
  show(next: Screen): Patch | null {
    screen = next
    return patchOf(wholeRect(session.raster))
  },

  begin(brush: Brush): void {
    strokeReach = emptyRect
    if (!session.isPainting()) openStroke = { brush, points: [] }
    session.begin(brush)
  },
  extend(points: readonly StrokePoint[]): void {
    strokeReach = unionRects(strokeReach, session.extend(points))
    openStroke?.points.push(...points)
  },
  end(): StrokePatch | null {
    const isStep = session.end()
    const stroke = openStroke
    openStroke = null
    // Also where it missed the picture: what came while it was under way is not told yet.
    measureSoon(emptyRect)
    const patch = changed(strokeReach, stroke)
    return patch && Comlink.transfer({ ...patch, isStep }, [patch.values.buffer])
  },
  abort(): Patch | null {
    openStroke = null
    const undone = session.abort()
    // Some of it may have been counted with what came before.
    measureSoon(undone)
    return patchOf(undone)
  },
  apply: (operation: MaskOperation): Patch | null => changed(session.apply(operation)),

  /** Makes a PNG of the raster's own size the raster, as one step. */
  async loadPng(png: Blob): Promise<Result<Patch | null, LoadFault>> {
    const decoded = await decodePng(new Uint8Array(await png.arrayBuffer()))
    if (!decoded.ok) return decoded
    const { width, height, data } = decoded.value
    if (width !== session.raster.width || height !== session.raster.height) return err('other-size')
    if (session.isPainting()) return err('painting')
    return ok(changed(session.apply({ kind: 'load', data })))
  },

  /** Another tab paints the same mask: theirs is taken, as one step, or ours is kept. */
  async answerOtherTab(answer: 'take' | 'leave'): Promise<Patch | null> {
    if (answer === 'leave') {
      await keeping?.leave()
      return null
    }
    const found = await keeping?.take()
    const decoded = found && (await decodePng(found.png))
    if (!decoded?.ok || decoded.value.data.length !== session.raster.data.length || session.isPainting()) return null
    const patch = changed(session.apply({ kind: 'load', data: decoded.value.data }))
    return patch && Comlink.transfer(patch, [patch.values.buffer])
  },

  /** What the wand finds in the photograph; the mask stays as it is. Rejects where the photograph cannot be read. */
  async wand(request: WandRequest): Promise<Region> {
    const region = wandRegion({ ...request, pixels: await pixelsOfPhoto(), size: session.raster })
    return Comlink.transfer(region, [region.coverage.buffer])
  },

  undo: (): Patch | null => changed(session.undo()),
  redo: (): Patch | null => changed(session.redo()),

  /** With a part, what lies in it, and nothing around it. In one go: who asks waits for it, and spares the copy. */
  async exportPng(part?: Rect): Promise<Blob> {
    const raster = part ? onlyPart(session.raster, part) : session.raster
    return new Blob([await encodePng(raster)], { type: 'image/png' })
  },

  /** Where the mask is, in parts that lie far enough apart to be edited one by one; found when the hand rests. */
  islands: rest.whenResting((): Rect[] =>
    findIslands(session.raster, { threshold: 0, marginPx: minContextPx }).map((island) =>
      coveredBounds(session.raster, island),
    ),
  ),

  /** Drawn when the hand rests. */
  thumbnail(width: number, height: number): Promise<ImageBitmap> {
    const key = `${width} ${height}`
    const draw = thumbnails.get(key) ?? rest.whenResting(() => drawThumbnail({ width, height }))
    thumbnails.set(key, draw)
    return draw()
  },

  /** What lies in a part of the image, which may reach beyond it, as a raster of `size`; a stroke under way included. */
  part(part: Rect, size: Size): Uint8Array<ArrayBuffer> {
    const zoom = size.width / part.width
    const values = filmPixels(session.raster, { x: -part.x * zoom, y: -part.y * zoom, zoom }, wholeRect(size))
    return Comlink.transfer(values, [values.buffer])
  },

  /** Resolves once a reload would find every stroke that has ended, or the browser has refused to keep it. */
  async strokesKept(): Promise<void> {
    await keeping?.strokesKept()
  },

  /** Saves at once what is not saved yet. */
  flush: async (): Promise<void> => keeping?.flush(),

  /**
   * The photograph at falling sizes; made here because scaling 20 megapixels would hold up the page. The full size of a
   * large one is not among them.
   */
  async loadPhoto(url: string): Promise<ImageBitmap[]> {
    photoUrl = url
    const levels = await loadPyramid(url)
    if (levels.length > 1 && isLarge(levels[0])) levels.shift()?.close()
    return Comlink.transfer(levels, levels)
  },

  /** The photograph at its full size; the browser has kept its file. */
  async loadFullPhoto(): Promise<ImageBitmap> {
    const full = await loadFull(photoUrl)
    return Comlink.transfer(full, [full])
  },
}

export type MaskWorker = typeof api

Comlink.expose(api)
