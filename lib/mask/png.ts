// The mask as an 8-bit grey PNG, both ways, bit-exact. Reading takes what this file writes and any other 8-bit grey PNG
// without interlacing; other kinds are not ours to read here.
import type { Size } from '../core/geometry.ts'
import { err, ok, type Result } from '../core/result.ts'
import { createRunDeflater, writeRun } from './deflate-runs.ts'
import { createRaster, type Raster } from './raster.ts'

const signature = [137, 80, 78, 71, 13, 10, 26, 10]
const filterUp = 2
/** Of 20 megapixels, some milliseconds. */
const rowsPerBand = 256

/** `pause` is awaited between bands of rows, so that others get their turn; the raster must not change meanwhile. */
export async function encodePng(raster: Raster, pause?: () => Promise<void>): Promise<Uint8Array<ArrayBuffer>> {
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, raster.width)
  view.setUint32(4, raster.height)
  header[8] = 8 // bits per sample; the rest is 0: grey, deflate, standard filters, not interlaced
  const pixels = await deflateRows(raster, pause)
  const parts = [
    new Uint8Array(signature),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', new Uint8Array(0)),
  ]
  const png = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    png.set(part, offset)
    offset += part.length
  }
  return png
}

async function deflateRows(raster: Raster, pause?: () => Promise<void>): Promise<Uint8Array<ArrayBuffer>> {
  const deflater = createRunDeflater()
  const deflateBand = createBandDeflater(raster, deflater)
  for (let top = 0; top < raster.height; top += rowsPerBand) {
    if (top > 0) await pause?.()
    deflateBand(top, Math.min(raster.height, top + rowsPerBand))
  }
  return deflater.finish()
}

/** A function of its own, and no asynchronous one: those are not compiled as well once they have been resumed. */
function createBandDeflater({ width, data }: Raster, deflater: ReturnType<typeof createRunDeflater>) {
  // Two rows at the start of words, whatever the width: where four pixels are as those above, one comparison tells.
  const words = Math.ceil(width / 4)
  // And one word more, so that nobody reads past the end.
  const rows = [new Uint32Array(words + 1), new Uint32Array(words + 1)]
  const tokens = new Uint16Array(width + 1)

  const deflateRow = (y: number): void => {
    const [rowWords, aboveWords] = [rows[y % 2], rows[(y + 1) % 2]]
    const [row, above] = [new Uint8Array(rowWords.buffer), new Uint8Array(aboveWords.buffer)]
    row.set(data.subarray(y * width, (y + 1) * width))
    tokens[0] = filterUp
    let tokenEnd = 1
    let sum = filterUp
    let weightedSum = filterUp * (width + 1)
    for (let x = 0; x < width; ) {
      const from = x
      const byte = (row[x] - above[x]) & 255
      if (byte === 0) {
        x++
        while (x % 4 !== 0 && row[x] === above[x]) x++
        if (x % 4 === 0) {
          let word = x / 4
          while (word < words && rowWords[word] === aboveWords[word]) word++
          x = word * 4
          while (x < width && row[x] === above[x]) x++
        }
        x = Math.min(x, width)
      } else {
        // Past the end both rows are 0, so that this run ends there.
        do {
          sum += byte
          weightedSum += byte * (width - x)
          x++
        } while (((row[x] - above[x]) & 255) === byte)
      }
      // Where a mask is soft, most runs are of one.
      if (x - from === 1) tokens[tokenEnd++] = byte
      else tokenEnd = writeRun(tokens, tokenEnd, byte, x - from)
    }
    deflater.push(tokens, tokenEnd)
    deflater.checked(width + 1, sum, weightedSum)
  }

  return (top: number, end: number): void => {
    for (let y = top; y < end; y++) deflateRow(y)
  }
}

async function throughStream(
  bytes: Uint8Array<ArrayBuffer>,
  stream: DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(inPieces(bytes).pipeThrough(stream)).arrayBuffer())
}

const pieceBytes = 1 << 18

/** Views, not copies: a Blob's stream would carry 20 MB out of the process and back. */
const inPieces = (bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> =>
  new ReadableStream({
    start(controller) {
      for (let i = 0; i < bytes.length; i += pieceBytes) controller.enqueue(bytes.subarray(i, i + pieceBytes))
      controller.close()
    },
  })

const crcTable = new Int32Array(256)
for (let n = 0; n < 256; n++) {
  let crc = n
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1
  crcTable[n] = crc
}

function crc32(bytes: Uint8Array): number {
  let crc = -1
  for (let i = 0; i < bytes.length; i++) crc = crcTable[(crc ^ bytes[i]) & 255] ^ (crc >>> 8)
  return ~crc >>> 0
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, data.length)
  for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i)
  bytes.set(data, 8)
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)))
  return bytes
}

export type PngFault = 'not-png' | 'not-grey-8' | 'damaged'

/** Reads an 8-bit grey PNG. */
export async function decodePng(png: Uint8Array<ArrayBuffer>): Promise<Result<Raster, PngFault>> {
  if (signature.some((byte, i) => png[i] !== byte)) return err('not-png')
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  let size: Size | null = null
  const pixels: Uint8Array<ArrayBuffer>[] = []
  for (let offset = 8; offset + 12 <= png.length; ) {
    const length = view.getUint32(offset)
    if (offset + 12 + length > png.length) return err('damaged')
    if (crc32(png.subarray(offset + 4, offset + 8 + length)) !== view.getUint32(offset + 8 + length))
      return err('damaged')
    const type = String.fromCharCode(...png.subarray(offset + 4, offset + 8))
    const data = png.subarray(offset + 8, offset + 8 + length)
    if (type === 'IHDR') {
      if (data[8] !== 8 || data[9] !== 0 || data[12] !== 0) return err('not-grey-8')
      size = { width: view.getUint32(offset + 8), height: view.getUint32(offset + 12) }
    }
    if (type === 'IDAT') pixels.push(data)
    offset += 12 + length
  }
  if (!size || size.width === 0 || size.height === 0) return err('damaged')
  try {
    const joined = new Uint8Array(await new Blob(pixels).arrayBuffer())
    const filtered = await throughStream(joined, new DecompressionStream('deflate'))
    return filtered.length === (size.width + 1) * size.height ? unfilter(filtered, size) : err('damaged')
  } catch {
    // The only thing that throws here is a deflate stream that breaks off or does not add up.
    return err('damaged')
  }
}

/** Undoes the five filters of PNG, 9.2, for one byte per pixel. */
function unfilter(filtered: Uint8Array, size: Size): Result<Raster, PngFault> {
  const raster = createRaster(size)
  const { width, data } = raster
  for (let y = 0; y < size.height; y++) {
    const source = y * (width + 1)
    const row = y * width
    const filter = filtered[source]
    if (filter > 4) return err('damaged')
    for (let x = 0; x < width; x++) {
      const left = x > 0 ? data[row + x - 1] : 0
      const up = y > 0 ? data[row - width + x] : 0
      const upLeft = x > 0 && y > 0 ? data[row - width + x - 1] : 0
      data[row + x] = filtered[source + 1 + x] + predict(filter, { left, up, upLeft })
    }
  }
  return ok(raster)
}

type Neighbours = { left: number; up: number; upLeft: number }

function predict(filter: number, { left, up, upLeft }: Neighbours): number {
  if (filter === 1) return left
  if (filter === 2) return up
  if (filter === 3) return (left + up) >> 1
  if (filter === 4) {
    const estimate = left + up - upLeft
    const [fromLeft, fromUp, fromUpLeft] = [left, up, upLeft].map((value) => Math.abs(estimate - value))
    return fromLeft <= fromUp && fromLeft <= fromUpLeft ? left : fromUp <= fromUpLeft ? up : upLeft
  }
  return 0
}
