// The photograph at full size and at halves of it, so that a zoomed-out view is drawn from few pixels, and cleanly.
import type { Size } from '#lib/core/geometry.ts'

/** Halving stops here: below, the smallest level is cheap enough at any zoom. */
const smallestSide = 400

/** The decoded photograph. Rejects where it cannot be had or read. */
export async function loadFull(url: string): Promise<ImageBitmap> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`The photograph answered ${response.status}`)
  return createImageBitmap(await response.blob())
}

/** The decoded photograph, then each level half as large as the one before. Rejects where it cannot be had or read. */
export async function loadPyramid(url: string): Promise<ImageBitmap[]> {
  const levels = [await loadFull(url)]
  for (;;) {
    const { width, height } = levels[levels.length - 1]
    if (Math.min(width, height) <= smallestSide) return levels
    levels.push(
      await createImageBitmap(levels[levels.length - 1], {
        resizeWidth: Math.round(width / 2),
        resizeHeight: Math.round(height / 2),
        resizeQuality: 'medium',
      }),
    )
  }
}

/** From this on, the photograph at full size is three quarters of its pyramid's memory and worth its coming and going. */
const largePixels = 4_000_000

export const isLarge = ({ width, height }: Size): boolean => width * height > largePixels

/** The smallest level that still has a pixel for every device pixel; the photograph is `shownWidth` of these wide. */
export function levelFor<Level extends { readonly width: number }>(
  levels: readonly Level[],
  shownWidth: number,
): Level {
  let index = 0
  while (index + 1 < levels.length && levels[index + 1].width >= shownWidth * 0.999) index++
  return levels[index]
}

/** Whether a view asks for more pixels than the largest level has, and the photograph itself has more. */
export const wantsFull = (level: { readonly width: number }, image: Size, shownWidth: number): boolean =>
  level.width < image.width && shownWidth * 0.999 > level.width

/** Whether anything of the photograph is see-through, judged on its smallest level. */
export function hasTransparency(levels: readonly ImageBitmap[]): boolean {
  const smallest = levels[levels.length - 1]
  const canvas = new OffscreenCanvas(Math.min(256, smallest.width), Math.min(256, smallest.height))
  const context = canvas.getContext('2d')
  if (!context) return false
  context.drawImage(smallest, 0, 0, canvas.width, canvas.height)
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
  for (let i = 3; i < data.length; i += 4) if (data[i] < 255) return true
  return false
}
