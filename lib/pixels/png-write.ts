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
import type { PackedBand } from './png-band.ts'
import { bandsOf, type PngLayout, type PngPart, planPng, pngParts } from './png-file.ts'
import { createPool, type Pool } from './pool.ts'
import { writeScratchParts } from './write-file.ts'

/** Large enough that a band of its own costs no bytes to speak of, small enough that all threads end together. */
const bandBytes = 2_000_000
/** Below it a picture is done before a thread has started. */
const smallBytes = 6_000_000

/** An output of which the rows that nothing is pasted into are on their way already. */
export type BegunPng = {
  image: Pixmap
  layout: PngLayout
  threads: Threads
  /** By the first row of each. */
  untouched: Promise<ReadonlyMap<number, PackedBand>>
}

/**
 * Starts on the rows outside of `touched`, which takes most of the time and needs no result: what is measured meanwhile
 * has a core of its own. That may block this thread, so each band thread gets its share at once.
 */
export function beginPng(image: Pixmap, touched: Rect): BegunPng {
  const { width, height, channels } = image
  const rowLength = width * channels
  const layout: PngLayout = { width, height, channels, rowsPerBand: Math.max(1, Math.floor(bandBytes / rowLength)) }
  const threads = rowLength * height > smallBytes ? bandThreads() : jobs
  const bands = bandsOf(layout).filter((rows) => !touches(rows, touched))
  const shares = Array.from({ length: bandWorkers }, (_, k) => bands.filter((_, i) => i % bandWorkers === k))
  const untouched = Promise.all(
    shares.map(async (share) => {
      const made = share.length === 0 ? [] : await threads.makeBands({ image, paste: null, bands: share })
      return made.map((band, i) => [share[i].from, band] as const)
    }),
  ).then((all) => new Map(all.flat()))
  // Told where it is awaited, which another failure may prevent.
  untouched.catch(() => undefined)
  return { image, layout, threads, untouched }
}

const touches = ({ from, to }: { from: number; to: number }, { y, height }: Rect): boolean =>
  height > 0 && from < y + height && to > y

export type PngOutput = { path: string; paste: Paste; notes: readonly PngPart[] }

/**
 * Writes the image with the paste blended in, reads the file back, and returns what was counted on it. The paste lies
 * within the rows that were left out before.
 * @throws AppError image_invalid: the file does not hold what was written; storage_failed
 */
export async function writePng(begun: BegunPng, { path, paste, notes }: PngOutput): Promise<Protection> {
  const { image, layout, threads, untouched } = begun
  const made = bandsOf(layout)
    .filter((rows) => touches(rows, paste.bounds))
    .map(async (rows) => [rows.from, (await threads.makeBands({ image, paste, bands: [rows] }))[0]] as const)
  const packed = new Map([...(await untouched), ...(await Promise.all(made))])
  const bands = bandsOf(layout).map(({ from }) => packed.get(from)!)
  await writeScratchParts(path, pngParts({ ...layout, bands, notes }))
  // 20 MB that are on the disk now, and that the promise above would hold on to.
  for (const { deflated } of bands) deflated.buffer.transfer(0)
  return provePng({ path, layout, image, mask: paste.mask, crop: paste.place.target, threads })
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

const bandWorkers = Math.max(2, Math.min(4, availableParallelism()))

/** Starts the threads for a picture of that size, if it takes any, while there is other work to wait for. */
export function wakeBandThreads(rasterBytes: number): void {
  if (rasterBytes <= smallBytes) return
  const { wake } = bandThreads()
  // What is wrong with a thread shows with its first work.
  for (let i = 0; i < bandWorkers; i++) void wake().catch(() => undefined)
}

let pool: Pool<BandJobs> | null = null

/** Threads below the one that finishes: they end with it. */
function bandThreads(): Threads {
  pool ??= createPool<BandJobs>({
    root: join(import.meta.dirname, '..', '..'),
    module: 'lib/pixels/finish-bands.ts',
    workers: bandWorkers,
    // Rasters lie outside of it; by default each thread would let 48 MB of small things gather.
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  })
  const { run } = pool
  return {
    makeBands: (input) => run('makeBands', input),
    proveBand: (input) => run('proveBand', input),
    wake: () => run('wake', undefined),
  }
}

/** Where all threads can see it, in place of where it was: two rasters of 20 MP are 60 MB that nobody needs. */
export const shareRaster = (pixmap: Pixmap): Pixmap => ({ ...pixmap, data: shareBytes(pixmap.data) })

/** The bytes given are gone afterwards, where they have a buffer of their own. */
export function shareBytes(bytes: Uint8Array): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length))
  shared.set(bytes)
  const { buffer } = bytes
  // Not left to the collector, which comes too late when two edits end at once.
  if (buffer instanceof ArrayBuffer && buffer.byteLength === bytes.length) buffer.transfer(0)
  return shared
}
