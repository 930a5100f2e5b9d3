// Has the difference of two pictures, counts it, and draws what the screen shows of it on a canvas of the page: 20
// million pixels are read here, and none there.
import * as Comlink from 'comlink'
import { decodePng } from '#lib/mask/png.ts'
import { type DifferenceFacts, type DifferenceMap, differenceFacts } from '#lib/retouch/difference.ts'
import { type DifferenceScreen, differenceLevels, drawDifference } from './difference-picture.ts'

let levels: readonly DifferenceMap[] | null = null
let canvas: OffscreenCanvas | null = null
let screen: DifferenceScreen | null = null
let isDue = false

function draw(): void {
  isDue = false
  if (levels === null || canvas === null || screen === null) return
  const { width, height } = screen.size
  const context = canvas.getContext('2d')
  if (context === null || width < 1 || height < 1) return
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
  const pixels = new Uint8ClampedArray(drawDifference(levels, screen).buffer)
  context.putImageData(new ImageData(pixels, width, height), 0, 0)
}

/** Of several screens that are asked for in one go only the last is drawn. */
function drawSoon(): void {
  if (isDue) return
  isDue = true
  setTimeout(draw)
}

const api = {
  setCanvas(given: OffscreenCanvas): void {
    canvas = given
  },
  /** Rejects where the difference cannot be had or read. */
  async load(url: string): Promise<DifferenceFacts> {
    const response = await fetch(url)
    if (!response.ok) throw new Error(`The difference answered ${response.status}`)
    const map = await decodePng(new Uint8Array(await response.arrayBuffer()))
    if (!map.ok) throw new Error(`The difference is ${map.error}`)
    levels = differenceLevels(map.value)
    drawSoon()
    return differenceFacts(map.value)
  },
  show(next: DifferenceScreen): void {
    screen = next
    drawSoon()
  },
}

export type DifferenceWorker = typeof api

Comlink.expose(api)
