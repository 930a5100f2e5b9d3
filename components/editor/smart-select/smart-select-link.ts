// The way to the worker of smart select.
import * as Comlink from 'comlink'
import type { Rect, Size } from '#lib/core/geometry.ts'
import type { Scribble } from '#lib/mask/cut-out/wishes.ts'
import type { CutAnswer, SmartSelectWorker } from './smart-select.worker.ts'

/** Every promise rejects where the worker dies. */
export type SmartSelectLink = {
  load(photo: Size & { readonly url: string }, onShare: (share: number | null) => void): Promise<void>
  box(rect: Rect): Promise<CutAnswer>
  scribble(scribble: Scribble): Promise<CutAnswer>
  takeBack(): Promise<CutAnswer>
  reset(): Promise<void>
  close(): void
}

export function connectWorker(): SmartSelectLink {
  const worker = new Worker(new URL('./smart-select.worker.ts', import.meta.url), {
    type: 'module',
    name: 'smart-select',
  })
  const remote = Comlink.wrap<SmartSelectWorker>(worker)
  const died = new Promise<never>((_, reject) => {
    worker.addEventListener('error', (event) => reject(event.error ?? new Error(event.message)))
  })
  // Told where it matters: every call below is raced against it.
  died.catch(() => {})
  const orDeath = <T>(answer: Promise<T>): Promise<T> => Promise.race([answer, died])
  return {
    load: ({ url, width, height }, onShare) =>
      orDeath(remote.load({ url: new URL(url, location.href).href, width, height }, Comlink.proxy(onShare))),
    box: (rect) => orDeath<CutAnswer>(remote.box(rect)),
    scribble: (scribble) => orDeath<CutAnswer>(remote.scribble(scribble)),
    takeBack: () => orDeath<CutAnswer>(remote.takeBack()),
    reset: () => orDeath(remote.reset()),
    close: () => worker.terminate(),
  }
}
