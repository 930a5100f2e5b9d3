// Everything that is on its way into the library: a list of uploads, each a small state machine. It outlives the page
// that started it, so that several pictures go on while one of them is already being edited.
import type { Size } from '../core/geometry.ts'
import type { ImageView } from '../edits/edit.ts'
import { importImageUrl } from './api.ts'
import { type ApiError, toApiError } from './api-error.ts'
import { newIdempotencyKey } from './idempotency-key.ts'
import { measurePicture, reducePicture } from './reduce.ts'
import type { ReducedPicture } from './reduce.worker.ts'
import { fitPixels, type Overrun, overrunOf } from './reduction.ts'
import { uploadImage } from './upload.ts'

export type UploadSource = { kind: 'file'; file: File } | { kind: 'link'; url: string }

/** A picture over the limits, and what it could be made into; `to` is null where its size is not known. */
export type Offer = { overrun: Overrun; bytes: number; from: Size | null; to: Size | null }

export type UploadState =
  | { kind: 'waiting' }
  | { kind: 'reading' }
  | { kind: 'fetching' }
  /** `share` of the body that has gone out, 0 to 1; at 1 the server stores. */
  | { kind: 'uploading'; share: number }
  | { kind: 'offered'; offer: Offer }
  | { kind: 'reducing'; offer: Offer }
  | { kind: 'cannot-reduce' }
  | { kind: 'failed'; error: ApiError }

export type Upload = {
  id: string
  name: string
  source: UploadSource
  state: UploadState
  /** What was made of the file in this browser. */
  reduced: ReducedPicture | null
}

export type Added = {
  image: ImageView
  reduced: ReducedPicture | null
  /** True where nothing else was added along with it and nothing else is still on its way. */
  alone: boolean
}

export type Uploads = {
  list(): readonly Upload[]
  subscribe(listener: () => void): () => void
  onAdded(listener: (added: Added) => void): () => void
  add(sources: readonly UploadSource[]): void
  /** Accepts the offer to reduce. */
  reduce(id: string): void
  retry(id: string): void
  /** Stops it, whatever it does, and takes it from the list. */
  remove(id: string): void
  /** Takes away all that came to nothing. */
  removeFailed(): void
}

type Ports = {
  measure(file: Blob): Promise<Size | null>
  reduce(file: Blob, signal: AbortSignal): Promise<ReducedPicture | null>
  upload: typeof uploadImage
  importUrl: typeof importImageUrl
  atOnce?: number
}

/** True for what came to nothing and waits for nobody's decision. */
export const hasFailed = ({ state }: Upload): boolean => state.kind === 'failed' || state.kind === 'cannot-reduce'

type Job = {
  upload: Upload
  /** Of every try: where only the answer was lost, the picture is there, and no second one is made. */
  idempotencyKey: string
  controller: AbortController
  together: number
  wish: 'send' | 'reduce'
}

export function createUploads({ measure, reduce, upload: send, importUrl, atOnce = 3 }: Ports): Uploads {
  const jobs = new Map<string, Job>()
  const queue: string[] = []
  const listeners = new Set<() => void>()
  const addedListeners = new Set<(added: Added) => void>()
  let snapshot: readonly Upload[] = []
  let running = 0
  let count = 0

  const changed = () => {
    snapshot = [...jobs.values()].map((job) => job.upload)
    for (const listener of listeners) listener()
  }
  const set = (job: Job, change: Partial<Upload>) => {
    // A job that was removed in the meantime has nothing left to tell.
    if (jobs.get(job.upload.id) !== job) return
    job.upload = { ...job.upload, ...change }
    changed()
  }

  const enqueue = (job: Job, wish: Job['wish']) => {
    job.wish = wish
    job.controller = new AbortController()
    if (wish === 'send') set(job, { state: { kind: 'waiting' } })
    queue.push(job.upload.id)
    pump()
  }
  const pump = () => {
    while (running < atOnce) {
      const id = queue.shift()
      if (id === undefined) return
      const job = jobs.get(id)
      if (!job) continue
      running++
      void run(job).finally(() => {
        running--
        pump()
      })
    }
  }

  const run = async (job: Job): Promise<void> => {
    const { signal } = job.controller
    try {
      const image = job.wish === 'reduce' ? await reduceAndSend(job, signal) : await sendAsIs(job, signal)
      if (image === null || jobs.get(job.upload.id) !== job) return
      jobs.delete(job.upload.id)
      changed()
      const added: Added = { image, reduced: job.upload.reduced, alone: job.together === 1 && jobs.size === 0 }
      for (const listener of addedListeners) listener(added)
    } catch (error) {
      if (signal.aborted) return
      const refusal = toApiError(error)
      const offer = offerAfter(refusal, job.upload)
      set(job, { state: offer ? { kind: 'offered', offer } : { kind: 'failed', error: refusal } })
    }
  }

  /** Null where the user has to decide first. */
  const sendAsIs = async (job: Job, signal: AbortSignal): Promise<ImageView | null> => {
    const { source } = job.upload
    if (source.kind === 'link') {
      set(job, { state: { kind: 'fetching' } })
      return importUrl(source.url, { signal, idempotencyKey: job.idempotencyKey })
    }
    if (job.upload.reduced) return sendFile(job, asFile(job.upload.name, job.upload.reduced.blob), signal)
    set(job, { state: { kind: 'reading' } })
    const size = await measure(source.file)
    const offer = offerFor(source.file, size)
    // Without a size this browser cannot open it; then the server judges, as it does in the end anyway.
    if (offer && size) {
      set(job, { state: { kind: 'offered', offer } })
      return null
    }
    return sendFile(job, source.file, signal)
  }

  const reduceAndSend = async (job: Job, signal: AbortSignal): Promise<ImageView | null> => {
    const { source, state } = job.upload
    if (source.kind === 'link' || state.kind !== 'offered') return null
    set(job, { state: { kind: 'reducing', offer: state.offer } })
    const reduced = await reduce(source.file, signal)
    if (reduced === null) {
      set(job, { state: { kind: 'cannot-reduce' } })
      return null
    }
    set(job, { reduced })
    return sendFile(job, asFile(job.upload.name, reduced.blob), signal)
  }

  const sendFile = (job: Job, file: File, signal: AbortSignal): Promise<ImageView> => {
    set(job, { state: { kind: 'uploading', share: 0 } })
    const { idempotencyKey } = job
    return send(file, {
      signal,
      idempotencyKey,
      onProgress: (share) => set(job, { state: { kind: 'uploading', share } }),
    })
  }

  return {
    list: () => snapshot,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onAdded: (listener) => {
      addedListeners.add(listener)
      return () => addedListeners.delete(listener)
    },
    add: (sources) => {
      for (const source of sources) {
        const id = `upload-${++count}`
        const name = source.kind === 'file' ? source.file.name : nameOfLink(source.url)
        const upload: Upload = { id, name, source, state: { kind: 'waiting' }, reduced: null }
        const job: Job = {
          upload,
          idempotencyKey: newIdempotencyKey(),
          controller: new AbortController(),
          together: sources.length,
          wish: 'send',
        }
        jobs.set(id, job)
        enqueue(job, 'send')
      }
    },
    reduce: (id) => {
      const job = jobs.get(id)
      if (job?.upload.state.kind === 'offered') enqueue(job, 'reduce')
    },
    retry: (id) => {
      const job = jobs.get(id)
      if (job?.upload.state.kind === 'failed') enqueue(job, 'send')
    },
    remove: (id) => {
      const job = jobs.get(id)
      jobs.delete(id)
      job?.controller.abort()
      changed()
    },
    removeFailed: () => {
      for (const upload of snapshot) if (hasFailed(upload)) jobs.delete(upload.id)
      changed()
    },
  }
}

const offerFor = (file: File, size: Size | null): Offer | null => {
  const overrun = overrunOf({ bytes: file.size, size })
  return overrun ? { overrun, bytes: file.size, from: size, to: size && fitPixels(size) } : null
}

/** The server may count what this browser could not. What was reduced already is not offered again. */
function offerAfter(refusal: ApiError, { source, reduced }: Upload): Offer | null {
  if (source.kind === 'link' || reduced) return null
  const overrun =
    refusal.code === 'image_too_large' ? 'bytes' : refusal.code === 'image_too_many_pixels' ? 'pixels' : null
  if (overrun === null) return null
  return { overrun, bytes: source.file.size, from: null, to: null }
}

/** A reduced picture under its old name, with the ending of what it has become. */
function asFile(name: string, blob: Blob): File {
  const ending = blob.type === 'image/png' ? '.png' : '.jpg'
  const kept = ending === '.png' ? /\.png$/i : /\.jpe?g$/i
  const newName = kept.test(name) ? name : name.replace(/\.(png|jpe?g|webp|gif|avif|bmp)$/i, '') + ending
  return new File([blob], newName, { type: blob.type })
}

/** The last part of the path, readable; the host where there is none. */
export function nameOfLink(url: string): string {
  const parsed = URL.parse(url)
  if (!parsed) return url
  const last = parsed.pathname.split('/').findLast((part) => part !== '')
  if (!last) return parsed.host
  try {
    return decodeURIComponent(last)
  } catch {
    return last
  }
}

/** Those of this tab. */
export const uploads: Uploads = createUploads({
  measure: measurePicture,
  reduce: reducePicture,
  upload: uploadImage,
  importUrl: importImageUrl,
})
