// How far each pixel lies from the mask: only what is protected may count, and smoothing carries the mask over its border.
import type { Size } from '../core/geometry.ts'
import type { Raster } from '../mask/raster.ts'
import type { Plane } from './plane.ts'

/** For each pixel its chessboard distance to the nearest one that may change, 0 on the mask itself, at most `farthest`. */
export type Protection = Size & { readonly distance: Uint8Array }

export const farthest = 5

/** Any grey above 0 may change, and then so may its neighbours once pictures are smoothed. */
export function measureProtection({ data, width, height }: Size & { readonly data: Uint8Array }): Protection {
  const distance = new Uint8Array(width * height)
  for (let i = 0; i < distance.length; i++) distance[i] = data[i] === 0 ? farthest : 0
  // Two sweeps, each handing distances on to the four neighbours that come later, are exact for this distance.
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      let near = distance[i]
      if (near === 0) continue
      if (x > 0) near = Math.min(near, distance[i - 1] + 1)
      if (y > 0) {
        near = Math.min(near, distance[i - width] + 1)
        if (x > 0) near = Math.min(near, distance[i - width - 1] + 1)
        if (x < width - 1) near = Math.min(near, distance[i - width + 1] + 1)
      }
      distance[i] = near
    }
  }
  for (let y = height - 1, i = distance.length - 1; y >= 0; y--) {
    for (let x = width - 1; x >= 0; x--, i--) {
      let near = distance[i]
      if (near === 0) continue
      if (x < width - 1) near = Math.min(near, distance[i + 1] + 1)
      if (y < height - 1) {
        near = Math.min(near, distance[i + width] + 1)
        if (x > 0) near = Math.min(near, distance[i + width - 1] + 1)
        if (x < width - 1) near = Math.min(near, distance[i + width + 1] + 1)
      }
      distance[i] = near
    }
  }
  return { distance, width, height }
}

/** The mask at half the size: a pixel may change where any of its four may. */
export function halveMask({ data, width, height }: Size & { readonly data: Uint8Array }): Raster {
  const half = { width: (width + 1) >> 1, height: (height + 1) >> 1 }
  const halved = new Uint8Array(half.width * half.height)
  for (let y = 0, i = 0; y < half.height; y++) {
    const top = 2 * y * width
    const bottom = Math.min(height - 1, 2 * y + 1) * width
    for (let x = 0; x < half.width; x++, i++) {
      const left = 2 * x
      const right = Math.min(width - 1, left + 1)
      halved[i] = data[top + left] | data[top + right] | data[bottom + left] | data[bottom + right]
    }
  }
  return { data: halved, ...half }
}

/** As much of the protected area as must be left: less, and a thin area would vanish at the coarse levels. */
const leastShareLeft = 0.45

/** The largest margin up to `wanted` that leaves enough of what is protected: pixels count from distance > margin. */
export function affordableMargin({ distance }: Protection, wanted: number): number {
  const counts = new Array<number>(farthest + 1).fill(0)
  for (const near of distance) counts[near]++
  const from = (least: number): number => counts.slice(least).reduce((sum, count) => sum + count, 0)
  for (let margin = wanted; margin > 0; margin--) {
    if (from(margin + 1) > leastShareLeft * from(1)) return margin
  }
  return 0
}

/** 1 where a pixel is protected and farther than `margin` from the mask, else 0. */
export function shareBeyond({ distance, width, height }: Protection, margin: number): Plane {
  const values = new Float32Array(width * height)
  for (let i = 0; i < values.length; i++) values[i] = distance[i] > margin ? 1 : 0
  return { values, width, height }
}
