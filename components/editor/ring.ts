// The brush ring: a white line with a black one outside it, so that it reads on any pixel.
import Konva from 'konva'
import type { ScreenPoint } from '#lib/core/geometry.ts'

/** Below this diameter the rings would hide what they point at: only the cross is drawn. */
const leastDiameter = 6

export type RingLook = {
  readonly at: ScreenPoint
  /** CSS px on the stage. */
  readonly diameter: number
  readonly hardness: number
  readonly sign: 'plus' | 'minus'
}

export class Ring {
  readonly #group = new Konva.Group({ visible: false, listening: false })
  readonly #edge = [
    new Konva.Circle({ stroke: 'rgba(0, 0, 0, 0.75)', strokeWidth: 1 }),
    new Konva.Circle({ stroke: '#fff', strokeWidth: 1.25 }),
  ]
  readonly #core = [
    new Konva.Circle({ stroke: 'rgba(0, 0, 0, 0.5)', strokeWidth: 2.2 }),
    new Konva.Circle({ stroke: 'rgba(255, 255, 255, 0.9)', strokeWidth: 1, dash: [3, 3] }),
  ]
  readonly #sign = [
    new Konva.Path({ stroke: 'rgba(0, 0, 0, 0.6)', strokeWidth: 2.6 }),
    new Konva.Path({ stroke: '#fff', strokeWidth: 1.2 }),
  ]

  constructor(layer: Konva.Layer) {
    for (const node of [...this.#edge, ...this.#core, ...this.#sign]) node.perfectDrawEnabled(false)
    this.#group.add(...this.#edge, ...this.#core, ...this.#sign)
    layer.add(this.#group)
  }

  show({ at, diameter, hardness, sign }: RingLook): void {
    const radius = diameter / 2
    const core = radius * hardness
    const large = diameter >= leastDiameter
    this.#edge[0].setAttrs({ radius: radius + 1, visible: large })
    this.#edge[1].setAttrs({ radius, visible: large })
    // A core under the cross, or on the edge itself, says nothing.
    for (const circle of this.#core) circle.setAttrs({ radius: core, visible: large && core > 4 && core < radius - 2 })
    for (const path of this.#sign) path.data(sign === 'minus' ? 'M-4 0H4' : 'M-4 0H4M0-4V4')
    this.#group.setAttrs({ x: at.x, y: at.y, visible: true })
  }

  hide(): void {
    this.#group.visible(false)
  }

  destroy(): void {
    this.#group.destroy()
  }
}
