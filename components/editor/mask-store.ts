// Masks kept in this browser, by image: PNG bytes in IndexedDB, and beside them the strokes that they do not hold yet.
// Runs in the mask worker.
import { z } from 'zod'
import type { JournalStroke } from './stroke-journal.ts'

const databaseName = 'frisket-masks'
const storeName = 'masks'

export type KeptMask = { readonly png: Uint8Array<ArrayBuffer>; readonly savedAt: number }

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

async function openStore(mode: IDBTransactionMode): Promise<{ store: IDBObjectStore; done: Promise<void> }> {
  const opening = indexedDB.open(databaseName, 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore(storeName)
  const database = await settled(opening)
  const transaction = database.transaction(storeName, mode)
  const done = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
  }).finally(() => database.close())
  return { store: transaction.objectStore(storeName), done }
}

const isKeptMask = (value: unknown): value is KeptMask =>
  typeof value === 'object' &&
  value !== null &&
  'png' in value &&
  value.png instanceof Uint8Array &&
  'savedAt' in value &&
  typeof value.savedAt === 'number'

/** Null where none is kept for this image. Rejects where the browser refuses its storage. */
export async function loadMask(imageId: string): Promise<KeptMask | null> {
  const { store, done } = await openStore('readonly')
  const [value] = await Promise.all([settled<unknown>(store.get(imageId)), done])
  return isKeptMask(value) ? value : null
}

const finite = z.number()
const strokesSchema = z.array(
  z.object({
    brush: z.object({ sizePx: finite, hardness: finite, value: finite }),
    points: z.array(z.object({ x: finite, y: finite, sizePx: finite.optional(), strength: finite.optional() })),
  }),
)
const journalSchema = z.object({
  /** When the mask was saved on which the strokes stand; null for an empty one. */
  base: finite.nullable(),
  strokes: strokesSchema,
})

/** From the text of a `StrokeNote`; none where it is no such text. */
export function readStrokes(text: string | null): readonly JournalStroke[] {
  try {
    return strokesSchema.parse(JSON.parse(text ?? '[]'))
  } catch {
    return []
  }
}

type Journal = { readonly base: number | null; readonly strokes: readonly JournalStroke[] }

const journalKey = (imageId: string): string => `strokes ${imageId}`

/** The strokes that were drawn upon the mask of this time and are not in it. */
export async function loadStrokes(imageId: string, base: number | null): Promise<readonly JournalStroke[]> {
  const { store, done } = await openStore('readonly')
  const [value] = await Promise.all([settled<unknown>(store.get(journalKey(imageId))), done])
  const journal = journalSchema.safeParse(value)
  return journal.success && journal.data.base === base ? journal.data.strokes : []
}

export async function storeStrokes(imageId: string, journal: Journal): Promise<void> {
  const { store, done } = await openStore('readwrite')
  store.put(journal, journalKey(imageId))
  await done
}

type Keeping = {
  readonly mask: KeptMask
  /** What has been painted since that mask was taken. */
  readonly strokes: readonly JournalStroke[]
  /** When what this tab last read or kept was saved; null where that was nothing. */
  readonly lastSeen: number | null
}

/** Where what another tab had kept lies, once this one is kept in its place. */
const overtakenKey = (imageId: string): string => `overtaken ${imageId}`

export const loadOvertaken = (imageId: string): Promise<KeptMask | null> => loadMask(overtakenKey(imageId))

/**
 * Resolves once the browser has the mask for good; rejects where it refuses, as when its storage is full. Where another
 * tab had kept one in the meantime, that one is laid aside and answered.
 */
export async function storeMask(imageId: string, { mask, strokes, lastSeen }: Keeping): Promise<KeptMask | null> {
  const { store, done } = await openStore('readwrite')
  const before = await settled<unknown>(store.get(imageId))
  const overtaken = isKeptMask(before) && before.savedAt !== lastSeen ? before : null
  if (overtaken) store.put(overtaken, overtakenKey(imageId))
  store.put(mask, imageId)
  store.put({ base: mask.savedAt, strokes } satisfies Journal, journalKey(imageId))
  await done
  return overtaken
}

export type Autosave = {
  /** `noted`: what changed is kept already in another form, so that a hand at work need not be held up for it. */
  changed(noted?: 'noted'): void
  flush(): Promise<void>
  /** Resolves once what has changed is saved, whenever that falls due. */
  saved(): Promise<void>
}

type AutosaveOptions = {
  /** Must take its picture of the mask before it first awaits. */
  save(): Promise<void>
  isPainting(): boolean
}

/** Long enough to gather a flurry of strokes, short enough that a closed tab loses next to nothing. */
const restMs = 250
/** A hand that never rests is saved now and then all the same: a crash asks nobody. */
const longestMs = 2000
/** Of strokes as numbers only so many, that they are soon read and drawn again. */
const longestNotedMs = 30_000

/** Saves after each pause of the hand, one save at a time. */
export function createAutosave({ save, isPainting }: AutosaveOptions): Autosave {
  let pending = false
  let dueMs = Number.POSITIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> = Promise.resolve()
  let next: PromiseWithResolvers<void> | null = null
  const flush = (): Promise<void> => {
    clearTimeout(timer)
    if (!pending) return running
    pending = false
    dueMs = Number.POSITIVE_INFINITY
    running = running.then(save)
    next?.resolve(running)
    next = null
    return running
  }
  const wait = (): void => {
    clearTimeout(timer)
    timer = setTimeout(rested, Math.max(0, Math.min(restMs, dueMs - performance.now())))
  }
  const rested = (): void => {
    if (isPainting() && performance.now() < dueMs) wait()
    else void flush()
  }
  return {
    changed(noted) {
      pending = true
      dueMs = Math.min(dueMs, performance.now() + (noted ? longestNotedMs : longestMs))
      wait()
    },
    flush,
    saved() {
      if (!pending) return running
      next ??= Promise.withResolvers()
      return next.promise
    },
  }
}
