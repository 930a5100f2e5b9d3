// Tells the store which image pixel is under the pointer, once per frame: a status line need not be rendered for every event.
import type { ScreenPoint, Size } from '#lib/core/geometry.ts'
import type { EditorStore } from './editor-store.ts'
import { pixelUnder, type ViewTransform } from './view.ts'

export class PointerPlace {
  readonly #store: EditorStore
  readonly #image: Size
  #frame = 0
  #latest: { readonly at: ScreenPoint | null; readonly view: ViewTransform } | null = null

  constructor({ store, image }: { store: EditorStore; image: Size }) {
    this.#store = store
    this.#image = image
  }

  tell(at: ScreenPoint | null, view: ViewTransform): void {
    this.#latest = { at, view }
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0
      if (!this.#latest) return
      const pointer = this.#latest.at && pixelUnder(this.#latest.at, this.#latest.view, this.#image)
      const { view } = this.#store.getState()
      if (view.pointer?.x !== pointer?.x || view.pointer?.y !== pointer?.y)
        this.#store.setState({ view: { ...view, pointer } })
    })
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame)
  }
}
