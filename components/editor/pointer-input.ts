// Listens to the pointer and the wheel on the stage, and feeds gestures. Konva's own pointer events carry one position
// per frame and test every node for a hit; a brush needs all the positions between, and no hit at all.
import { type ScreenPoint, screenPoint } from '#lib/core/geometry.ts'
import type { Gestures } from './gestures.ts'
import { currentPreset } from './key-settings.ts'
import { sampleOf, wheelIntent } from './pointer-samples.ts'
import type { Modifiers, ToolEffect } from './tools/tool.ts'
import type { ViewTransform } from './view.ts'

export type PointerInputOptions = {
  readonly container: HTMLElement
  readonly gestures: Gestures
  view(): ViewTransform
  /** Where on the stage the part begins that lies under a point of it: places count from there. */
  cornerUnder(at: ScreenPoint): { readonly x: number; readonly y: number }
  /** Where the pointer is over the stage; null where it left, or is a finger. */
  onHover(at: ScreenPoint | null): void
  onModifiers(modifiers: Modifiers): void
  /** Alt and the wheel: a step larger or smaller. */
  onBrushStep(direction: 1 | -1): void
  /** Of the wheel: zoom and pan. */
  emit(effect: ToolEffect): void
}

export class PointerInput {
  readonly #options: PointerInputOptions
  readonly #life = new AbortController()
  /** Where the stage lies on the page. Read when a pointer comes or presses, not at each event: reading forces a layout. */
  #origin = { left: 0, top: 0 }
  #corner = { x: 0, y: 0 }
  readonly #down = new Set<number>()
  #ctrlDown = false

  constructor(options: PointerInputOptions) {
    const { container, gestures } = options
    this.#options = options
    const on = <K extends keyof HTMLElementEventMap>(type: K, handler: (event: HTMLElementEventMap[K]) => void): void =>
      container.addEventListener(type, handler, { signal: this.#life.signal, passive: false })
    const up = (event: PointerEvent): void => {
      this.#down.delete(event.pointerId)
      gestures.up(this.#sample(event))
      this.#hover(event)
    }
    on('pointerenter', () => this.measure())
    on('pointerdown', (event) => {
      this.measure()
      this.#turnTo(event)
      this.#down.add(event.pointerId)
      options.onModifiers({ shift: event.shiftKey, alt: event.altKey })
      // Captured, so that a stroke may leave the stage and come back.
      if (gestures.down(this.#sample(event))) container.setPointerCapture(event.pointerId)
      this.#hover(event)
    })
    on('pointermove', (event) => {
      // Let go where nobody heard it.
      if (event.buttons === 0) this.#down.delete(event.pointerId)
      this.#turnTo(event)
      gestures.move(this.#sample(event))
      this.#hover(event)
    })
    on('pointerup', up)
    // The browser took the pointer away in the middle of a press: what was painted so far is kept.
    on('lostpointercapture', (event) => {
      this.#down.delete(event.pointerId)
      if (gestures.holds(event.pointerId)) up(event)
    })
    on('pointercancel', (event) => {
      this.#down.delete(event.pointerId)
      gestures.cancel()
      this.#hover(event)
    })
    on('pointerleave', (event) => {
      if (!gestures.holds(event.pointerId)) options.onHover(null)
    })
    on('wheel', (event) => {
      event.preventDefault()
      this.#turnTo(event)
      const intent = wheelIntent(event, { preset: currentPreset(), ctrlDown: this.#ctrlDown })
      if (intent === null || gestures.isPainting()) return
      if (intent.kind === 'brush-size') options.onBrushStep(intent.direction)
      else options.emit(intent.kind === 'zoom' ? { ...intent, at: this.#place(event) } : intent)
    })
    // No menu under a long press, no text or picture dragged along, no scribbling into the field nearby.
    for (const type of ['contextmenu', 'selectstart', 'dragstart', 'touchmove'] as const)
      on(type, (event) => event.preventDefault())
    this.#watchCtrl()
  }

  #watchCtrl(): void {
    const { signal } = this.#life
    const know = (down: boolean) => (event: KeyboardEvent) => {
      if (event.key === 'Control') this.#ctrlDown = down
    }
    window.addEventListener('keydown', know(true), { signal })
    window.addEventListener('keyup', know(false), { signal })
    window.addEventListener('blur', () => (this.#ctrlDown = false), { signal })
  }

  /** To be called when the stage may have moved on the page. */
  measure(): void {
    this.#origin = this.#options.container.getBoundingClientRect()
  }

  destroy(): void {
    this.#life.abort()
  }

  /** A press that began in one part of the stage stays there, wherever it goes. */
  #turnTo({ clientX, clientY }: MouseEvent): void {
    if (this.#down.size > 0) return
    const { left, top } = this.#origin
    this.#corner = this.#options.cornerUnder(screenPoint(clientX - left, clientY - top))
  }

  #place({ clientX, clientY }: MouseEvent): ScreenPoint {
    const { left, top } = this.#origin
    return screenPoint(clientX - left - this.#corner.x, clientY - top - this.#corner.y)
  }

  #sample(event: PointerEvent) {
    return sampleOf(event, { place: (part) => this.#place(part), view: this.#options.view() })
  }

  #hover(event: PointerEvent): void {
    this.#options.onHover(event.pointerType === 'touch' ? null : this.#place(event))
  }
}
