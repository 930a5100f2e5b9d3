// How fast the hand is, measured from outside: the built studio in Chromium under real pointer events, beside an empty
// canvas page and react-sketch-canvas 8 in the same run, on a picture of 20 megapixels in a window of 1280 × 800.
// Absolute times are the machine's; the ratios to the empty page, measured seconds apart, are ours. Printed is the
// median of the rounds.
//
//   npm run bench:paint [-- --rounds 5 --strokes 1,50,200,1000 --brush 100 --into figures.json]
//
// With `--into` each round is added to a file, and the table is that of all rounds in it: five rounds in five parts.
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { fitView } from '../../../components/editor/view.ts'
import { callsOf } from '../../../e2e/calls.ts'
import { startStudio } from '../../../e2e/studio.ts'
import {
  encodeByCanvas,
  exportMask,
  measureOperations,
  measurePainting,
  measureUndo,
  measureZoom,
  paintUpTo,
  sameGrey,
} from './measure.ts'
import { servePages } from './pages.ts'
import { makePhoto, photoSize } from './photo.ts'
import { rowsOf } from './rows.ts'
import { names, openSubject, type Subject } from './subject.ts'
import { collectFigures, printTable } from './table.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    strokes: { type: 'string', default: '1,50,200,1000' },
    brush: { type: 'string', default: '100' },
    into: { type: 'string' },
  },
})
const rounds = Number(values.rounds)
const stages = values.strokes.split(',').map(Number)
const brushPx = Number(values.brush)
/** Undo, zoom and pan are measured here, or at the last stage of a shorter look. */
const settledAt = stages.includes(200) ? 200 : stages[stages.length - 1]

const figures = await collectFigures(values.into)

/** What a page does when its hand rests, as a preview, is not to be measured with the next page. */
const settle = (): Promise<void> => sleep(2500)

async function playRound(round: number, subjects: readonly Subject[]): Promise<void> {
  let painted = 0
  // In another order each round, so that nobody always comes first.
  const ordered = subjects.map((_, i) => subjects[(i + round) % subjects.length])
  for (const stage of stages) {
    for (const subject of ordered) {
      const { name } = subject
      if (name !== 'empty') await paintUpTo(subject, { from: painted, count: stage })
      const { p50Ms, p95Ms, slowFrames, scriptMsPerS } = await measurePainting(subject, stage)
      figures.add(`${name} p50 ${stage}`, p50Ms)
      figures.add(`${name} p95 ${stage}`, p95Ms)
      figures.add(`${name} slow ${stage}`, slowFrames)
      figures.add(`${name} script ${stage}`, scriptMsPerS)
      await settle()
    }
    painted = stage
    if (stage !== settledAt) continue
    for (const subject of ordered) {
      figures.add(`${subject.name} undo`, await measureUndo(subject))
      figures.add(`${subject.name} zoom`, await measureZoom(subject))
      await settle()
    }
  }
}

async function finishRound(subjects: readonly Subject[]): Promise<void> {
  const empty = subjects[0]
  for (const subject of subjects) {
    const { name } = subject
    await subject.cdp.send('HeapProfiler.collectGarbage')
    figures.add(`${name} memory`, await subject.memoryMb())
  }
  for (const subject of subjects) {
    const { name } = subject
    if (name !== 'hard' && name !== 'soft') continue
    const own = await exportMask(subject)
    const byCanvas = await encodeByCanvas(empty, own.png)
    if (!(await sameGrey(own.png, byCanvas.png))) throw new Error('The two PNGs of one mask differ')
    figures.add(`${name} png`, own.ms)
    figures.add(`${name} toBlob`, byCanvas.ms)
    const { longTasksMs, framesMs } = await measureOperations(subject)
    figures.add(`${name} blocked`, longTasksMs.length)
    figures.add(`${name} longest`, Math.max(...framesMs))
    await settle()
  }
}

const photo = await makePhoto()
const [studio, pages] = await Promise.all([startStudio(), servePages(photo)])
try {
  const { id: imageId } = await callsOf(studio.url).upload(photo, 'photo.jpg')
  // Where Frisket's panels leave this much of the window, the brush has this width; the sketch gets the same.
  const { zoom } = fitView({ image: photoSize, stage: { width: 880, height: 640 } })
  for (let more = rounds; more > 0; more--) {
    const round = figures.rounds()
    const opening = { studioUrl: studio.url, pagesUrl: pages.url, imageId, brushPx, shownPx: brushPx * zoom }
    const subjects: Subject[] = []
    try {
      for (const name of names) subjects.push(await openSubject(name, opening))
      await playRound(round, subjects)
      await finishRound(subjects)
    } finally {
      for (const subject of subjects) await subject.close()
    }
    await figures.endRound()
    console.error(`round ${round + 1}, ${more - 1} more`)
  }
  console.log(
    `${photoSize.width} × ${photoSize.height}, brush ${brushPx} px, median of ${figures.rounds()}, Node ${process.version}`,
  )
  printTable(rowsOf(figures, { stages }))
} finally {
  await studio.stop()
  await pages.close()
}
