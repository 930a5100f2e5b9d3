// The contact sheet: one row a picture, looked at before any figure is believed.
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import sharp, { type OverlayOptions } from 'sharp'
import type { Pixmap } from '#lib/retouch/pixmap.ts'

export type Row = { name: string; before: Pixmap; hole: Uint8Array; filled: readonly Pixmap[] }

const tilePx = 380
const gapPx = 4

/** Columns: with the hole in red, then one for each way of filling. */
export async function writeSheet(path: string, rows: readonly Row[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const tiles: OverlayOptions[] = []
  let top = 0
  for (const { before, hole, filled } of rows) {
    const height = Math.round((tilePx * before.height) / before.width)
    for (const [column, picture] of [reddened(before, hole), ...filled].entries()) {
      const { data, width, height: rows, channels } = picture
      const input = await sharp(data, { raw: { width, height: rows, channels } })
        .resize(tilePx, height)
        .png()
        .toBuffer()
      tiles.push({ input, left: column * (tilePx + gapPx), top })
    }
    top += height + gapPx
  }
  const columns = 1 + rows[0].filled.length
  const canvas = { width: columns * (tilePx + gapPx), height: top, channels: 3, background: '#222' } as const
  await sharp({ create: canvas }).composite(tiles).png().toFile(path)
}

function reddened(picture: Pixmap, hole: Uint8Array): Pixmap {
  const data = new Uint8Array(picture.data)
  for (let at = 0; at < hole.length; at++) {
    if (hole[at] === 0) continue
    data[at * 3] = 128 + data[at * 3] / 2
    data[at * 3 + 1] /= 2
    data[at * 3 + 2] /= 2
  }
  return { ...picture, data }
}
