// The page's end of the mask worker. Calls keep their order; the worker's death is told once.
import * as Comlink from 'comlink'
import type { ImagePoint, Size } from '#lib/core/geometry.ts'
import type { MaskOperation } from '#lib/mask/operation.ts'
import type { Brush } from '#lib/mask/stamp.ts'
import type { MaskWorker, Patch, RasterFacts, Screen } from './mask.worker.ts'

export type MaskClientOptions = {
  readonly image: Size & { readonly id: string }
  onFacts(facts: RasterFacts): void
  /** The raster can no longer be reached or changed. */
  onFailed(cause: unknown): void
}

export class MaskClient {
  readonly #worker = new Worker(new URL('./mask.worker.ts', import.meta.url), { type: 'module', name: 'mask' })
  readonly #remote = Comlink.wrap<MaskWorker>(this.#worker)
  readonly #page = new AbortController()
  readonly #options: MaskClientOptions

  constructor(options: MaskClientOptions) {
    this.#options = options
    this.#worker.addEventListener('error', (event) => options.onFailed(event.error ?? event.message))
    // Of the events of a page that goes away, these two are sure to come, on phones too.
    const flush = (): void => {
      if (document.visibilityState === 'hidden') void this.#remote.flush()
    }
    document.addEventListener('visibilitychange', flush, { signal: this.#page.signal })
    window.addEventListener('pagehide', () => void this.#remote.flush(), { signal: this.#page.signal })
  }

  /** Resolves when the kept mask, if any, is back. */
  open(): Promise<void> {
    const { image, onFacts } = this.#options
    return this.#remote.open({ id: image.id, width: image.width, height: image.height }, Comlink.proxy(onFacts))
  }

  begin(brush: Brush): void {
    this.#send(this.#remote.begin(brush))
  }

  extend(points: readonly ImagePoint[]): void {
    this.#send(this.#remote.extend(points))
  }

  end(): Promise<Patch | null> {
    return this.#remote.end()
  }

  abort(): Promise<Patch | null> {
    return this.#remote.abort()
  }

  apply(operation: MaskOperation): Promise<Patch | null> {
    return this.#remote.apply(operation)
  }

  undo(): Promise<Patch | null> {
    return this.#remote.undo()
  }

  redo(): Promise<Patch | null> {
    return this.#remote.redo()
  }

  show(screen: Screen): Promise<Patch | null> {
    return this.#remote.show(screen)
  }

  exportPng(): Promise<Blob> {
    return this.#remote.exportPng()
  }

  thumbnail(width: number, height: number): Promise<ImageBitmap> {
    return this.#remote.thumbnail(width, height)
  }

  loadPhoto(url: string): Promise<ImageBitmap[]> {
    return this.#remote.loadPhoto(new URL(url, location.href).href)
  }

  /** Saves what is unsaved, then lets the worker go. */
  destroy(): void {
    this.#page.abort()
    const end = (): void => this.#worker.terminate()
    this.#remote.flush().then(end, end)
  }

  #send(call: Promise<void>): void {
    call.catch(this.#options.onFailed)
  }
}
