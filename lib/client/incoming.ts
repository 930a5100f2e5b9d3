// What a drop or a paste brings: pictures as files, or a link to one.
import type { UploadSource } from './uploads.ts'

/** Files win over text: a picture dragged from another page comes as both. */
export function readTransfer(transfer: DataTransfer): UploadSource[] {
  const files = [...transfer.files]
  if (files.length > 0) return files.map((file) => ({ kind: 'file', file }))
  const list = transfer.getData('text/uri-list') || transfer.getData('text/plain')
  return list
    .split(/\r?\n/)
    .map((line) => readLink(line))
    .filter((url) => url !== null)
    .map((url) => ({ kind: 'link', url }))
}

/** An http or https address, or null. */
export function readLink(text: string): string | null {
  const url = URL.parse(text.trim())
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : null
}

export const bringsFiles = (transfer: DataTransfer): boolean => transfer.types.includes('Files')

/** True while something that could be a picture is dragged in; what it is can only be read when it is dropped. */
export const mayBePicture = (transfer: DataTransfer): boolean =>
  bringsFiles(transfer) || transfer.types.includes('text/uri-list')

type Diversion = (files: readonly File[]) => readonly File[]
let diversion: Diversion | null = null

/**
 * A page that knows more of files than that they may be pictures takes its own from what is dropped or pasted, and gives
 * back the others. Until the returned function is called.
 */
export function divertFiles(take: Diversion): () => void {
  diversion = take
  return () => {
    if (diversion === take) diversion = null
  }
}

/** What is left for the library. */
export function undiverted(sources: readonly UploadSource[]): readonly UploadSource[] {
  if (diversion === null) return sources
  const files = sources.flatMap((source) => (source.kind === 'file' ? [source.file] : []))
  const left = new Set(diversion(files))
  return sources.filter((source) => source.kind === 'link' || left.has(source.file))
}
