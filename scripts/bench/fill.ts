// The studio's fill beside OpenCV's two: holes cut into what is intact, so that the truth is known; a contact sheet to
// look at; time and memory as the engine's thread takes them. Times are the processor's, which other work on the machine
// stretches less than a clock's.
//
//   npm run bench:fill [-- truth | sheet | load | turned | first]      all without a word; sheets land in test-results/fill/
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { dilationPx, fill } from '#lib/fill/fill.ts'
import type { Guide } from '#lib/fill/guides.ts'
import { growSquare } from '#lib/fill/level.ts'
import type { Pixmap } from '#lib/retouch/pixmap.ts'
import { timeFirstEdits } from './fill/first-edit.ts'
import { type Measures, measure } from './fill/measures.ts'
import { inpaint } from './fill/opencv.ts'
import { drawHole, drawPolygons, intact, loadPhotograph, removals, root } from './fill/photographs.ts'
import { makeScenes, paintTexture, sceneSide, textures } from './fill/scenes.ts'
import { type Row, writeSheet } from './fill/sheet.ts'
import { fillWithCopies, type Turn } from './fill/turned.ts'

const folder = join(root, 'test-results', 'fill')
const shares = [0.003, 0.02, 0.08, 0.15]
const most = { distance: 0.35 }
const least = { sharpness: 0.75 }

type Task = { before: Pixmap; mask: Uint8Array; guides?: readonly Guide[] }
type Filled = { pixmap: Pixmap; seconds: number }

function ours({ before, mask, guides }: Task): Filled {
  const pixmap = { ...before, data: new Uint8Array(before.data) }
  const { width, height } = before
  return timed(() => {
    for (const _ of fill(pixmap, { mask: { data: mask, width, height }, guides, seed: 1 }));
    return pixmap
  })
}

function timed(act: () => Pixmap): Filled {
  const start = process.cpuUsage()
  const pixmap = act()
  const { user, system } = process.cpuUsage(start)
  return { pixmap, seconds: (user + system) / 1e6 }
}

/** OpenCV gets the same hole, widened as ours is. */
async function theirs({ before, mask }: Task, method: 'telea' | 'navier-stokes'): Promise<Filled> {
  const data = growSquare(mask, before, dilationPx(before)).map((value) => value * 255)
  const start = process.cpuUsage()
  const pixmap = await inpaint(before, { data, width: before.width, height: before.height }, method)
  const { user, system } = process.cpuUsage(start)
  return { pixmap, seconds: (user + system) / 1e6 }
}

const verdict = (met: boolean): string => (met ? 'ok' : 'missed')
const number = (value: number, digits = 2): string => value.toFixed(digits).padStart(7)

async function benchTruth(): Promise<void> {
  const tasks: { share: number; name: string; task: Task }[] = []
  for (const { file, x, y, shares } of intact) {
    const before = await loadPhotograph(file)
    for (const share of shares)
      tasks.push({ share, name: file, task: { before, mask: drawHole(before, { x, y, share }) } })
  }
  for (const name of Object.keys(textures) as (keyof typeof textures)[]) {
    const before = paintTexture(name, { width: sceneSide, height: sceneSide })
    for (const share of shares) {
      tasks.push({ share, name, task: { before, mask: drawHole(before, { x: 480, y: 510, share }) } })
    }
  }
  const results: { share: number; method: string; measures: Measures; seconds: number }[] = []
  const hash = createHash('sha256')
  for (const { share, name, task } of tasks) {
    // What is cut out is blackened, so that nothing can look at the truth.
    const blank = new Uint8Array(task.before.data)
    for (let at = 0; at < task.mask.length; at++) if (task.mask[at] !== 0) blank.fill(0, at * 3, at * 3 + 3)
    const cut = { ...task, before: { ...task.before, data: blank } }
    const hole = growSquare(task.mask, task.before, dilationPx(task.before))
    const methods = {
      telea: await theirs(cut, 'telea'),
      'navier-stokes': await theirs(cut, 'navier-stokes'),
      exemplar: ours(cut),
    }
    hash.update(methods.exemplar.pixmap.data)
    for (const [method, { pixmap, seconds }] of Object.entries(methods)) {
      const measures = measure(task.before, pixmap, hole)
      results.push({ share, method, measures, seconds })
      if (method === 'exemplar') {
        console.log(
          `  ${name.padEnd(16)}${number(share * 100, 1)} %  distance${number(measures.distance)}  sharpness${number(measures.sharpness)}`,
        )
      }
    }
  }
  console.log('\n  hole     method          distance  sharpness     seam   CPU s (means over the set)')
  for (const share of shares) {
    for (const method of ['telea', 'navier-stokes', 'exemplar']) {
      const of = results.filter((result) => result.share === share && result.method === method)
      const mean = (pick: (result: (typeof of)[number]) => number) =>
        of.reduce((sum, result) => sum + pick(result), 0) / of.length
      const distance = mean(({ measures }) => measures.distance)
      const sharpness = mean(({ measures }) => measures.sharpness)
      const met = method !== 'exemplar' ? '' : verdict(distance <= most.distance && sharpness >= least.sharpness)
      console.log(
        `${number(share * 100, 1)} %  ${method.padEnd(14)} ${number(distance)}   ${number(sharpness)}   ${number(mean(({ measures }) => measures.seam))} ${number(mean(({ seconds }) => seconds))}   ${met}`,
      )
    }
  }
  console.log(`  all fills together: sha256 ${hash.digest('hex').slice(0, 16)}`)
}

async function benchSheet(): Promise<void> {
  const rows: Row[] = []
  for (const { name, file, polygons, guides } of removals) {
    const before = await loadPhotograph(file)
    rows.push(await rowOf(name, { before, mask: drawPolygons(polygons, before), guides }))
  }
  await writeSheet(join(folder, 'photographs.png'), rows)
  const scenes: Row[] = []
  for (const { name, truth, object, guides } of makeScenes()) {
    const data = new Uint8Array(truth.data)
    for (let at = 0; at < object.length; at++) if (object[at] !== 0) data.set([60, 60, 70], at * 3)
    scenes.push(await rowOf(name, { before: { ...truth, data }, mask: object, guides }))
  }
  await writeSheet(join(folder, 'scenes.png'), scenes)
  console.log(`  ${folder}/photographs.png and scenes.png: hole, Telea, Navier–Stokes, ours, ours with guides`)
}

async function rowOf(name: string, task: Task): Promise<Row> {
  const plain = ours({ ...task, guides: [] })
  const hash = createHash('sha256').update(plain.pixmap.data).digest('hex').slice(0, 12)
  console.log(`  ${name.padEnd(22)} ${number(plain.seconds)} s  ${hash}`)
  const filled = [(await theirs(task, 'telea')).pixmap, (await theirs(task, 'navier-stokes')).pixmap, plain.pixmap]
  filled.push(task.guides && task.guides.length > 0 ? ours(task).pixmap : plain.pixmap)
  return { name, before: task.before, hole: task.mask, filled }
}

const loads = [
  { width: 1000, height: 1000, share: 0.02, seconds: 3, megabytes: 256 },
  { width: 1000, height: 1000, share: 0.08, seconds: 3, megabytes: 256 },
  { width: 1000, height: 1000, share: 0.15, seconds: 3, megabytes: 256 },
  { width: 5472, height: 3648, share: 0.02, seconds: 8, megabytes: 450 },
  { width: 5472, height: 3648, share: 0.15, seconds: 30, megabytes: 900 },
]

/** The coffee cup, enlarged and with a grain: what a picture holds matters little here, its size does. */
async function benchLoad(): Promise<void> {
  mkdirSync(folder, { recursive: true })
  for (const { width, height, share, seconds, megabytes } of loads) {
    const image = join(folder, 'load.png')
    const mask = join(folder, 'load-mask.png')
    const { data } = await sharp(join(root, 'public', 'samples', 'coffee.png'))
      .removeAlpha()
      .resize(width, height, { fit: 'fill' })
      .raw()
      .toBuffer({ resolveWithObject: true })
    for (let i = 0; i < data.length; i++) data[i] = Math.min(255, data[i] + (Math.imul(i, 0x9e3779b1) >>> 29))
    await sharp(data, { raw: { width, height, channels: 3 } })
      .png({ compressionLevel: 1 })
      .toFile(image)
    const hole = drawHole({ width, height, data, channels: 3 }, { x: width * 0.55, y: height * 0.55, share })
    await sharp(hole, { raw: { width, height, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toFile(mask)
    const answer = execFileSync(process.execPath, [join(root, 'scripts', 'bench', 'fill', 'alone.ts'), image, mask], {
      encoding: 'utf8',
    })
    const took: { seconds: number; megabytes: number } = JSON.parse(answer)
    console.log(
      `  ${((width * height) / 1e6).toFixed(0).padStart(3)} MP ${number(share * 100, 1)} %  CPU ${number(took.seconds)} s of ${seconds} ${verdict(took.seconds <= seconds).padEnd(7)} memory ${number(took.megabytes, 0)} MB of ${megabytes} ${verdict(took.megabytes <= megabytes)}`,
    )
  }
}

const turnSets: Readonly<Record<string, readonly Turn[]>> = {
  none: [],
  turned: [-10, 10, 180].map((degrees) => ({ degrees, scale: 1 })),
  scaled: [0.85, 1.18].map((scale) => ({ degrees: 0, scale })),
}

const structured = new Set(['bricks', 'floor in perspective', 'planks', 'cloth', 'roof, aerial', 'fur'])

/** Scenes at half their size, so that a picture with its copies is searched like one without. */
async function benchTurned(): Promise<void> {
  const rows: Row[] = []
  const half = sceneSide / 2
  for (const { name, truth, object } of makeScenes()) {
    if (!structured.has(name)) continue
    const raw = { width: sceneSide, height: sceneSide }
    const data = await sharp(truth.data, { raw: { ...raw, channels: 3 } })
      .resize(half, half)
      .raw()
      .toBuffer()
    const before: Pixmap = { data: new Uint8Array(data), width: half, height: half, channels: 3 }
    const mask = new Uint8Array(half * half).map((_, at) => {
      const corner = Math.floor(at / half) * 2 * sceneSide + (at % half) * 2
      return object[corner]
    })
    const filled: Pixmap[] = []
    for (const [set, turns] of Object.entries(turnSets)) {
      const start = process.cpuUsage()
      const { pixmap, hole } = fillWithCopies(before, mask, turns)
      const { user } = process.cpuUsage(start)
      const { distance, sharpness, seam } = measure(before, pixmap, hole)
      filled.push(pixmap)
      console.log(
        `  ${name.padEnd(22)} ${set.padEnd(8)} distance${number(distance, 3)}  sharpness${number(sharpness)}  seam${number(seam)} ${number(user / 1e6)} s`,
      )
    }
    rows.push({ name, before, hole: mask, filled })
  }
  await writeSheet(join(folder, 'turned.png'), rows)
}

/** What a newcomer waits for, by a clock: nothing else should run on the machine. */
async function benchFirst(): Promise<void> {
  const times = await timeFirstEdits(3)
  for (const { picture, hole, previewMs, storedMs, steps } of times) {
    const parts = Object.entries(steps).map(([step, ms]) => `${step} ${((ms ?? 0) / 1000).toFixed(1)}`)
    const ok = verdict(storedMs <= 5000)
    const seen = previewMs === null ? 'not seen' : `${(previewMs / 1000).toFixed(1)} s`
    console.log(
      `  ${picture.padEnd(19)}${hole.padEnd(8)}preview ${seen}, stored${number(storedMs / 1000)} s of 5, ${ok}: ${parts.join(', ')}`,
    )
  }
}

const parts = { truth: benchTruth, sheet: benchSheet, load: benchLoad, turned: benchTurned, first: benchFirst }
const asked = process.argv[2]
for (const [name, bench] of Object.entries(parts)) {
  if (asked !== undefined && asked !== name) continue
  console.log(name)
  await bench()
}
