// Every raster operation at 20 megapixels beside a plain copy of the same bytes, all in one process: absolute times are
// the machine's, ratios are ours. Each round runs everything once; printed is the median of the rounds.
//
//   npm run bench:mask [-- rounds]
import { performance } from 'node:perf_hooks'
import type { ImagePoint } from '#lib/core/geometry.ts'
import { createHistory } from '#lib/mask/history.ts'
import { applyOperation, type MaskOperation } from '#lib/mask/operation.ts'
import { encodePng } from '#lib/mask/png.ts'
import { coverageOf, coveredBounds, createRaster, type Raster } from '#lib/mask/raster.ts'
import type { Combine } from '#lib/mask/region.ts'
import { createMaskSession } from '#lib/mask/session.ts'
import type { Brush } from '#lib/mask/stamp.ts'
import { wandRegion } from '#lib/mask/wand.ts'

const size = { width: 5472, height: 3648 }
const leastRounds = 5
const rounds = Math.max(leastRounds, Number(process.argv[2] ?? leastRounds))

type Case = {
  readonly name: string
  /** At most so many milliseconds. */
  readonly targetMs?: number
  /** Gets a copy of the scene that is its own. The returned time, if any, counts instead of that of the whole call. */
  run(raster: Raster): number | undefined | Promise<number | undefined>
}

// The scene: strokes of every softness and grey over all of the picture.

/** The same numbers in every run. */
function createRandom(): () => number {
  let state = 1
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

function paintScene(hardnesses: readonly number[]): Raster {
  const random = createRandom()
  const raster = createRaster(size)
  const anywhere = (): ImagePoint => ({ x: random() * size.width, y: random() * size.height })
  for (let i = 0; i < 40; i++) {
    const value = [255, 255, 128][i % 3]
    const brush = { sizePx: 100 + random() * 200, hardness: hardnesses[i % hardnesses.length], value }
    applyOperation({ raster, operation: { kind: 'stroke', brush, points: Array.from({ length: 20 }, anywhere) } })
  }
  return raster
}

/** RGBA with slow shades and a grain, like a sky above a sea: the wand has long and ragged edges to follow. */
function paintPhoto(): Uint8Array {
  const pixels = new Uint8Array(size.width * size.height * 4)
  for (let y = 0, i = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++, i += 4) {
      const value = 128 + 60 * Math.sin(x / 400) + 40 * Math.cos(y / 300) + ((x * 7919 + y * 104729) % 17)
      pixels.set([value, value * 0.8, 255 - value, 255], i)
    }
  }
  return pixels
}

const whole = { x: 0, y: 0, ...size }
const pixels = paintPhoto()

const operation = (name: string, made: MaskOperation, targetMs?: number): Case => ({
  name,
  targetMs,
  run(raster) {
    applyOperation({ raster, operation: made })
    return undefined
  },
})

/** With what undo keeps, as the editor does it. */
const step = (name: string, made: MaskOperation): Case => ({
  name: `${name}, kept for undo`,
  run(raster) {
    createMaskSession(raster).apply(made)
    return undefined
  },
})

const undo = (name: string, made: MaskOperation): Case => ({
  name: `undo of ${name}`,
  run(raster) {
    const session = createMaskSession(raster)
    session.apply(made)
    const start = performance.now()
    session.undo()
    return performance.now() - start
  },
})

const wand = (tolerance: number, contiguous: boolean): Case => ({
  name: `wand ${tolerance}, ${contiguous ? 'contiguous' : 'everywhere'}`,
  targetMs: 300,
  run() {
    wandRegion({ pixels, size, at: { x: size.width / 2, y: size.height / 2 }, tolerance, contiguous })
    return undefined
  },
})

/** 150 points, a swing across the picture, one by one; under a pen its size, or size and strength, swing too. */
const stroke = ({ sizePx, hardness }: Omit<Brush, 'value'>, pen?: 'size' | 'size and strength'): Case => ({
  name: `${pen ? `pen (${pen})` : 'stroke of 150 points'}, ${sizePx} px, hardness ${hardness * 100} %`,
  run() {
    const pressed = (i: number) => {
      const pressure = 0.6 + 0.4 * Math.sin(i / 12)
      return pen && { sizePx: sizePx * pressure, strength: pen === 'size' ? 1 : pressure }
    }
    const session = createMaskSession(createRaster(size))
    const start = performance.now()
    session.begin({ sizePx, hardness, value: 255 })
    for (let i = 0; i < 150; i++)
      session.extend([{ x: 1000 + i * 23, y: 1800 + 600 * Math.sin(i / 25), ...pressed(i) }])
    session.end()
    return performance.now() - start
  },
})

const selection = { combine: 'add' as Combine, value: 255, featherPx: 0 }
const lasso = Array.from({ length: 3000 }, (_, i): ImagePoint => {
  const [angle, swing] = [(i / 3000) * 2 * Math.PI, Math.sin(i / 7)]
  return { x: 2700 + (1500 + 900 * swing) * Math.cos(angle), y: 1800 + (1000 + 600 * swing) * Math.sin(angle) }
})
const corners = { from: { x: 0, y: 0 }, to: { x: size.width, y: size.height } }
const invert: MaskOperation = { kind: 'invert' }
const feather: MaskOperation = { kind: 'feather', px: 50 }

const cases: readonly Case[] = [
  {
    name: 'copy',
    run(raster) {
      raster.data.slice()
      return undefined
    },
  },
  operation('invert', invert, 12),
  operation('fill', { kind: 'fill', value: 128 }),
  operation('threshold', { kind: 'threshold', at: 128 }),
  ...[2, 50, 300].map((px) => operation(`feather by ${px} px`, { kind: 'feather', px }, 500)),
  ...[2, 20, 100, 500].map((px) => operation(`grow by ${px} px`, { kind: 'grow', px }, 500)),
  ...[20, 500].map((px) => operation(`shrink by ${px} px`, { kind: 'shrink', px }, 500)),
  operation('linear gradient', {
    ...{ kind: 'gradient', form: 'linear', fromValue: 0, toValue: 255, combine: 'replace' },
    ...corners,
  }),
  operation('radial gradient', {
    ...{ kind: 'gradient', form: 'radial', fromValue: 255, toValue: 0, combine: 'intersect' },
    ...corners,
  }),
  operation('rectangle of all', { kind: 'shape', shape: { kind: 'rectangle', ...whole }, ...selection }),
  operation('ellipse of nearly all', {
    kind: 'shape',
    shape: { kind: 'ellipse', cx: 2736, cy: 1824, rx: 2700, ry: 1800 },
    ...selection,
  }),
  operation('lasso of 3000 points', { kind: 'shape', shape: { kind: 'polygon', points: lasso }, ...selection }),
  ...[24, 60, 255].flatMap((tolerance) => [wand(tolerance, true), wand(tolerance, false)]),
  {
    name: 'coverage and bounds',
    run(raster) {
      coverageOf(raster)
      coveredBounds(raster)
      return undefined
    },
  },
  {
    name: 'PNG of a soft mask',
    async run(raster) {
      await encodePng(raster)
      return undefined
    },
  },
  {
    name: 'PNG of a hard mask',
    async run() {
      const start = performance.now()
      await encodePng(hardScene)
      return performance.now() - start
    },
  },
  step('invert', invert),
  step('feather by 50 px', feather),
  undo('invert', invert),
  undo('feather by 50 px', feather),
  ...[100, 500, 2000].flatMap((sizePx) => [0, 0.8, 1].map((hardness) => stroke({ sizePx, hardness }))),
  ...[100, 2000].flatMap((sizePx) =>
    (['size', 'size and strength'] as const).map((pen) => stroke({ sizePx, hardness: 0 }, pen)),
  ),
]

const scene = paintScene([1, 0.8, 0])
const hardScene = paintScene([1])

async function measure(): Promise<Map<string, number>> {
  const times = new Map(cases.map(({ name }): [string, number[]] => [name, []]))
  // The first round warms the compiler up and does not count.
  for (let round = 0; round <= rounds; round++) {
    for (const { name, run } of cases) {
      const raster = { ...size, data: scene.data.slice() }
      const start = performance.now()
      const own = await run(raster)
      const took = own ?? performance.now() - start
      if (round > 0) times.get(name)?.push(took)
    }
  }
  return new Map([...times].map(([name, list]) => [name, list.sort((a, b) => a - b)[list.length >> 1]]))
}

function bytesOf(made: MaskOperation): number {
  const raster = { ...size, data: scene.data.slice() }
  const history = createHistory(raster)
  applyOperation({ raster, operation: made, touch: history.touch })
  history.commit()
  return history.bytes()
}

const medians = await measure()
const copyMs = medians.get('copy') ?? Number.NaN
const lines = cases.map(({ name, targetMs }) => {
  const ms = medians.get(name) ?? Number.NaN
  const wanted = targetMs === undefined ? '' : `≤ ${targetMs} ms`
  const met = targetMs === undefined ? '' : ms <= targetMs ? 'met' : 'MISSED'
  return [name, ms.toFixed(1), (ms / copyMs).toFixed(1), wanted, met] as const
})
console.log(`${size.width} × ${size.height}, median of ${rounds} rounds, Node ${process.version}`)
for (const [name, ms, ratio, wanted, met] of [['', 'ms', '× copy', 'target', ''] as const, ...lines]) {
  console.log(`${name.padEnd(48)}${ms.padStart(9)}${ratio.padStart(9)}   ${wanted.padEnd(12)} ${met}`.trimEnd())
}
const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`
console.log(`undo of an invert keeps ${megabytes(bytesOf(invert))}, of a feather ${megabytes(bytesOf(feather))}`)
