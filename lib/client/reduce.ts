// What the page asks about a picture file before it is sent: its size in pixels, and a smaller one of it.
import type { Size } from '../core/geometry.ts'
import type { ReduceAnswer, ReducedPicture } from './reduce.worker.ts'

/** The size as shown upright, from the file's head; null where this browser cannot open the file. Decodes no pixels. */
export async function measurePicture(file: Blob): Promise<Size | null> {
  const url = URL.createObjectURL(file)
  try {
    const image = new Image()
    await new Promise((resolve, reject) => {
      image.onload = resolve
      image.onerror = reject
      image.src = url
    })
    return { width: image.naturalWidth, height: image.naturalHeight }
  } catch {
    return null
  } finally {
    URL.revokeObjectURL(url)
  }
}

/**
 * Fits a picture into the limits: upright, PNG where it has transparency, else JPEG of quality 0.95.
 * Null where this browser cannot do it. An aborted signal ends the work and rejects.
 */
export function reducePicture(file: Blob, signal: AbortSignal): Promise<ReducedPicture | null> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    // A worker for each picture: it is rare, and ending it is the only way to stop a decode.
    const worker = new Worker(new URL('./reduce.worker.ts', import.meta.url), { type: 'module' })
    const end = () => {
      worker.terminate()
      signal.removeEventListener('abort', abort)
    }
    const abort = () => {
      end()
      reject(signal.reason)
    }
    signal.addEventListener('abort', abort)
    worker.onmessage = (event: MessageEvent<ReduceAnswer>) => {
      end()
      resolve(event.data.ok ? event.data.picture : null)
    }
    worker.onerror = () => {
      end()
      resolve(null)
    }
    worker.postMessage(file)
  })
}
