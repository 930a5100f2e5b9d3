// The mask's edge as dashes, white over solid black, that move while an edit runs.
import Konva from 'konva'
import type { ImagePoint } from '#lib/core/geometry.ts'
import type { ViewTransform } from './view.ts'

const dashPx = 5
const speedPxPerSecond = 20
/** One pixel of movement at a time. */
const stepMs = 1000 / speedPxPerSecond

export class MarchingAnts {
  readonly #shape: Konva.Shape
  #lines: readonly ImagePoint[][] = []
  #view: ViewTransform = { x: 0, y: 0, zoom: 1 }
  #offset = 0
  #timer: ReturnType<typeof setInterval> | undefined

  constructor(layer: Konva.Layer) {
    this.#shape = new Konva.Shape({ listening: false, visible: false, sceneFunc: (context) => this.#draw(context) })
    layer.add(this.#shape)
  }

  show(lines: readonly ImagePoint[][], view: ViewTransform): void {
    this.#lines = lines
    this.#view = view
    this.#shape.visible(true)
    this.#shape.getLayer()?.batchDraw()
    if (this.#timer !== undefined || window.matchMedia('(prefers-reduced-motion: reduce)').matches) return
    this.#timer = setInterval(() => {
      this.#offset = (this.#offset + 1) % (2 * dashPx)
      this.#shape.getLayer()?.batchDraw()
    }, stepMs)
  }

  follow(view: ViewTransform): void {
    this.#view = view
    if (this.#shape.visible()) this.#shape.getLayer()?.batchDraw()
  }

  hide(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#lines = []
    this.#shape.visible(false)
  }

  destroy(): void {
    this.hide()
    this.#shape.destroy()
  }

  #draw({ _context: context }: Konva.Context): void {
    const { x, y, zoom } = this.#view
    context.beginPath()
    for (const line of this.#lines) {
      line.forEach((point, i) => {
        if (i === 0) context.moveTo(point.x * zoom + x, point.y * zoom + y)
        else context.lineTo(point.x * zoom + x, point.y * zoom + y)
      })
      context.closePath()
    }
    context.lineWidth = 1
    context.strokeStyle = '#000'
    context.stroke()
    context.strokeStyle = '#fff'
    context.setLineDash([dashPx, dashPx])
    context.lineDashOffset = -this.#offset
    context.stroke()
  }
}
