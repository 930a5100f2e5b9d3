// Makes one picture fit the limits, off the page's thread.
import { fitBytes, fitPixels, limits } from './reduction.ts'

export type ReducedPicture = { blob: Blob; width: number; height: number }
export type ReduceAnswer = { ok: true; picture: ReducedPicture } | { ok: false }

const jpegQuality = 0.95
const mostTries = 6

/** Rows that are read at once while looking for transparency: 512 rows of 6000 pixels are 12 MB. */
const bandRows = 512

async function reduce(file: Blob): Promise<ReducedPicture> {
  const whole = await createImageBitmap(file, { imageOrientation: 'from-image' })
  try {
    let size = fitPixels(whole)
    let type: 'image/png' | 'image/jpeg' | null = file.type === 'image/jpeg' ? 'image/jpeg' : null
    for (let tries = 0; tries < mostTries; tries++) {
      const canvas = new OffscreenCanvas(size.width, size.height)
      const context = canvas.getContext('2d')
      if (!context) throw new Error('no 2d canvas')
      context.imageSmoothingQuality = 'high'
      context.drawImage(whole, 0, 0, size.width, size.height)
      type ??= hasAlpha(context) ? 'image/png' : 'image/jpeg'
      const blob = await canvas.convertToBlob({ type, quality: jpegQuality })
      if (blob.size <= limits.bytes) return { blob, ...size }
      size = fitBytes(size, blob.size)
    }
    throw new Error('does not fit')
  } finally {
    whole.close()
  }
}

function hasAlpha(context: OffscreenCanvasRenderingContext2D): boolean {
  const { width, height } = context.canvas
  for (let top = 0; top < height; top += bandRows) {
    const { data } = context.getImageData(0, top, width, Math.min(bandRows, height - top))
    for (let i = 3; i < data.length; i += 4) if (data[i] < 255) return true
  }
  return false
}

self.addEventListener('message', async (event: MessageEvent<Blob>) => {
  let answer: ReduceAnswer
  try {
    answer = { ok: true, picture: await reduce(event.data) }
  } catch {
    // The page has one sentence for every reason: this browser cannot reduce the picture.
    answer = { ok: false }
  }
  self.postMessage(answer)
})
