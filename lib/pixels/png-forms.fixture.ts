// PNGs in every form in which other programs write masks: the depths, palettes, alpha, interlacing and chunks that sharp
// does not write as told. After the PNG specification (third edition): sections 4.5, 7.2 and 8.1.
import { deflateSync } from 'node:zlib'
import type { Size } from '../core/geometry.ts'
import { pngChunk } from './image.fixture.ts'

const channelsOf = { grey: 1, rgb: 3, palette: 1, greyAlpha: 2, rgba: 4 } as const
const typeOf = { grey: 0, rgb: 2, palette: 3, greyAlpha: 4, rgba: 6 } as const

type PngForm = {
  readonly size: Size
  readonly colour: keyof typeof typeOf
  readonly depth: 1 | 2 | 4 | 8 | 16
  /** As many as the colour has channels, each of so many bits as the depth says. */
  sampleAt(x: number, y: number): readonly number[]
  readonly interlaced?: boolean
  /** Between header and data, as [type, data]. */
  readonly chunks?: readonly (readonly [string, Uint8Array])[]
}

/** First column, first row, step across, step down of Adam7's passes. */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const

export function pngOf({ size, colour, depth, sampleAt, interlaced = false, chunks = [] }: PngForm): Buffer {
  const { width, height } = size
  const bitsPerPixel = channelsOf[colour] * depth
  const rows: Buffer[] = []
  for (const [left, top, across, down] of interlaced ? passes : ([[0, 0, 1, 1]] as const)) {
    const columns = Math.ceil((width - left) / across)
    for (let y = top; columns > 0 && y < height; y += down) {
      const row = Buffer.alloc(1 + Math.ceil((columns * bitsPerPixel) / 8))
      let bit = 8
      for (let x = left; x < width; x += across) {
        for (const sample of sampleAt(x, y)) {
          if (depth === 16) row.writeUInt16BE(sample, bit >> 3)
          else row[bit >> 3] |= sample << (8 - depth - (bit & 7))
          bit += depth
        }
      }
      rows.push(row)
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([depth, typeOf[colour], 0, 0, interlaced ? 1 : 0], 8)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', header),
    ...chunks.map(([type, data]) => pngChunk(type, data)),
    pngChunk('IDAT', deflateSync(Buffer.concat(rows))),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}
