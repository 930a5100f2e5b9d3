// The photograph's pixels, had in a worker: fetched (mostly from the browser's own cache), decoded, and read in strips,
// so that beside the picture's bitmap and its bytes no third copy of 80 MB is made.
import type { Size } from '#lib/core/geometry.ts'

/** Rows at a time. */
const stripRows = 256

type Request = {
  readonly url: string
  readonly size: Size
  /** From 0 to 1; null where the server does not say how long the file is. */
  onShare(share: number | null): void
}

/** RGBA of the whole picture. Rejects where it cannot be had or read, or has another size. */
export async function loadPixels({ url, size, onShare }: Request): Promise<Uint8Array> {
  const response = await fetch(url)
  if (!response.ok || !response.body) throw new Error(`The photograph answered ${response.status}`)
  const bytes = Number(response.headers.get('content-length')) || null
  let received = 0
  const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(part, controller) {
      received += part.byteLength
      onShare(bytes === null ? null : Math.min(1, received / bytes))
      controller.enqueue(part)
    },
  })
  const type = response.headers.get('content-type') ?? ''
  const blob = await new Response(response.body.pipeThrough(counter), { headers: { 'content-type': type } }).blob()
  const bitmap = await createImageBitmap(blob)
  try {
    return readStrips(bitmap, size)
  } finally {
    bitmap.close()
  }
}

function readStrips(bitmap: ImageBitmap, { width, height }: Size): Uint8Array {
  if (bitmap.width !== width || bitmap.height !== height) {
    throw new Error(`The photograph is ${bitmap.width} × ${bitmap.height}, not ${width} × ${height}`)
  }
  const canvas = new OffscreenCanvas(width, Math.min(height, stripRows))
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('The browser gives no canvas')
  const pixels = new Uint8Array(4 * width * height)
  for (let y = 0; y < height; y += stripRows) {
    const rows = Math.min(stripRows, height - y)
    context.clearRect(0, 0, width, rows)
    context.drawImage(bitmap, 0, y, width, rows, 0, 0, width, rows)
    pixels.set(context.getImageData(0, 0, width, rows).data, 4 * width * y)
  }
  return pixels
}
