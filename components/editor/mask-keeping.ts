// Keeps the raster of one image in this browser, beside other tabs that may do the same. The newer strokes stand; what
// they overtook is kept aside until it is taken back or given up, and both tabs are told. Runs in the mask worker.
import { z } from 'zod'
import { never } from '#lib/core/result.ts'
import {
  type Autosave,
  createAutosave,
  type KeptMask,
  loadMask,
  loadOvertaken,
  loadStrokes,
  storeMask,
  storeStrokes,
} from './mask-store.ts'
import { createStrokeJournal, type JournalStroke } from './stroke-journal.ts'

/** How this tab's mask stands to the one that another tab paints. */
export type OtherTab =
  | { readonly kind: 'none' }
  /** The picture is open there too; nothing has been painted in both. */
  | { readonly kind: 'open' }
  /** Kept there after anything here: a reload would show theirs. */
  | { readonly kind: 'newer-there'; readonly savedAt: number }
  /** Painted here after it was painted there: this one is kept, theirs lies aside. */
  | { readonly kind: 'newer-here'; readonly savedAt: number }

/** Why the mask is not kept: the browser's storage is full, or it allows none. */
export type StorageFault = 'full' | 'refused'

export type KeepingFacts = {
  readonly savedAt: number | null
  readonly otherTab: OtherTab
  readonly storageFault: StorageFault | null
}

export const nothingKept: KeepingFacts = { savedAt: null, otherTab: { kind: 'none' }, storageFault: null }

/** What tabs tell each other. */
const wordSchema = z.object({
  kind: z.enum(['opened', 'here', 'saved']),
  imageId: z.string(),
  tabId: z.string(),
  savedAt: z.number(),
})
type Word = z.infer<typeof wordSchema>

type KeepingOptions = {
  readonly imageId: string
  /** Takes its picture of the raster before it first awaits. */
  encode(): Promise<Uint8Array<ArrayBuffer>>
  isPainting(): boolean
  onFacts(facts: KeepingFacts): void
}

export type MaskKeeping = ReturnType<typeof createMaskKeeping>

export function createMaskKeeping({ imageId, encode, isPainting, onFacts }: KeepingOptions) {
  let facts = nothingKept
  /** What this tab last read or kept. */
  let last: KeptMask | null = null
  const tabId = crypto.randomUUID()
  const channel = new BroadcastChannel('frisket-masks')
  let closed = false
  const journal = createStrokeJournal()
  /** One write after the other: strokes must not be noted upon a mask that is just being replaced. */
  let writing: Promise<unknown> = Promise.resolve()
  const write = <T>(act: () => Promise<T>): Promise<T> => {
    const written = writing.then(act)
    writing = written.catch(() => {})
    return written
  }

  const change = (next: Partial<KeepingFacts>): void => {
    facts = { ...facts, ...next }
    onFacts(facts)
  }
  const say = (kind: Word['kind']): void => {
    const word: Word = { kind, imageId, tabId, savedAt: facts.savedAt ?? 0 }
    if (!closed) channel.postMessage(word)
  }
  const failed = (cause: unknown): void => {
    // The mask lives on without storage, only not across a reload.
    if (facts.storageFault === null) console.warn('The mask cannot be kept in this browser.', cause)
    change({ storageFault: isFull(cause) ? 'full' : 'refused' })
  }

  const heard = async (savedAt: number): Promise<void> => {
    try {
      const theirs = await loadMask(imageId)
      // They took ours, or came back to it: nobody has anything newer.
      const same = theirs && last && sameBytes(theirs.png, last.png)
      if (same) last = theirs
      change({ otherTab: same ? { kind: 'open' } : { kind: 'newer-there', savedAt } })
    } catch (cause) {
      failed(cause)
    }
  }

  channel.onmessage = ({ data }) => {
    const parsed = wordSchema.safeParse(data)
    if (!parsed.success || parsed.data.imageId !== imageId || parsed.data.tabId === tabId) return
    const { kind, savedAt } = parsed.data
    switch (kind) {
      case 'opened':
        say('here')
        return
      case 'here':
        if (facts.otherTab.kind === 'none') change({ otherTab: { kind: 'open' } })
        return
      case 'saved':
        void heard(savedAt)
        return
      default:
        never(kind)
    }
  }

  const save = async (): Promise<void> => {
    try {
      journal.take()
      const png = await encode()
      // Taken over from another tab, or undone to what is kept: that is no news for anyone.
      if (last && sameBytes(last.png, png)) {
        const base = last.savedAt
        await write(async () => {
          await storeStrokes(imageId, { base, strokes: journal.strokesSinceTaken() })
          journal.kept()
        })
        return
      }
      const mask = { png, savedAt: Date.now() }
      const overtaken = await write(async () => {
        const strokes = journal.strokesSinceTaken()
        const before = await storeMask(imageId, { mask, strokes, lastSeen: last?.savedAt ?? null })
        last = mask
        journal.kept()
        return before
      })
      const before = facts.otherTab
      const otherTab: OtherTab = overtaken
        ? { kind: 'newer-here', savedAt: overtaken.savedAt }
        : before.kind === 'newer-there'
          ? { kind: 'open' }
          : before
      change({ savedAt: mask.savedAt, otherTab, storageFault: null })
      say('saved')
    } catch (cause) {
      failed(cause)
    }
  }
  let noting = false
  /** One write for all strokes that come while another is under way: each writes them all. */
  const noteStrokes = (): void => {
    if (noting) return
    noting = true
    write(() => {
      noting = false
      return storeStrokes(imageId, { base: last?.savedAt ?? null, strokes: journal.strokes() })
    }).catch(failed)
  }
  const autosave: Autosave = createAutosave({ save, isPainting })

  return {
    /** The mask that this browser keeps for the image, if any. */
    async open(): Promise<KeptMask | null> {
      say('opened')
      try {
        last = await loadMask(imageId)
        change({ savedAt: last?.savedAt ?? null })
      } catch (cause) {
        failed(cause)
      }
      return last
    },
    /** Strokes that were painted upon that mask before the tab came to a sudden end. */
    async unkeptStrokes(): Promise<readonly JournalStroke[]> {
      try {
        return await loadStrokes(imageId, last?.savedAt ?? null)
      } catch (cause) {
        failed(cause)
        return []
      }
    },

    stroked(stroke: JournalStroke): void {
      journal.add(stroke)
      autosave.changed(journal.isWhole() ? 'noted' : undefined)
      noteStrokes()
    },
    /** By anything but a stroke. */
    changed(): void {
      journal.tear()
      autosave.changed()
    },
    flush: autosave.flush,
    /** Resolves once every stroke so far is noted or saved, or the browser has refused it. */
    strokesKept: (): Promise<unknown> => (journal.isWhole() ? writing : autosave.saved()),

    /** The other tab's mask, to stand here from now on; null where there is none, or it cannot be read. */
    async take(): Promise<KeptMask | null> {
      const { otherTab } = facts
      if (otherTab.kind !== 'newer-there' && otherTab.kind !== 'newer-here') return null
      // Strokes that are not kept yet must not be kept over it a moment later.
      await autosave.flush()
      const aside = facts.otherTab.kind === 'newer-here'
      try {
        const taken = aside ? await loadOvertaken(imageId) : await loadMask(imageId)
        if (taken && !aside) last = taken
        change({ otherTab: { kind: 'open' } })
        return taken
      } catch (cause) {
        failed(cause)
        return null
      }
    },

    /** The mask here is the one that is wanted; it is kept over the other's. */
    async leave(): Promise<void> {
      const { kind } = facts.otherTab
      change({ otherTab: { kind: 'open' } })
      if (kind !== 'newer-there') return
      last = await loadMask(imageId)
      journal.tear()
      autosave.changed()
      await autosave.flush()
    },

    close(): void {
      closed = true
      channel.close()
    },
  }
}

const isFull = (cause: unknown): boolean => cause instanceof DOMException && cause.name === 'QuotaExceededError'

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index])
