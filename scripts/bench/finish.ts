// From the raw result to the stored output at 20 megapixels, beside what sharp alone needs to decode, composite and encode
// the same frame. Each round runs every case once in a process of its own, so that peaks of memory are each case's own;
// printed are medians, and of memory and pings the worst.
//
//   npm run bench:finish [-- rounds]
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import sharp from 'sharp'
import { encodeMask } from '#lib/pixels/mask-image.ts'
import { createPixels } from '#lib/pixels/pixels.ts'
import { openDiskStore } from '#lib/storage/disk.ts'

const size = { width: 5472, height: 3648 }
const rounds = Math.max(3, Number(process.argv[2]) || 3)
const root = join(import.meta.dirname, '..', '..')

type Measured = { ms: number; peakMb: number; pingMs: number | null }

// The frame: a photograph enlarged to 20 MP with grain, as a camera's file has it; a mask over a ninth of it; of the crop
// around that 1 MP comes back, or, where aligning and scaling are not to count, all that the crop has.

const box = { x: 1500, y: 1000, width: 2400, height: 1600 }
const crop = { box, aspectRatio: '3:2', sent: { width: 1248, height: 832 } } as const

async function paintFrame(folder: string): Promise<void> {
  const photo = await sharp(join(root, 'public', 'samples', 'coffee.png'))
    .removeAlpha()
    .resize({ ...size, fit: 'fill', kernel: 'lanczos3' })
    .raw()
    .toBuffer()
  let state = 1
  for (let i = 0; i < photo.length; i += 3) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const grain = ((state >>> 24) % 7) - 3
    for (let c = i; c < i + 3; c++) photo[c] = Math.min(255, Math.max(0, photo[c] + grain))
  }
  const raw = { ...size, channels: 3 } as const
  const jpeg = await sharp(photo, { raw }).jpeg({ quality: 92 }).toBuffer()
  await writeFile(join(folder, 'image.jpg'), jpeg)
  const part = sharp(jpeg).extract({ left: box.x, top: box.y, width: box.width, height: box.height })
  const patch = await part.modulate({ brightness: 1.1 }).png({ compressionLevel: 1 }).toBuffer()
  await writeFile(join(folder, 'patch.png'), patch)
  // Moved and enlarged a little, as engines do.
  const moved = sharp(patch).extract({ left: 3, top: 2, width: box.width - 12, height: box.height - 8 })
  await writeFile(
    join(folder, 'result.png'),
    await moved
      .resize({ ...crop.sent, fit: 'fill' })
      .png()
      .toBuffer(),
  )
  const mask = new Uint8Array(size.width * size.height)
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const distance = Math.hypot((x - 2700) / 1000, (y - 1800) / 700)
      mask[y * size.width + x] = Math.min(255, Math.max(0, (1.05 - distance) * 2550))
    }
  }
  await writeFile(join(folder, 'mask.png'), await encodeMask({ raster: mask, size }))
}

// The cases.

async function sharpAlone(folder: string): Promise<Measured> {
  const image = await readFile(join(folder, 'image.jpg'))
  // What is pasted is decoded before: only decoding, compositing and encoding of the frame count.
  const input = await sharp(join(folder, 'patch.png')).ensureAlpha().raw().toBuffer()
  const startedAt = performance.now()
  const patch = { input, raw: { width: box.width, height: box.height, channels: 4 }, left: box.x, top: box.y } as const
  await sharp(image).composite([patch]).png().toFile(join(folder, 'sharp.png'))
  return { ms: performance.now() - startedAt, peakMb: peakMb(), pingMs: null }
}

type Ours = { edits: number; aligned: boolean }

async function ours(folder: string, { edits, aligned }: Ours): Promise<Measured> {
  const objects = await openDiskStore(join(folder, 'store'))
  const pixels = createPixels({ root })
  const request = {
    imagePath: join(folder, 'image.jpg'),
    originalPath: null,
    rawPath: join(folder, aligned ? 'result.png' : 'patch.png'),
    maskPath: join(folder, 'mask.png'),
    askedMaskPath: join(folder, 'mask.png'),
    frame: { kind: 'keep' },
    crop,
    corrections: aligned ? ({ align: 'auto', matchColour: 'auto' } as const) : null,
    asked: null,
    askedFormat: null,
    outputFormat: 'png',
    scratchFolder: objects.scratchFolder,
  } as const
  // A first edit, so that threads run and their code is compiled: the first after ten minutes' rest takes 0.5 s more and longer.
  await Promise.all(Array.from({ length: edits }, () => pixels.finishEdit(request)))
  const ping = await startPing()
  const startedAt = performance.now()
  const finished = await Promise.all(
    Array.from({ length: edits }, async () => {
      const { outputPath, ...measured } = await pixels.finishEdit(request)
      await objects.adopt(outputPath)
      return measured
    }),
  )
  const ms = performance.now() - startedAt
  const pingMs = await ping.stop()
  if (finished.some(({ protectedPixelsChanged }) => protectedPixelsChanged !== 0)) throw new Error('not exact')
  const measured = { ms, peakMb: peakMb(), pingMs }
  await pixels.close()
  return measured
}

const peakMb = (): number => process.resourceUsage().maxRSS / 1024

/** Asks a server of this process every 5 ms, from a thread of its own, as a browser would. */
async function startPing(): Promise<{ stop(): Promise<number> }> {
  const server = createServer((_, response) => response.end('ok')).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const pinger = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads')
     const { get, Agent } = require('node:http')
     const agent = new Agent({ keepAlive: true })
     const times = []
     let stopped = false
     parentPort.once('message', () => { stopped = true })
     const ping = () => {
       const at = performance.now()
       get({ port: workerData, host: '127.0.0.1', agent }, (answer) => answer.resume().on('end', () => {
         times.push(performance.now() - at)
         if (stopped) { parentPort.postMessage(times); agent.destroy() } else setTimeout(ping, 5)
       }))
     }
     ping()`,
    { eval: true, workerData: port },
  )
  await new Promise((resolve) => setTimeout(resolve, 100))
  return {
    async stop() {
      const answer = new Promise<number[]>((resolve) => pinger.once('message', resolve))
      pinger.postMessage('stop')
      const times = (await answer).sort((a, b) => a - b)
      server.close()
      await pinger.terminate()
      // The first is the connection's.
      return times[Math.floor(times.length * 0.99)]
    },
  }
}

const cases = {
  sharp: sharpAlone,
  plain: (folder: string) => ours(folder, { edits: 1, aligned: false }),
  one: (folder: string) => ours(folder, { edits: 1, aligned: true }),
  two: (folder: string) => ours(folder, { edits: 2, aligned: true }),
} satisfies Record<string, (folder: string) => Promise<Measured>>
type CaseName = keyof typeof cases

// The run.

async function measure(name: CaseName, folder: string): Promise<Measured> {
  const { stdout } = await promisify(execFile)(process.execPath, [import.meta.filename, '--case', name, folder])
  return JSON.parse(stdout)
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

function print(what: string, value: string, target: { text: string; held: boolean }): void {
  console.log(`${target.held ? '✓' : '✗'} ${what.padEnd(46)} ${value.padStart(10)}   target ${target.text}`)
  if (!target.held) process.exitCode = 1
}

async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'frisket-bench-'))
  try {
    await paintFrame(folder)
    const seen: Record<CaseName, Measured[]> = { sharp: [], plain: [], one: [], two: [] }
    for (let round = 0; round < rounds; round++) {
      for (const name of Object.keys(cases) as CaseName[]) seen[name].push(await measure(name, folder))
    }
    const ms = (name: CaseName): number => median(seen[name].map((each) => each.ms))
    const worst = (name: CaseName, of: 'peakMb' | 'pingMs'): number =>
      Math.max(...seen[name].map((each) => each[of] ?? 0))
    const times = Object.keys(seen).map((name) => `${name} ${ms(name as CaseName).toFixed(0)} ms`)
    console.log(`${size.width} × ${size.height}, ${rounds} rounds: ${times.join(', ')}`)
    for (const [name, what, most] of [
      ['plain', 'raw result to stored output, of sharp', 0.6],
      ['one', 'with alignment, colour and warp', 1.2],
    ] as const) {
      const ratio = ms(name) / ms('sharp')
      print(what, ratio.toFixed(2), { text: `≤ ${most}`, held: ratio <= most })
    }
    for (const [name, limit] of [
      ['one', 700],
      ['two', 1000],
    ] as const) {
      const peak = worst(name, 'peakMb')
      print(`peak memory, ${name} at once`, `${peak.toFixed(0)} MB`, { text: `< ${limit} MB`, held: peak < limit })
      const ping = worst(name, 'pingMs')
      print(`99 of 100 pings of the server, ${name} at once`, `${ping.toFixed(0)} ms`, {
        text: '< 50 ms',
        held: ping < 50,
      })
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

const [, , flag, name, folder] = process.argv
if (flag === '--case') console.log(JSON.stringify(await cases[name as CaseName](folder)))
else await run()
