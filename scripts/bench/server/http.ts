// What goes through the built studio's doors: 20 uploads of 15 MB at once, with the memory that they take, and the time to
// the first byte of stored pictures; each beside a plain Node server in a process of its own, in turns.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { startStudio } from '../../../e2e/studio.ts'
import { median, quantile } from '../paint/measure.ts'

const uploads = 20
const uploadBytes = 15_000_000
const rounds = 5
const reads = 400
const warmUpReads = 50

const agent = new Agent({ keepAlive: true, maxSockets: uploads })

type Answer = { status: number; firstByteMs: number; body: Buffer }

/** The first byte is the body's, not the headers'. */
function send(url: string, options: { method: string; body?: Buffer }): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now()
    let firstByteMs = Number.NaN
    const headers = options.body && { 'content-type': 'image/jpeg', 'content-length': options.body.byteLength }
    const asked = request(url, { method: options.method, agent, headers }, (response) => {
      const chunks: Buffer[] = []
      response.once('data', () => {
        firstByteMs = performance.now() - startedAt
      })
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => resolve({ status: response.statusCode ?? 0, firstByteMs, body: Buffer.concat(chunks) }))
    })
    asked.on('error', reject)
    asked.end(options.body)
  })
}

async function startPlain(folder: string): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'plain-http.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child.stdout.setEncoding('utf8')
  for await (const text of child.stdout) {
    const said = /http:\S+/.exec(text)
    if (said) return { url: said[0], child }
  }
  throw new Error('the plain server did not come up')
}

/** Resident memory of a process, in MB. */
const memoryOf = async (pid: number): Promise<number> =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

async function withPeak<T>(pid: number, work: () => Promise<T>): Promise<{ value: T; growthMb: number }> {
  const before = await memoryOf(pid)
  let peak = before
  const watch = setInterval(async () => {
    peak = Math.max(peak, await memoryOf(pid))
  }, 20)
  try {
    return { value: await work(), growthMb: peak - before }
  } finally {
    clearInterval(watch)
  }
}

/**
 * Photographs of about 15 MB, no two the same: a comment behind the first marker tells them apart. `megapixels` says how much
 * there is to decode in them.
 */
async function photographs(megapixels: number): Promise<(n: number) => Buffer> {
  const width = Math.round(Math.sqrt(megapixels * 1e6 * 1.5))
  const height = Math.round(width / 1.5)
  const noise = sharp({
    create: { width, height, channels: 3, background: '#808080', noise: { type: 'gaussian', mean: 128, sigma: 60 } },
  })
  const png = await noise.png({ compressionLevel: 0 }).toBuffer()
  let jpeg = Buffer.alloc(0)
  // The best quality that is not above the size.
  for (let quality = 100; quality >= 20; quality -= 4) {
    jpeg = await sharp(png).jpeg({ quality }).toBuffer()
    if (jpeg.byteLength <= uploadBytes) break
  }
  const filled = Buffer.concat([jpeg, Buffer.alloc(Math.max(0, uploadBytes - jpeg.byteLength))])
  return (n) => {
    const comment = Buffer.from(String(n).padStart(12, '0'))
    const head = Buffer.from([0xff, 0xfe, 0, comment.byteLength + 2])
    return Buffer.concat([filled.subarray(0, 2), head, comment, filled.subarray(2)])
  }
}

const noPicture = (n: number): Buffer => Buffer.alloc(uploadBytes, `no picture ${n}\n`)

async function measureUploads(studio: { url: string; pid: number }, plain: { url: string; pid: number }) {
  const rows: Record<string, Record<string, number>> = {}
  let n = 0
  for (const [name, megapixels, expected] of [
    // What no picture is goes the same way until its last byte is there, and is refused then.
    ['received only', 0, 415],
    ['1 MP', 1, 201],
    ['20 MP', 20, 201],
  ] as const) {
    const make = megapixels === 0 ? noPicture : await photographs(megapixels)
    const all = async ({ url, pid }: { url: string; pid: number }, path: string) => {
      const bodies = Array.from({ length: uploads }, () => make(n++))
      return withPeak(pid, async () => {
        const startedAt = performance.now()
        const answers = await Promise.all(bodies.map((body) => send(url + path, { method: 'POST', body })))
        const odd = answers.find(({ status }) => status !== 201 && status !== expected)
        if (odd) throw new Error(`an upload was answered with ${odd.status}: ${odd.body.toString().slice(0, 200)}`)
        return performance.now() - startedAt
      })
    }
    const ours: number[] = []
    const theirs: number[] = []
    const growth: number[] = []
    for (let round = 0; round < rounds; round++) {
      const control = await all(plain, '/')
      const own = await all(studio, '/api/images')
      // The first round warms up threads, caches and heaps.
      if (round === 0) {
        rows[`${name}, first`] = {
          'studio, s': own.value / 1000,
          'plain, s': control.value / 1000,
          'memory +MB': own.growthMb,
        }
        continue
      }
      ours.push(own.value)
      theirs.push(control.value)
      growth.push(own.growthMb)
    }
    rows[`${name}, warm`] = {
      'studio, s': median(ours) / 1000,
      'plain, s': median(theirs) / 1000,
      ratio: median(ours.map((ms, i) => ms / theirs[i])),
      'memory +MB': Math.max(...growth),
    }
  }
  return rows
}

async function measureReads(studio: string, plain: string) {
  const rows: Record<string, Record<string, number>> = {}
  for (const side of [480, 4000]) {
    const picture = await sharp({
      create: {
        width: side,
        height: side,
        channels: 3,
        background: '#808080',
        noise: { type: 'gaussian', mean: 128, sigma: 9 },
      },
    })
      .jpeg({ quality: 90 })
      .toBuffer()
    const stored = JSON.parse((await send(`${studio}/api/images`, { method: 'POST', body: picture })).body.toString())
    const name = (await send(plain, { method: 'POST', body: picture })).body.toString()
    const ours: number[] = []
    const theirs: number[] = []
    for (let i = 0; i < reads + warmUpReads; i++) {
      const control = await send(`${plain}/${name}`, { method: 'GET' })
      const own = await send(`${studio}${new URL(stored.url, studio).pathname}`, { method: 'GET' })
      if (own.status !== 200 || own.body.byteLength !== control.body.byteLength)
        throw new Error(`served: ${own.status}`)
      if (i < warmUpReads) continue
      ours.push(own.firstByteMs)
      theirs.push(control.firstByteMs)
    }
    rows[`${(picture.byteLength / 1e6).toFixed(1)} MB`] = {
      'studio, median ms': median(ours),
      'plain, median ms': median(theirs),
      ratio: median(ours) / median(theirs),
      'p95, ratio': quantile(ours, 0.95) / quantile(theirs, 0.95),
    }
  }
  return rows
}

const rounded = (rows: Record<string, Record<string, number>>) =>
  Object.fromEntries(
    Object.entries(rows).map(([name, row]) => [
      name,
      Object.fromEntries(Object.entries(row).map(([key, value]) => [key, Number(value.toFixed(2))])),
    ]),
  )

export async function measureHttp(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'frisket-plain-'))
  const plain = await startPlain(folder)
  const studio = await startStudio({ env: { FRISKET_LOG: 'error' } })
  try {
    console.log('\nserved pictures, to the first byte, one after the other; target ≤ 3')
    console.table(rounded(await measureReads(studio.url, plain.url)))
    console.log(`\n${uploads} uploads of ${uploadBytes / 1e6} MB at once; target ≤ 2.5, memory ≤ 60 MB`)
    console.table(rounded(await measureUploads(studio, { url: plain.url, pid: plain.child.pid ?? 0 })))
  } finally {
    await studio.stop()
    plain.child.kill()
    await rm(folder, { recursive: true, force: true })
  }
}
