// The preview of a refined version, away from the page: holds the engine's raw as it lies over the crop, and blends it
// through whatever mask it is given.
import * as Comlink from 'comlink'
import type { Rect, Size } from '#lib/core/geometry.ts'
import type { MaskEdge } from '#lib/mask/edge.ts'
import { warp } from '#lib/registration/warp.ts'
import type { Pixmap } from '#lib/retouch/pixmap.ts'
import { blendPreview, type Cover, coverOf, previewSize } from './blend-preview.ts'
import { correctionFor, type Found, type Match } from './found-correction.ts'

export type PreviewWish = {
  readonly rawUrl: string
  /** The part of the image that was sent. */
  readonly box: Rect
  readonly image: Size
  readonly found: Found
  readonly match: Match
  readonly edge: MaskEdge
  /** The mask over the box, at `previewSize` of it. */
  readonly mask: Uint8Array<ArrayBuffer>
}

let raw: { url: string; pixels: Promise<Pixmap> } | null = null
let aligned: { as: string; result: Pixmap } | null = null

const api = {
  /** Rejects where the raw result cannot be had or read. */
  async blend({
    rawUrl,
    box,
    image,
    found,
    match,
    edge,
    mask,
  }: PreviewWish): Promise<Cover & { picture: ImageBitmap }> {
    if (raw?.url !== rawUrl) raw = { url: rawUrl, pixels: load(rawUrl) }
    const pixels = await raw.pixels
    const size = previewSize(box)
    const as = JSON.stringify([rawUrl, box, match])
    if (aligned?.as !== as) {
      const correction = correctionFor({ found, match, box, result: pixels })
      aligned = { as, result: warp({ result: pixels, ...correction, size }) }
    }
    const shaped = { ...size, data: mask }
    const data = blendPreview({ result: aligned.result, mask: shaped, edge, box })
    const picture = await createImageBitmap(new ImageData(data, size.width, size.height))
    return Comlink.transfer({ ...coverOf({ mask: shaped, box, image }), picture }, [picture])
  },
}

export type RefineWorker = typeof api

async function load(url: string): Promise<Pixmap> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`status ${answer.status}`)
  const bitmap = await createImageBitmap(await answer.blob())
  const size: Size = { width: bitmap.width, height: bitmap.height }
  const context = new OffscreenCanvas(size.width, size.height).getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no canvas to read pixels from')
  context.drawImage(bitmap, 0, 0)
  bitmap.close()
  const { data } = context.getImageData(0, 0, size.width, size.height)
  return { ...size, channels: 4, data: new Uint8Array(data.buffer) }
}

Comlink.expose(api)
