// Cuts out what the hand boxes and scribbles on, away from the page. A later wish overtakes an earlier one in the middle
// of its work; the earlier then answers that it was overtaken.
import * as Comlink from 'comlink'
import type { ImagePoint, Rect, Size } from '#lib/core/geometry.ts'
import { type CutOut, type CutSteps, createCutOut } from '#lib/mask/cut-out/cut-out.ts'
import { wholeGrid } from '#lib/mask/cut-out/pixel-grid.ts'
import { regionOutline } from '#lib/mask/cut-out/region-outline.ts'
import type { Scribble } from '#lib/mask/cut-out/wishes.ts'
import type { Region } from '#lib/mask/region.ts'
import { loadPixels } from './photo-pixels.ts'

export type CutAnswer =
  | { readonly kind: 'found'; readonly region: Region; readonly outline: readonly ImagePoint[][] }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'overtaken' }

let cutOut: CutOut | null = null
let latest = 0

/** Lets waiting messages in. A timer would wait 4 ms or more. */
const breath = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })

async function work(begin: (cut: CutOut) => CutSteps): Promise<CutAnswer> {
  if (cutOut === null) throw new Error('Asked before the photograph was there')
  const turn = ++latest
  const steps = begin(cutOut)
  for (;;) {
    const step = steps.next()
    if (step.done) return answerOf(step.value)
    await breath()
    if (turn !== latest) return { kind: 'overtaken' }
  }
}

function answerOf(region: Region | null): CutAnswer {
  if (region === null) return { kind: 'nothing' }
  return Comlink.transfer({ kind: 'found', region, outline: regionOutline(region) }, [region.coverage.buffer])
}

const api = {
  /** Before all else. */
  async load(photo: Size & { readonly url: string }, onShare: (share: number | null) => void): Promise<void> {
    const pixels = await loadPixels({ url: photo.url, size: photo, onShare })
    cutOut = createCutOut(wholeGrid(photo, pixels))
  },
  box: (rect: Rect): Promise<CutAnswer> => work((cut) => cut.box(rect)),
  scribble: (scribble: Scribble): Promise<CutAnswer> => work((cut) => cut.scribble(scribble)),
  takeBack: (): Promise<CutAnswer> => work((cut) => cut.takeBack()),
  reset(): void {
    latest++
    cutOut?.reset()
  },
}

export type SmartSelectWorker = typeof api

Comlink.expose(api)
