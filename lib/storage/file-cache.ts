// Objects from elsewhere as local files: the least recently used go when the folder grows too large, never one in use.
import { rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { StoredObject } from './object-store.ts'

export type Pinned = { path: string; release(): void }

export type FileCache = {
  /** The object's file, fetched where it is not here; it stays until `release`. `fetch` makes a file, which is taken over. */
  pin(sha256: string, fetch: () => Promise<string>): Promise<Pinned>
  /** Takes over a file that holds the object already. */
  add(object: StoredObject, path: string): Promise<void>
  /** Removes it, or lets whoever uses it be the last. */
  forget(sha256: string): Promise<void>
}

/** Each with a name of its own: a forgotten file may still be in use when the same object comes again. */
type Entry = { path: string; bytes: number; pins: number; forgotten: boolean }

/** `folder` exists and is empty. */
export function createFileCache({ folder, maxBytes }: { folder: string; maxBytes: number }): FileCache {
  /** In the order of use: a Map keeps the order in which keys were set. */
  const entries = new Map<string, Entry>()
  const fetching = new Map<string, Promise<void>>()
  let files = 0

  async function keep(sha256: string, { bytes, from }: { bytes: number; from: string }): Promise<void> {
    const path = join(folder, `${sha256}.${files++}`)
    await rename(from, path)
    if (entries.has(sha256)) await rm(path, { force: true })
    else entries.set(sha256, { path, bytes, pins: 0, forgotten: false })
  }

  async function shrink(): Promise<void> {
    let sum = 0
    for (const entry of entries.values()) sum += entry.bytes
    for (const [sha256, entry] of entries) {
      if (sum <= maxBytes) return
      if (entry.pins > 0) continue
      sum -= entry.bytes
      entries.delete(sha256)
      await rm(entry.path, { force: true })
    }
  }

  /** Those who ask for the same object at once wait for one fetch. */
  function present(sha256: string, fetch: () => Promise<string>): Promise<void> {
    const known = fetching.get(sha256)
    if (known) return known
    const fetched = (async () => {
      const from = await fetch()
      await keep(sha256, { bytes: (await stat(from)).size, from })
    })().finally(() => fetching.delete(sha256))
    fetching.set(sha256, fetched)
    return fetched
  }

  return {
    async pin(sha256, fetch) {
      // Again, where another call's shrinking was quicker.
      while (!entries.has(sha256)) await present(sha256, fetch)
      const entry = entries.get(sha256)
      if (!entry) throw new Error('the cache lost an entry between two lines')
      entries.delete(sha256)
      entries.set(sha256, entry)
      entry.pins++
      await shrink()
      let released = false
      return {
        path: entry.path,
        release() {
          if (released) return
          released = true
          entry.pins--
          if (entry.forgotten && entry.pins === 0) void rm(entry.path, { force: true })
        },
      }
    },

    async add({ sha256, bytes }, path) {
      await keep(sha256, { bytes, from: path })
      await shrink()
    },

    async forget(sha256) {
      const entry = entries.get(sha256)
      if (!entry) return
      entry.forgotten = true
      entries.delete(sha256)
      if (entry.pins === 0) await rm(entry.path, { force: true })
    },
  }
}
