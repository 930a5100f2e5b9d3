// The studio's own HTTP interface, called as a developer would.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import type { EditRequest, EditView, ImageView } from '../lib/edits/edit.ts'
import { isSettled } from '../lib/edits/lifecycle.ts'
import type { UsageView } from '../lib/studio/usage.ts'
import type { Bytes } from './pictures.ts'

export type MaskView = { id: string; width: number; height: number; coverage: number }

export type Calls = {
  upload(picture: Bytes, name?: string): Promise<ImageView>
  mask(imageId: string, png: Bytes): Promise<MaskView>
  edit(request: EditRequest): Promise<EditView>
  look(editId: string): Promise<EditView>
  /** The edits of an image and its versions, newest first. */
  editsOf(imageId: string): Promise<EditView[]>
  act(editId: string, act: 'cancel' | 'retry' | 'dismiss' | 'not-charged'): Promise<EditView>
  usage(): Promise<UsageView>
  pixels(imageId: string): Promise<Buffer>
  /** By how many levels each pixel differs. */
  difference(beforeId: string, afterId: string): Promise<Buffer>
  /** Waits for an end, or for `state`. */
  until(editId: string, state?: EditView['state']): Promise<EditView>
  /** Waits until the edit is back in the queue. */
  untilPutOff(editId: string): Promise<EditView>
}

export function callsOf(studioUrl: string): Calls {
  async function json<T>(path: string, init?: RequestInit): Promise<T> {
    const response = await fetch(`${studioUrl}${path}`, init)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  const post = <T>(path: string, body: BodyInit, type: string, headers: Record<string, string> = {}): Promise<T> =>
    json<T>(path, { method: 'POST', body, headers: { 'content-type': type, ...headers } })
  const look = (editId: string): Promise<EditView> => json(`/api/edits/${editId}`)

  async function watch(editId: string, isThere: (edit: EditView) => boolean): Promise<EditView> {
    for (const deadline = Date.now() + 120_000; Date.now() < deadline; await sleep(15)) {
      const edit = await look(editId)
      if (isThere(edit)) return edit
    }
    throw new Error(`The edit did not come to what was awaited: ${JSON.stringify(await look(editId))}`)
  }

  return {
    upload: (picture, name = 'picture.png') =>
      post(`/api/images?name=${encodeURIComponent(name)}`, picture, 'image/png'),
    mask: (imageId, png) => post(`/api/masks?imageId=${imageId}`, png, 'image/png'),
    edit: (request) =>
      post('/api/edits', JSON.stringify(request), 'application/json', { 'idempotency-key': randomUUID() }),
    look,
    editsOf: async (imageId) => (await json<{ edits: EditView[] }>(`/api/edits?imageId=${imageId}`)).edits,
    act: (editId, act) => post(`/api/edits/${editId}/${act}`, '', 'application/json'),
    usage: () => json('/api/usage'),
    async pixels(imageId) {
      const response = await fetch(`${studioUrl}/i/${imageId}`)
      return sharp(await response.arrayBuffer())
        .toColourspace('srgb')
        .removeAlpha()
        .raw()
        .toBuffer()
    },
    async difference(beforeId, afterId) {
      const response = await fetch(`${studioUrl}/api/images/${beforeId}/difference?to=${afterId}`)
      return sharp(await response.arrayBuffer())
        .toColourspace('b-w')
        .raw()
        .toBuffer()
    },
    until: (editId, state) => watch(editId, (edit) => (state ? edit.state === state : isSettled(edit.state))),
    untilPutOff: (editId) => watch(editId, ({ deferred }) => deferred !== null),
  }
}

/** An 8-bit grey PNG of exactly these values. */
export async function maskPng(raster: Uint8Array, size: { width: number; height: number }): Promise<Bytes> {
  const grey = sharp(raster, { raw: { ...size, channels: 1 } }).toColourspace('b-w')
  return new Uint8Array(await grey.png().toBuffer())
}
