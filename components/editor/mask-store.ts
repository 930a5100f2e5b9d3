// Masks kept in this browser, by image: PNG bytes in IndexedDB. Runs in the mask worker.

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

type Keeping = {
  readonly mask: KeptMask
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
export async function storeMask(imageId: string, { mask, lastSeen }: Keeping): Promise<KeptMask | null> {
  const { store, done } = await openStore('readwrite')
  const before = await settled<unknown>(store.get(imageId))
  const overtaken = isKeptMask(before) && before.savedAt !== lastSeen ? before : null
  if (overtaken) store.put(overtaken, overtakenKey(imageId))
  store.put(mask, imageId)
  await done
  return overtaken
}

export type Autosave = { changed(): void; flush(): Promise<void> }

/** Long enough to gather a flurry of strokes, short enough that a closed tab loses next to nothing. */
const restMs = 250
/** A hand that never rests is saved now and then all the same: a crash asks nobody. */
const longestMs = 2000

/** Saves after each pause, one save at a time. `save` must take its picture of the mask before it first awaits. */
export function createAutosave(save: () => Promise<void>): Autosave {
  let pending = false
  let pendingSinceMs = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> = Promise.resolve()
  const flush = (): Promise<void> => {
    clearTimeout(timer)
    if (!pending) return running
    pending = false
    running = running.then(save)
    return running
  }
  return {
    changed() {
      const now = performance.now()
      if (!pending) pendingSinceMs = now
      pending = true
      clearTimeout(timer)
      timer = setTimeout(flush, Math.max(0, Math.min(restMs, pendingSinceMs + longestMs - now)))
    },
    flush,
  }
}
