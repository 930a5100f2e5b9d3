// The pixels on both sides of the edge of a labelling.
import type { Labelling } from './edge-band.ts'

export type NearEdge = {
  readonly pixels: Int32Array
  /** Steps of each from the edge: 1 for those that touch it. */
  readonly distances: Uint8Array
  /** For every pixel of the labelling, 1 if it is one of them. */
  readonly isNear: Uint8Array
}

/** All pixels within `reach` steps of the edge, nearest first. */
export function nearEdge({ labels, width, height }: Labelling, reach: number): NearEdge {
  const isNear = new Uint8Array(width * height)
  const pixels: number[] = []
  const distances: number[] = []
  const visit = (pixel: number, distance: number): void => {
    if (isNear[pixel] === 1) return
    isNear[pixel] = 1
    pixels.push(pixel)
    distances.push(distance)
  }
  for (let y = 0; y < height; y++) {
    for (let i = y * width; i < (y + 1) * width; i++) {
      if (i + 1 < (y + 1) * width && labels[i] !== labels[i + 1]) {
        visit(i, 1)
        visit(i + 1, 1)
      }
      if (y + 1 < height && labels[i] !== labels[i + width]) {
        visit(i, 1)
        visit(i + width, 1)
      }
    }
  }
  for (let n = 0; n < pixels.length && distances[n] < reach; n++) {
    const x = pixels[n] % width
    if (x > 0) visit(pixels[n] - 1, distances[n] + 1)
    if (x + 1 < width) visit(pixels[n] + 1, distances[n] + 1)
    if (pixels[n] >= width) visit(pixels[n] - width, distances[n] + 1)
    if (pixels[n] + width < width * height) visit(pixels[n] + width, distances[n] + 1)
  }
  return { pixels: Int32Array.from(pixels), distances: Uint8Array.from(distances), isNear }
}
