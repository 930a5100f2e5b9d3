// Outlines as dashes, white over solid black, that move: the mask's edge while an edit runs, and what a tool is drawing.
import Konva from 'konva'
import type { OutlineLine } from './tools/outline.ts'
import type { ViewTransform } from './view.ts'

const dashPx = 5
const speedPxPerSecond = 20
/** One pixel of movement at a time. */
const stepMs = 1000 / speedPxPerSecond
const handlePx = 6

export class MarchingAnts {
  readonly #shape: Konva.Shape
  #lines: readonly OutlineLine[] = []
  #view: ViewTransform = { x: 0, y: 0, zoom: 1 }
  #offset = 0
  #timer: ReturnType<typeof setInterval> | undefined

  constructor(layer: Konva.Layer) {
    this.#shape = new Konva.Shape({ listening: false, visible: false, sceneFunc: (context) => this.#draw(context) })
    layer.add(this.#shape)
    this.#showLayer()
  }

  show(lines: readonly OutlineLine[], view: ViewTransform): void {
    this.#lines = lines
    this.#view = view
    this.#shape.visible(true)
    this.#showLayer()
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
    this.#showLayer()
  }

  destroy(): void {
    this.hide()
    this.#shape.destroy()
  }

  /** An empty canvas over the whole stage would be laid over each frame all the same. */
  #showLayer(): void {
    const layer = this.#shape.getLayer()
    layer?.visible(layer.getChildren().some((shape) => shape.visible()))
  }

  #draw({ _context: context }: Konva.Context): void {
    context.beginPath()
    for (const line of this.#lines) this.#trace(context, line)
    context.lineWidth = 1
    context.strokeStyle = '#000'
    context.stroke()
    context.strokeStyle = '#fff'
    context.setLineDash([dashPx, dashPx])
    context.lineDashOffset = -this.#offset
    context.stroke()
    context.setLineDash([])
    for (const line of this.#lines) if (line.handles) this.#drawHandles(context, line)
  }

  #trace(context: CanvasRenderingContext2D, { points, closed }: OutlineLine): void {
    const { x, y, zoom } = this.#view
    points.forEach((point, i) => {
      if (i === 0) context.moveTo(point.x * zoom + x, point.y * zoom + y)
      else context.lineTo(point.x * zoom + x, point.y * zoom + y)
    })
    if (closed) context.closePath()
  }

  #drawHandles(context: CanvasRenderingContext2D, { points }: OutlineLine): void {
    const { x, y, zoom } = this.#view
    for (const point of points) {
      const left = Math.round(point.x * zoom + x - handlePx / 2)
      const top = Math.round(point.y * zoom + y - handlePx / 2)
      context.fillStyle = '#000'
      context.fillRect(left - 1, top - 1, handlePx + 2, handlePx + 2)
      context.fillStyle = '#fff'
      context.fillRect(left, top, handlePx, handlePx)
    }
  }
}
