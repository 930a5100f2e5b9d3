// Bytes by the hash of their content. What `put` has returned is on disk for good; what was cut off before left nothing.
import type { Readable } from 'node:stream'

export type StoredObject = { sha256: string; bytes: number }
/** First and last byte, both inclusive, as in HTTP. */
export type ByteRange = { start: number; end: number }

export type ObjectReader = {
  stat(sha256: string): Promise<StoredObject | null>
  stream(sha256: string, range?: ByteRange): Promise<Readable>
  list(): AsyncIterable<string>
}

export type ObjectStore = ObjectReader & {
  /** Where uploads and workers write before `adopt`: on the same file system as the store. */
  readonly scratchFolder: string
  put(bytes: Uint8Array): Promise<StoredObject>
  /**
   * Takes over a whole file of the scratch folder; the file is gone from there afterwards. Where that fails the file stays
   * the caller's, who may try again with it: it may be all that there is of a paid result.
   */
  adopt(path: string): Promise<StoredObject>
  read(sha256: string): Promise<Uint8Array<ArrayBuffer>>
  /** Calls `use` with a path under which the object can be read while the call lasts. */
  withFile<T>(sha256: string, use: (path: string) => Promise<T>): Promise<T>
  delete(sha256: string): Promise<void>
}
