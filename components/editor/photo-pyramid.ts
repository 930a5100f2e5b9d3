// The photograph at full size and at halves of it, so that a zoomed-out view is drawn from few pixels, and cleanly.

/** Halving stops here: below, the smallest level is cheap enough at any zoom. */
const smallestSide = 400

/** The decoded photograph, then each level half as large as the one before. Rejects where it cannot be had or read. */
export async function loadPyramid(url: string): Promise<ImageBitmap[]> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`The photograph answered ${response.status}`)
  const levels = [await createImageBitmap(await response.blob())]
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

/** The smallest level that still has a pixel for every device pixel. `zoom` is device pixels per image pixel. */
export function levelFor(levels: readonly ImageBitmap[], zoom: number): ImageBitmap {
  let index = 0
  while (index + 1 < levels.length && levels[index + 1].width >= levels[0].width * zoom * 0.999) index++
  return levels[index]
}

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
