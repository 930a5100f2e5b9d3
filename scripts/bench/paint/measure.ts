// One measurement each of what the table asks.
import sharp from 'sharp'
import { paintAtOnce, paintOnClock, pathOf, turnWheel } from './hand.ts'
import type { Recording } from './recorder.ts'
import type { Subject } from './subject.ts'

/** Strokes with as many places, one every 10 ms. */
const strokesPerMeasurement = 3
const placesPerStroke = 100
const placesBeforehand = 12

export const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** Paints strokes until there are `count` of them. */
export async function paintUpTo({ cdp, middle }: Subject, { from, count }: { from: number; count: number }) {
  for (let i = from; i < count; i++) await paintAtOnce(cdp, pathOf(i, { middle, count: placesBeforehand }))
}

const record = async ({ page }: Subject, event: 'pointermove' | 'keydown' | 'none', act: () => Promise<void>) => {
  await page.evaluate((kind) => window.recorder.start(kind), event)
  await act()
  await page.waitForTimeout(100)
  return page.evaluate(() => window.recorder.stop())
}

export type Painting = {
  readonly p50Ms: number
  readonly p95Ms: number
  readonly slowFrames: number
  readonly scriptMsPerS: number
}

/**
 * In half grey, each time along other paths: over what is as they would make it strokes show nothing, and the time to the
 * next one that does would count as theirs.
 * @param before how many strokes there are
 */
export async function measurePainting(subject: Subject, before: number): Promise<Painting> {
  const { cdp, middle, page } = subject
  await subject.paintWith('Partial')
  await page.waitForTimeout(400)
  const metrics = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics')
    const of = (wanted: string): number => metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN
    return { script: of('ScriptDuration'), time: of('Timestamp') }
  }
  const started = await metrics()
  const { latenciesMs, framesMs } = await record(subject, 'pointermove', async () => {
    for (let i = 0; i < strokesPerMeasurement; i++)
      await paintOnClock(cdp, pathOf(10_000 + 10 * before + i, { middle, count: placesPerStroke }))
  })
  const ended = await metrics()
  await subject.paintWith('Edit')
  return {
    p50Ms: median(latenciesMs),
    p95Ms: quantile(latenciesMs, 0.95),
    slowFrames: framesMs.filter((ms) => ms > 50).length,
    scriptMsPerS: ((ended.script - started.script) / (ended.time - started.time)) * 1000,
  }
}

/** From the key to the frame that shows it, each step there and back again. */
export async function measureUndo(subject: Subject): Promise<number> {
  const { page } = subject
  const { latenciesMs } = await record(subject, 'keydown', async () => {
    for (const keys of ['Control+z', 'Control+Shift+z']) {
      for (let i = 0; i < 8; i++) {
        await page.keyboard.press(keys)
        // Not a multiple of a frame: keys come at any moment of it.
        await page.waitForTimeout(120 + 3 * i)
      }
    }
  })
  return median(latenciesMs)
}

/** Into the picture with the wheel, then across it. The 95th of a hundred frames. */
export async function measureZoom(subject: Subject): Promise<number> {
  const { cdp, middle, page } = subject
  const turn = (deltaY: number, count: number, shift: boolean) => turnWheel(cdp, { at: middle, count, deltaY, shift })
  const { framesMs } = await record(subject, 'none', async () => {
    await turn(-12, 90, false)
    await turn(6, 90, true)
    await turn(12, 90, false)
  })
  await page.keyboard.press('Control+0')
  await page.waitForTimeout(500)
  return quantile(framesMs, 0.95)
}

/** How often a PNG is made; the best of them counts, on both sides. */
const encodings = 3

/** The mask as the page gives it away, and how long after the click it was there. */
export async function exportMask({ page }: Subject): Promise<{ ms: number; png: Buffer }> {
  let best = { ms: Number.POSITIVE_INFINITY, png: Buffer.alloc(0) }
  for (let i = 0; i < encodings; i++) {
    await page.getByRole('button', { name: 'Mask actions' }).click()
    const offered = page.evaluate(async () => {
      const { ms, file } = await window.recorder.nextFile()
      const bytes = new Uint8Array(await file.arrayBuffer())
      return { ms, bytes: Array.from(bytes) }
    })
    await page.getByRole('menuitem', { name: 'Export as PNG' }).click()
    const { ms, bytes } = await offered
    if (ms < best.ms) best = { ms, png: Buffer.from(bytes) }
    // Until the menu has gone.
    await page.waitForTimeout(400)
  }
  return best
}

/**
 * The same mask through a canvas of the same size, on the empty page. The browser begins when its page is idle, and on a
 * busy machine only after a second.
 */
export async function encodeByCanvas({ page }: Subject, png: Buffer): Promise<{ ms: number; png: Buffer }> {
  const { ms, bytes } = await page.evaluate(
    async ({ given, encodings }) => {
      const image = await createImageBitmap(new Blob([new Uint8Array(given)], { type: 'image/png' }))
      const canvas = document.createElement('canvas')
      canvas.width = image.width
      canvas.height = image.height
      canvas.getContext('2d', { willReadFrequently: true })?.drawImage(image, 0, 0)
      let ms = Number.POSITIVE_INFINITY
      let blob: Blob | null = null
      for (let i = 0; i < encodings; i++) {
        const start = performance.now()
        blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
        ms = Math.min(ms, performance.now() - start)
      }
      const bytes = new Uint8Array((await blob?.arrayBuffer()) ?? [])
      return { ms, bytes: Array.from(bytes) }
    },
    { given: Array.from(png), encodings },
  )
  return { ms, png: Buffer.from(bytes) }
}

export const sameGrey = async (a: Buffer, b: Buffer): Promise<boolean> => {
  const grey = (png: Buffer): Promise<Buffer> => sharp(png).toColourspace('b-w').extractChannel(0).raw().toBuffer()
  return (await grey(a)).equals(await grey(b))
}

/** Invert, feather, grow and the wand while the page is watched: its tasks of more than 50 ms. */
export async function measureOperations(subject: Subject): Promise<Recording> {
  const { page, middle } = subject
  const shown = async (act: () => Promise<void>): Promise<void> => {
    const before = await page.evaluate(() => window.recorder.paints())
    await act()
    await page.waitForFunction((count) => window.recorder.paints() > count, before)
  }
  const byMenu = async (item: string): Promise<Recording> => {
    await page.getByRole('button', { name: 'Mask actions' }).click()
    await page.getByRole('menuitem', { name: item }).click()
    return record(subject, 'none', () => shown(() => page.getByRole('button', { name: 'Apply' }).click()))
  }
  const parts = [
    await record(subject, 'none', () => shown(() => page.keyboard.press('Control+i'))),
    await byMenu('Feather…'),
    await byMenu('Grow…'),
    await record(subject, 'none', async () => {
      await page.keyboard.press('w')
      await page.mouse.click(middle.x, middle.y)
      await page.getByRole('group', { name: 'Selection shown' }).waitFor()
      await shown(() => page.keyboard.press('Enter'))
      await page.keyboard.press('b')
    }),
  ]
  return {
    latenciesMs: [],
    framesMs: parts.flatMap(({ framesMs }) => framesMs),
    longTasksMs: parts.flatMap(({ longTasksMs }) => longTasksMs),
  }
}
