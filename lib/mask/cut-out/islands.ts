// What a cut leaves strewn about: specks of foreground, and where the hand asked for one thing, things beside it.
import type { Labelling } from './edge-band.ts'

/** Islands under this share of the largest are noise of the ground. */
const leastShare = 0.01

/** Drops islands of foreground that are specks, or, with `onlyKept`, that hold no kept pixel; kept ones always stay. */
export function dropIslands({ labels, width, height }: Labelling, { isKept, onlyKept }: Choice): void {
  const seen = new Uint8Array(labels.length)
  const islands: { pixels: number[]; kept: boolean }[] = []
  for (let start = 0; start < labels.length; start++) {
    if (labels[start] === 0 || seen[start] === 1) continue
    const pixels = [start]
    let kept = false
    seen[start] = 1
    for (let n = 0; n < pixels.length; n++) {
      const pixel = pixels[n]
      kept ||= isKept(pixel)
      const x = pixel % width
      for (const next of [
        x > 0 ? pixel - 1 : pixel,
        x + 1 < width ? pixel + 1 : pixel,
        pixel >= width ? pixel - width : pixel,
        pixel + width < width * height ? pixel + width : pixel,
      ]) {
        if (labels[next] === 0 || seen[next] === 1) continue
        seen[next] = 1
        pixels.push(next)
      }
    }
    islands.push({ pixels, kept })
  }
  const largest = islands.reduce((most, { pixels }) => Math.max(most, pixels.length), 0)
  for (const { pixels, kept } of islands) {
    if (kept || (!onlyKept && pixels.length >= leastShare * largest)) continue
    for (const pixel of pixels) labels[pixel] = 0
  }
}

type Choice = { readonly isKept: (pixel: number) => boolean; readonly onlyKept: boolean }
