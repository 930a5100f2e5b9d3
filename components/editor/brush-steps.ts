// How far one key press or one notch of the wheel changes the brush.
import type { EditorState } from './editor-store.ts'

type Brush = EditorState['brush']

export const brushLimits = { minSizePx: 1, maxSizePx: 2000 } as const

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

/** A tenth larger (1) or smaller (−1), at least one pixel: as many steps feel the same at 5 px as at 500. */
export function stepSize({ sizePx }: Brush, direction: 1 | -1): number {
  const stepped = direction > 0 ? Math.max(sizePx + 1, sizePx * 1.1) : Math.min(sizePx - 1, sizePx / 1.1)
  return clamp(Math.round(stepped), brushLimits.minSizePx, brushLimits.maxSizePx)
}

/** Tenths, and exactly so. */
export const stepHardness = ({ hardness }: Brush, direction: 1 | -1): number =>
  clamp(Math.round(hardness * 10 + direction) / 10, 0, 1)
