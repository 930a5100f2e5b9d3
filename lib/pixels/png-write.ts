// A lossless output, made and proven in bands by as many threads as there are cores: one thread of sharp takes three
// times as long for 20 MP, and its own decoding of what it wrote half a second more.
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Rect } from '../core/geometry.ts'
import type { Pixmap } from '../retouch/pixmap.ts'
import { adler32, joinAdler32 } from './adler.ts'
import { addProtection, noProtection, type Protection } from './blend.ts'
import { invalid } from './container.ts'
import { type BandJobs, jobs, type Paste } from './finish-bands.ts'
import { bandsOf, type PngLayout, type PngPart, planPng, pngParts } from './png-file.ts'
import { createPool, type Pool } from './pool.ts'
import { writeScratch } from './write-file.ts'

/** Large enough that a band of its own costs no bytes to speak of, small enough that all threads end together. */
const bandBytes = 4_000_000
/** Below it a picture is done before a thread has started. */
const smallBytes = 6_000_000

export type PngOutput = {
  path: string
  image: Pixmap
  paste: Paste
  notes: readonly PngPart[]
}

/**
 * Writes the image with the paste blended in, reads the file back, and returns what was counted on it.
 * @throws AppError image_invalid: the file does not hold what was written; storage_failed
 */
export async function writePng({ path, image, paste, notes }: PngOutput): Promise<Protection> {
  const { width, height, channels } = image
  const rowLength = width * channels
  const layout: PngLayout = { width, height, channels, rowsPerBand: Math.max(1, Math.floor(bandBytes / rowLength)) }
  const threads = rowLength * height > smallBytes ? bandThreads() : jobs
  const raster = share(image)
  const mask = paste.mask && shareBytes(paste.mask)
  const shared: Paste = { ...paste, mask, result: share(paste.result) }

  const bands = await Promise.all(
    bandsOf(layout).map((rows) => threads.makeBand({ image: raster, paste: shared, rows })),
  )
  await writeScratch(path, pngParts({ ...layout, bands, notes }))
  return provePng({ path, layout, image: raster, mask, crop: paste.place.target, threads })
}

type ProvePng = {
  path: string
  layout: PngLayout
  image: Pixmap
  mask: Uint8Array | null
  crop: Rect
  threads: Threads
}

async function provePng({ path, layout, image, mask, crop, threads }: ProvePng): Promise<Protection> {
  const plan = await planPng(path, layout)
  const proven = await Promise.all(plan.bands.map((band) => threads.proveBand({ path, image, mask, crop, band })))
  const sum = proven.reduce((whole, { adler, length }) => joinAdler32(whole, adler, length), adler32(new Uint8Array()))
  if (sum !== plan.adler) throw invalid('zlib checksum')
  return proven.reduce(addProtection, noProtection)
}

type Threads = Readonly<BandJobs>

let pool: Pool<BandJobs> | null = null

/** Threads below the one that finishes: they end with it. */
function bandThreads(): Threads {
  pool ??= createPool<BandJobs>({
    root: join(import.meta.dirname, '..', '..'),
    module: 'lib/pixels/finish-bands.ts',
    workers: Math.max(2, Math.min(4, availableParallelism())),
    idleMs: 30_000,
  })
  const { run } = pool
  return { makeBand: (input) => run('makeBand', input), proveBand: (input) => run('proveBand', input) }
}

const share = (pixmap: Pixmap): Pixmap => ({ ...pixmap, data: shareBytes(pixmap.data) })

function shareBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length))
  shared.set(bytes)
  return shared
}
