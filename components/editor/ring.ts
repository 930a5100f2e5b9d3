// The brush ring: a white line with a black one outside it, so that it reads on any pixel. It is no node of the stage but
// a drawing of its own over it, which the browser moves without painting anything: on a layer of the stage, each move
// cleared, drew and carried over a canvas of the whole stage.
import type { ScreenPoint } from '#lib/core/geometry.ts'

/** Below this diameter the rings would hide what they point at: only the cross is drawn. */
const leastDiameter = 6
/** Above it a layer of its own would take more memory than its movement is worth. */
const mostLayeredDiameter = 1000

export type RingLook = {
  readonly at: ScreenPoint
  /** CSS px on the stage. */
  readonly diameter: number
  readonly hardness: number
  readonly sign: 'plus' | 'minus'
}

type Shape = 'circle' | 'path'

function drawn(shape: Shape, look: Readonly<Record<string, string>>): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', shape)
  for (const [name, value] of Object.entries({ fill: 'none', ...look })) element.setAttribute(name, value)
  return element
}

export class Ring {
  readonly #svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  readonly #edge = [
    drawn('circle', { stroke: 'rgba(0, 0, 0, 0.75)', 'stroke-width': '1' }),
    drawn('circle', { stroke: '#fff', 'stroke-width': '1.25' }),
  ]
  readonly #core = [
    drawn('circle', { stroke: 'rgba(0, 0, 0, 0.5)', 'stroke-width': '2.2' }),
    drawn('circle', { stroke: 'rgba(255, 255, 255, 0.9)', 'stroke-width': '1', 'stroke-dasharray': '3 3' }),
  ]
  readonly #sign = [
    drawn('path', { stroke: 'rgba(0, 0, 0, 0.6)', 'stroke-width': '2.6' }),
    drawn('path', { stroke: '#fff', 'stroke-width': '1.2' }),
  ]
  #shape = ''
  #wanted: RingLook | null = null
  #frame = 0

  constructor(container: HTMLElement) {
    this.#svg.append(...this.#edge, ...this.#core, ...this.#sign)
    this.#svg.setAttribute('aria-hidden', 'true')
    this.#svg.setAttribute('width', '1')
    this.#svg.setAttribute('height', '1')
    this.#svg.style.cssText = 'position:absolute;left:0;top:0;overflow:visible;pointer-events:none;visibility:hidden'
    container.append(this.#svg)
  }

  show(look: RingLook): void {
    this.#wanted = look
    this.#update()
  }

  hide(): void {
    this.#wanted = null
    this.#update()
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame)
    this.#svg.remove()
  }

  /** Once per frame: changed with each event, the page was laid out again to find what lies under the next one. */
  #update(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0
      this.#svg.style.visibility = this.#wanted === null ? 'hidden' : 'visible'
      if (this.#wanted === null) return
      const { at, diameter, hardness, sign } = this.#wanted
      const shape = `${diameter} ${hardness} ${sign}`
      if (shape !== this.#shape) {
        this.#shape = shape
        this.#draw({ diameter, hardness, sign })
      }
      this.#svg.style.transform = `translate(${at.x}px, ${at.y}px)`
    })
  }

  #draw({ diameter, hardness, sign }: Omit<RingLook, 'at'>): void {
    const radius = diameter / 2
    const core = radius * hardness
    const large = diameter >= leastDiameter
    const set = (circle: SVGElement, r: number, visible: boolean): void =>
      circle.setAttribute('r', String(visible ? r : 0))
    set(this.#edge[0], radius + 1, large)
    set(this.#edge[1], radius, large)
    // A core under the cross, or on the edge itself, says nothing.
    for (const circle of this.#core) set(circle, core, large && core > 4 && core < radius - 2)
    for (const path of this.#sign) path.setAttribute('d', sign === 'minus' ? 'M-4 0H4' : 'M-4 0H4M0-4V4')
    this.#svg.style.willChange = diameter <= mostLayeredDiameter ? 'transform' : 'auto'
  }
}
