// The page's end of smart select. Its worker is made on first use and goes when it has rested for a while: it holds the
// photograph's pixels, 80 MB at 20 megapixels. No wish waits for another, and no call rejects.
import type { Rect, Size } from '#lib/core/geometry.ts'
import { never } from '#lib/core/result.ts'
import type { Scribble } from '#lib/mask/cut-out/wishes.ts'
import type { Region } from '#lib/mask/region.ts'
import type { CutAnswer } from './smart-select.worker.ts'
import { connectWorker, type SmartSelectLink } from './smart-select-link.ts'

/** What the options bar says. */
export type SmartSelectStatus =
  | { readonly kind: 'idle' }
  /** From 0 to 1; null where it cannot be measured. */
  | { readonly kind: 'loading'; readonly share: number | null }
  | { readonly kind: 'working' }
  /** A region is shown and waits for Enter or for scribbles. */
  | { readonly kind: 'found' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'failed' }

/** Where smart select fails, the answer is that nothing was found, and the status says why. */
export type SmartSelect = {
  /** Begins to load, so that the first box need not wait as long. */
  prepare(): void
  /** A new selection. */
  box(rect: Rect): Promise<CutAnswer>
  /** Refines it; the first of all, if it keeps, begins one. In image pixels. */
  scribble(scribble: Scribble): Promise<CutAnswer>
  /** As if the last scribble had not been; nothing is found where neither box nor scribble is left. */
  takeBack(): Promise<CutAnswer>
  /** The region that is shown now. */
  region(): Region | null
  reset(): void
  destroy(): void
}

export type SmartSelectOptions = {
  readonly image: Size & { readonly url: string }
  onStatus(status: SmartSelectStatus): void
  /** Each new region, and null when there is none any more: for a preview. */
  onRegion?(region: Region | null): void
  /** Tests put another worker here. */
  readonly connect?: () => SmartSelectLink
}

/** Long enough to select one thing after the other. */
const restMs = 60_000

export function createSmartSelect(options: SmartSelectOptions): SmartSelect {
  const { image, onStatus, onRegion, connect = connectWorker } = options
  let open: { readonly link: SmartSelectLink; readonly loaded: Promise<void> } | null = null
  let region: Region | null = null
  let failed = false
  /** Wishes made, and those of them that are not answered. */
  let turn = 0
  let pending = 0
  let restTimer: ReturnType<typeof setTimeout> | undefined

  let said: SmartSelectStatus = { kind: 'idle' }
  const say = (status: SmartSelectStatus): void => {
    said = status
    onStatus(status)
  }

  const letGo = (): void => {
    clearTimeout(restTimer)
    open?.link.close()
    open = null
  }

  const show = (next: Region | null): void => {
    if (next === region) return
    region = next
    onRegion?.(next)
  }

  const fail = (cause: unknown): void => {
    console.error('Smart select failed.', cause)
    failed = true
    letGo()
    show(null)
    say({ kind: 'failed' })
  }

  const connected = (): NonNullable<typeof open> => {
    clearTimeout(restTimer)
    if (open) return open
    failed = false
    say({ kind: 'loading', share: null })
    const link = connect()
    const loaded = link.load(image, (share) => {
      if (open?.link === link) say({ kind: 'loading', share })
    })
    open = { link, loaded }
    loaded.then(
      () => {
        if (open?.link === link && pending === 0) say({ kind: 'idle' })
      },
      (cause: unknown) => {
        if (open?.link === link) fail(cause)
      },
    )
    return open
  }

  const ask = async (wish: (link: SmartSelectLink) => Promise<CutAnswer>): Promise<CutAnswer> => {
    const mine = ++turn
    const { link, loaded } = connected()
    pending++
    try {
      await loaded
      // The worker hears every wish, even one that is overtaken by now: a scribble refines what came before it.
      const answering = wish(link)
      if (mine === turn) say({ kind: 'working' })
      const answer = await answering
      if (mine !== turn) return { kind: 'overtaken' }
      tell(answer)
      return answer
    } catch (cause) {
      if (open?.link === link) fail(cause)
      return mine === turn ? { kind: 'nothing' } : { kind: 'overtaken' }
    } finally {
      pending--
    }
  }

  const tell = (answer: CutAnswer): void => {
    switch (answer.kind) {
      case 'found':
        show(answer.region)
        say({ kind: 'found' })
        break
      case 'nothing':
        show(null)
        say({ kind: 'nothing' })
        break
      case 'overtaken':
        break
      default:
        never(answer)
    }
  }

  return {
    prepare() {
      // What failed is tried again when it is asked for something, not at every move of the pointer.
      if (!failed) connected()
    },
    box: (rect) => ask((link) => link.box(rect)),
    scribble: (scribble) => ask((link) => link.scribble(scribble)),
    takeBack: () => ask((link) => link.takeBack()),
    region: () => region,
    reset() {
      turn++
      show(null)
      if (!open) return
      const { link, loaded } = open
      // Where this fails, the next wish fails too, and there it is told.
      loaded.then(() => link.reset()).catch(() => {})
      if (said.kind === 'found' || said.kind === 'working') say({ kind: 'idle' })
      clearTimeout(restTimer)
      restTimer = setTimeout(letGo, restMs)
    },
    destroy() {
      turn++
      letGo()
    },
  }
}
