// The page's end of the mask worker. Calls keep their order; the worker's death is told once.
import * as Comlink from 'comlink'
import type { Rect, Size } from '#lib/core/geometry.ts'
import type { Result } from '#lib/core/result.ts'
import type { MaskOperation } from '#lib/mask/operation.ts'
import type { Region } from '#lib/mask/region.ts'
import type { Brush } from '#lib/mask/stamp.ts'
import type { StrokePoint } from '#lib/mask/stroke.ts'
import type { WandRequest } from '#lib/mask/wand.ts'
import type { LoadFault, MaskWorker, Patch, RasterFacts, Screen } from './mask.worker.ts'

export type MaskClientOptions = {
  readonly image: Size & { readonly id: string }
  onFacts(facts: RasterFacts): void
  /** The raster can no longer be reached or changed. */
  onFailed(cause: unknown): void
}

/** By image: workers that still save what was painted last. */
const leaving = new Map<string, Promise<void>>()

export class MaskClient {
  readonly #worker = new Worker(new URL('./mask.worker.ts', import.meta.url), { type: 'module', name: 'mask' })
  readonly #remote = Comlink.wrap<MaskWorker>(this.#worker)
  readonly #page = new AbortController()
  readonly #options: MaskClientOptions

  constructor(options: MaskClientOptions) {
    this.#options = options
    this.#worker.addEventListener('error', (event) => options.onFailed(event.error ?? event.message))
    // Of the events of a page that goes away, the first two are sure to come, on phones too. The third comes earlier: a
    // reload leaves the worker the time that the new page needs to answer.
    const flush = (): void => {
      if (document.visibilityState === 'hidden') void this.#remote.flush()
    }
    document.addEventListener('visibilitychange', flush, { signal: this.#page.signal })
    for (const leaving of ['pagehide', 'beforeunload'])
      window.addEventListener(leaving, () => void this.#remote.flush(), { signal: this.#page.signal })
  }

  /** Resolves when the kept mask, if any, is back. */
  async open(): Promise<void> {
    const { image, onFacts } = this.#options
    // Whoever goes to another version and straight back must find what was painted before, and no second tab.
    await leaving.get(image.id)
    return this.#remote.open({ id: image.id, width: image.width, height: image.height }, Comlink.proxy(onFacts))
  }

  begin(brush: Brush): void {
    this.#send(this.#remote.begin(brush))
  }

  extend(points: readonly StrokePoint[]): void {
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

  loadPng(png: Blob): Promise<Result<Patch | null, LoadFault>> {
    return this.#remote.loadPng(png)
  }

  answerOtherTab(answer: 'take' | 'leave'): Promise<Patch | null> {
    return this.#remote.answerOtherTab(answer)
  }

  /** Rejects where the photograph cannot be read. */
  wand(request: WandRequest): Promise<Region> {
    return this.#remote.wand(request)
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

  exportPng(part?: Rect): Promise<Blob> {
    return this.#remote.exportPng(part)
  }

  islands(): Promise<Rect[]> {
    return this.#remote.islands()
  }

  thumbnail(width: number, height: number): Promise<ImageBitmap> {
    return this.#remote.thumbnail(width, height)
  }

  part(part: Rect, size: Size): Promise<Uint8Array<ArrayBuffer>> {
    return this.#remote.part(part, size)
  }

  loadPhoto(url: string): Promise<ImageBitmap[]> {
    return this.#remote.loadPhoto(new URL(url, location.href).href)
  }

  loadFullPhoto(): Promise<ImageBitmap> {
    return this.#remote.loadFullPhoto()
  }

  /** Saves what is unsaved, then lets the worker go. */
  destroy(): void {
    this.#page.abort()
    const { id } = this.#options.image
    const end = (): void => {
      this.#worker.terminate()
      if (leaving.get(id) === left) leaving.delete(id)
    }
    const left = this.#remote.flush().then(end, end)
    leaving.set(id, left)
  }

  #send(call: Promise<void>): void {
    call.catch(this.#options.onFailed)
  }
}
