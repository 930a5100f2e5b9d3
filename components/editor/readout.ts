// What the status line says of the view: the zoom, and the image pixel under the pointer. A store of its own, because
// both change with every frame of a hand that moves: in the editor's store they had half of the panels rendered for each
// frame of a stroke or a zoom. And ten times a second, which is as fast as numbers can be read.
import { createStore } from 'zustand/vanilla'
import type { ImagePoint, ScreenPoint, Size } from '#lib/core/geometry.ts'
import { pixelUnder, type ViewTransform } from './view.ts'

export type Readout = {
  /** Screen px per image px. */
  readonly zoom: number
  /** Null beside the picture. */
  readonly pixel: ImagePoint | null
}

export type ReadoutStore = ReturnType<typeof createReadout>

export const createReadout = () => createStore<Readout>(() => ({ zoom: 1, pixel: null }))

const everyMs = 100

export class ReadoutTeller {
  readonly #store: ReadoutStore
  readonly #image: Size
  #timer: ReturnType<typeof setTimeout> | undefined
  #latest: { readonly at: ScreenPoint | null; readonly view: ViewTransform } | null = null

  constructor({ store, image }: { store: ReadoutStore; image: Size }) {
    this.#store = store
    this.#image = image
  }

  tell(at: ScreenPoint | null, view: ViewTransform): void {
    this.#latest = { at, view }
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      if (!this.#latest) return
      const { at, view } = this.#latest
      this.#store.setState({ zoom: view.zoom, pixel: at && pixelUnder(at, view, this.#image) })
    }, everyMs)
  }

  destroy(): void {
    clearTimeout(this.#timer)
  }
}
