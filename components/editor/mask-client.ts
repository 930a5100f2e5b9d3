// The page's end of the mask worker. Calls keep their order; the worker's death is told once.
import * as Comlink from 'comlink'
import type { Rect, Size } from '#lib/core/geometry.ts'
import type { Result } from '#lib/core/result.ts'
import type { MaskOperation } from '#lib/mask/operation.ts'
import type { Region } from '#lib/mask/region.ts'
import type { Brush } from '#lib/mask/stamp.ts'
import type { StrokePoint } from '#lib/mask/stroke.ts'
import type { WandRequest } from '#lib/mask/wand.ts'
import type { LoadFault, MaskWorker, Patch, RasterFacts, Screen, StrokePatch } from './mask.worker.ts'
import { createStrokeNote, type StrokeNote } from './stroke-note.ts'

export type MaskClientOptions = {
  readonly image: Size & { readonly id: string }
  onFacts(facts: RasterFacts): void
  /** The raster can no longer be reached or changed. */
  onFailed(cause: unknown): void
}

/** A quarter of a second of a mouse. The film shows them at once; a call for each event took 20 ms of each second. */
const pointsPerCall = 24

/** By image: workers that still save what was painted last. */
const leaving = new Map<string, Promise<void>>()

/** Asked for at each use: a browser that allows no storage throws as it is named. */
const browserStorage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = {
  getItem: (key) => localStorage.getItem(key),
  setItem: (key, text) => localStorage.setItem(key, text),
  removeItem: (key) => localStorage.removeItem(key),
}

export class MaskClient {
  readonly #thread = new Worker(new URL('./mask.worker.ts', import.meta.url), { type: 'module', name: 'mask' })
  readonly #remote = Comlink.wrap<MaskWorker>(this.#thread)
  /** Of the stroke under way, and not sent yet. */
  #points: StrokePoint[] = []
  readonly #page = new AbortController()
  readonly #options: MaskClientOptions
  readonly #note: StrokeNote

  constructor(options: MaskClientOptions) {
    this.#options = options
    this.#note = createStrokeNote({ imageId: options.image.id, storage: browserStorage })
    this.#thread.addEventListener('error', (event) => options.onFailed(event.error ?? event.message))
    // Of the events of a page that goes away, the first two are sure to come, on phones too. The third comes earlier: a
    // reload leaves the worker the time that the new page needs to answer.
    const leave = (): void => {
      this.#note.write()
      void this.#worker.flush()
    }
    const hide = (): void => {
      if (document.visibilityState === 'hidden') leave()
    }
    document.addEventListener('visibilitychange', hide, { signal: this.#page.signal })
    for (const leaving of ['pagehide', 'beforeunload'])
      window.addEventListener(leaving, leave, { signal: this.#page.signal })
  }

  /** Resolves when the kept mask, if any, is back. */
  async open(): Promise<void> {
    const { image, onFacts } = this.#options
    // Whoever goes to another version and straight back must find what was painted before, and no second tab.
    await leaving.get(image.id)
    const left = this.#note.left()
    const { id, width, height } = image
    await this.#worker.open({ id, width, height }, Comlink.proxy(onFacts), left)
    if (left !== null) void this.#worker.flush().then(() => this.#note.done(), this.#options.onFailed)
  }

  begin(brush: Brush): void {
    this.#note.begin(brush)
    this.#send(this.#worker.begin(brush))
  }

  extend(points: readonly StrokePoint[]): void {
    this.#note.extend(points)
    this.#points.push(...points)
    if (this.#points.length >= pointsPerCall) this.#sendPoints()
  }

  end(): Promise<StrokePatch | null> {
    const patch = this.#worker.end()
    this.#worker.strokesKept().then(this.#note.end(), this.#options.onFailed)
    return patch
  }

  abort(): Promise<Patch | null> {
    this.#note.abort()
    return this.#worker.abort()
  }

  apply(operation: MaskOperation): Promise<Patch | null> {
    return this.#changing.apply(operation)
  }

  loadPng(png: Blob): Promise<Result<Patch | null, LoadFault>> {
    return this.#changing.loadPng(png)
  }

  answerOtherTab(answer: 'take' | 'leave'): Promise<Patch | null> {
    return this.#changing.answerOtherTab(answer)
  }

  /** Rejects where the photograph cannot be read. */
  wand(request: WandRequest): Promise<Region> {
    return this.#worker.wand(request)
  }

  undo(): Promise<Patch | null> {
    return this.#changing.undo()
  }

  redo(): Promise<Patch | null> {
    return this.#changing.redo()
  }

  show(screen: Screen): Promise<Patch | null> {
    return this.#worker.show(screen)
  }

  exportPng(part?: Rect): Promise<Blob> {
    return this.#worker.exportPng(part)
  }

  islands(): Promise<Rect[]> {
    return this.#worker.islands()
  }

  thumbnail(width: number, height: number): Promise<ImageBitmap> {
    return this.#worker.thumbnail(width, height)
  }

  part(part: Rect, size: Size): Promise<Uint8Array<ArrayBuffer>> {
    return this.#worker.part(part, size)
  }

  loadPhoto(url: string): Promise<ImageBitmap[]> {
    return this.#worker.loadPhoto(new URL(url, location.href).href)
  }

  loadFullPhoto(): Promise<ImageBitmap> {
    return this.#worker.loadFullPhoto()
  }

  /** Saves what is unsaved, then lets the worker go. */
  destroy(): void {
    this.#page.abort()
    this.#note.write()
    const { id } = this.#options.image
    const end = (): void => {
      this.#thread.terminate()
      this.#note.forget()
      if (leaving.get(id) === left) leaving.delete(id)
    }
    const left = this.#worker.flush().then(end, end)
    leaving.set(id, left)
  }

  /** For every call but that with the points themselves: they come first. */
  get #worker(): Comlink.Remote<MaskWorker> {
    this.#sendPoints()
    return this.#remote
  }

  /** For every call that changes the mask and is no stroke. */
  get #changing(): Comlink.Remote<MaskWorker> {
    this.#note.forget()
    return this.#worker
  }

  #sendPoints(): void {
    if (this.#points.length === 0) return
    this.#send(this.#remote.extend(this.#points))
    this.#points = []
  }

  #send(call: Promise<void>): void {
    call.catch(this.#options.onFailed)
  }
}
