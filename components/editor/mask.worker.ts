// Owns the raster of one image, away from the page: no operation, however large, can hold up a frame. Calls are handled
// in the order in which they were posted, and each that changes the raster answers with what the screen must show.
import * as Comlink from 'comlink'
import { emptyRect, type ImagePoint, isEmpty, type Rect, type Size, unionRects, wholeRect } from '#lib/core/geometry.ts'
import { filmPixels, type Projection, projectRect } from '#lib/mask/film-pixels.ts'
import type { MaskOperation } from '#lib/mask/operation.ts'
import { decodePng, encodePng } from '#lib/mask/png.ts'
import { coverageOf, createRaster } from '#lib/mask/raster.ts'
import { createMaskSession, type MaskSession } from '#lib/mask/session.ts'
import type { Brush } from '#lib/mask/stamp.ts'
import type { MaskFacts } from './editor-store.ts'
import { createAutosave, loadMask, storeMask } from './mask-store.ts'
import { loadPyramid } from './photo-pyramid.ts'

/** What the film is drawn on: device pixels. `id` tells patches for this screen from those for an earlier one. */
export type Screen = { readonly id: number; readonly projection: Projection; readonly size: Size }

/** Mask values for a rectangle of a screen. */
export type Patch = { readonly screenId: number; readonly rect: Rect; readonly values: Uint8Array<ArrayBuffer> }

export type RasterFacts = Omit<MaskFacts, 'status'>

let imageId = ''
let session: MaskSession = createMaskSession(createRaster({ width: 1, height: 1 }))
let screen: Screen = { id: 0, projection: { x: 0, y: 0, zoom: 1 }, size: { width: 0, height: 0 } }
let tell: (facts: RasterFacts) => void = () => {}
let coverage = 0
let revision = 0
let savedAt: number | null = null
let storageFailed = false
let factsDue = false

const autosave = createAutosave(async () => {
  try {
    const png = await encodePng(session.raster)
    const now = Date.now()
    await storeMask(imageId, { png, savedAt: now })
    savedAt = now
    publish()
  } catch (cause) {
    warnOnce(cause)
  }
})

/** The mask lives on without storage, only not across a reload: worth one line, not one for every stroke. */
function warnOnce(cause: unknown): void {
  if (!storageFailed) console.warn('The mask cannot be kept in this browser; it is lost on reload.', cause)
  storageFailed = true
}

const publish = (): void =>
  tell({ coverage, canUndo: session.canUndo(), canRedo: session.canRedo(), savedAt, revision })

function patchOf(rect: Rect): Patch | null {
  const seen = projectRect(rect, screen.projection, screen.size)
  if (isEmpty(seen)) return null
  const values = filmPixels(session.raster, screen.projection, seen)
  return Comlink.transfer({ screenId: screen.id, rect: seen, values }, [values.buffer])
}

/** Answers with the patch first; counting 20 million pixels (17 ms) and saving come when the hand's answer is out. */
function changed(rect: Rect): Patch | null {
  if (isEmpty(rect)) return null
  revision++
  autosave.changed()
  if (!factsDue) {
    factsDue = true
    setTimeout(() => {
      factsDue = false
      coverage = coverageOf(session.raster)
      publish()
    })
  }
  return patchOf(rect)
}

let strokeReach = emptyRect

const api = {
  /** Starts with the mask that this browser keeps for the image, or with an empty one. */
  async open(image: Size & { id: string }, onFacts: (facts: RasterFacts) => void): Promise<void> {
    imageId = image.id
    tell = onFacts
    let raster = createRaster(image)
    try {
      const kept = await loadMask(imageId)
      const decoded = kept ? await decodePng(kept.png) : null
      if (kept && decoded?.ok && decoded.value.width === image.width && decoded.value.height === image.height) {
        raster = decoded.value
        savedAt = kept.savedAt
        revision = 1
      }
    } catch (cause) {
      warnOnce(cause)
    }
    session = createMaskSession(raster)
    coverage = coverageOf(raster)
    publish()
  },

  /** From now on patches are made for this screen. Answers with all of it. */
  show(next: Screen): Patch | null {
    screen = next
    return patchOf(wholeRect(session.raster))
  },

  begin(brush: Brush): void {
    strokeReach = emptyRect
    session.begin(brush)
  },
  extend(points: readonly ImagePoint[]): void {
    strokeReach = unionRects(strokeReach, session.extend(points))
  },
  end(): Patch | null {
    session.end()
    return changed(strokeReach)
  },
  abort: (): Patch | null => patchOf(session.abort()),
  apply: (operation: MaskOperation): Patch | null => changed(session.apply(operation)),
  undo: (): Patch | null => changed(session.undo()),
  redo: (): Patch | null => changed(session.redo()),

  exportPng: async (): Promise<Blob> => new Blob([await encodePng(session.raster)], { type: 'image/png' }),

  thumbnail(width: number, height: number): Promise<ImageBitmap> {
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
  },

  /** Saves at once what is not saved yet. */
  flush: (): Promise<void> => autosave.flush(),

  /** The photograph at falling sizes; made here because scaling 20 megapixels would hold up the page. */
  async loadPhoto(url: string): Promise<ImageBitmap[]> {
    const levels = await loadPyramid(url)
    return Comlink.transfer(levels, levels)
  },
}

export type MaskWorker = typeof api

Comlink.expose(api)
