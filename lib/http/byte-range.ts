// What a client asks to have of a stored file, and what it says it has (RFC 9110, 13 and 14).
import type { ByteRange } from '../storage/object-store.ts'

/**
 * One range of bytes against a size. Null: answer with the whole file, because nothing was asked for, or several ranges, or not in
 * this way (a server may ignore any Range). 'unsatisfiable': answer 416.
 */
export function parseByteRange(header: string | null, size: number): ByteRange | 'unsatisfiable' | null {
  const match = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header ?? '')
  if (!match) return null
  const [, first, last] = match
  if (first === '') {
    if (last === '') return null
    const length = Math.min(Number(last), size)
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 }
  }
  if (last !== '' && Number(last) < Number(first)) return null
  if (Number(first) >= size) return 'unsatisfiable'
  return { start: Number(first), end: last === '' ? size - 1 : Math.min(Number(last), size - 1) }
}

const anyEtag = /(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/g
const listOfEtags =
  /^[ \t]*(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"[ \t]*(?:,[ \t]*(?:(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*")?[ \t]*)*$/

/** True where the client has it already: answer 304. Compared weakly, as the RFC wants for this header. */
export function matchesIfNoneMatch(header: string | null, etag: string): boolean {
  if (header === null) return false
  if (header.trim() === '*') return true
  if (!listOfEtags.test(header)) return false
  const opaque = etag.replace(/^W\//, '')
  return (header.match(anyEtag) ?? []).some((candidate) => candidate.replace(/^W\//, '') === opaque)
}

/** True where a Range may be answered with a part. Compared strongly; a date never matches, since no Last-Modified is sent. */
export function matchesIfRange(header: string | null, etag: string): boolean {
  return header === null || (header.trim() === etag && !etag.startsWith('W/'))
}
