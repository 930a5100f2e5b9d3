// Everything the provider remembers since the last reset. A reset opens a new book; what is still under way from before
// goes on writing into the old one, where nobody looks.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ByteShelf, createByteShelf } from './byte-shelf.ts'
import { createFaultQueue, type FaultQueue } from './faults.ts'
import type { Download, LedgerEntry, LoggedRequest, StrayVisit } from './records.ts'
import type { Settings } from './settings.ts'

export type StoredResult = { shelfName: string; contentType: string; expiresAt: number }

/** A ticket of the BFL routes and what it ends as. */
export type Task = {
  polls: number
  end: { state: 'ready'; resultUrl: string | null } | { state: 'request-moderated' | 'content-moderated' | 'error' }
}

/** An answer that waits: to be released, or (`hung`) for good. */
type Waiting = { what: 'call' | 'download' | 'hung'; response: ServerResponse; resume: () => void }

export type Book = {
  settings: Settings
  clockOffsetMs: number
  readonly faults: FaultQueue
  readonly ledger: LedgerEntry[]
  readonly requests: LoggedRequest[]
  readonly downloads: Download[]
  readonly strays: StrayVisit[]
  readonly results: Map<string, StoredResult>
  readonly tasks: Map<string, Task>
  readonly resultBytes: ByteShelf
  readonly uploadBytes: ByteShelf
  readonly waiting: Set<Waiting>
  active: number
  peakActive: number
}

/** The provider as its routes see it. `book` is replaced by a reset: take it once per request. */
export type House = {
  book: Book
  readonly apiOrigin: string
  readonly resultsOrigin: string
  readonly clock: () => number
  /** Signs the addresses of results. */
  readonly secret: Buffer
  nextRequestId(): string
}

export type Exchange = { house: House; request: IncomingMessage; response: ServerResponse }

/** Room for some eighty results. */
const shelfBytes = 256_000_000

export const openBook = (settings: Settings): Book => ({
  settings,
  clockOffsetMs: 0,
  faults: createFaultQueue(),
  ledger: [],
  requests: [],
  downloads: [],
  strays: [],
  results: new Map(),
  tasks: new Map(),
  resultBytes: createByteShelf(shelfBytes),
  uploadBytes: createByteShelf(shelfBytes),
  waiting: new Set(),
  active: 0,
  peakActive: 0,
})

export const now = (house: House, book: Book): number => house.clock() + book.clockOffsetMs

/** Until released, or the client goes away. */
export function hold(book: Book, what: 'call' | 'download' | 'hung', response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const waiting: Waiting = {
      what,
      response,
      resume: () => {
        book.waiting.delete(waiting)
        resolve()
      },
    }
    book.waiting.add(waiting)
    if (response.destroyed) waiting.resume()
    else response.once('close', waiting.resume)
  })
}

/**
 * Lets everything that is held go on, and says how many that were. What hangs goes on hanging, and calls that are to be
 * held yet wait for theirs; downloads are tried again and again, so no later one is held either.
 */
export function release(book: Book): number {
  book.faults.drop('download-hold')
  const held = [...book.waiting].filter((waiting) => waiting.what !== 'hung')
  for (const waiting of held) waiting.resume()
  return held.length
}

/** Cuts off everything that waits. */
export function dropWaiting(book: Book): void {
  for (const waiting of book.waiting) waiting.response.destroy()
}

export const heldCount = (book: Book, what: 'call' | 'download'): number =>
  [...book.waiting].filter((waiting) => waiting.what === what).length
