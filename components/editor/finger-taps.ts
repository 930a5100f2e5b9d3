// Taps with several fingers: twice with two undoes, once with three redoes. One finger is the brush's and never a tap.
import type { ScreenPoint } from '#lib/core/geometry.ts'

export type FingerTap = 'undo' | 'redo'

type Finger = { readonly pointerId: number; readonly at: ScreenPoint; readonly timeMs: number }

/** From the first finger down to the last one up. */
const tapMs = 300
/** From the first tap of two to the second. */
const betweenTapsMs = 400
/** A finger that slides farther meant to move the picture. */
const slideAllowancePx = 14

export function createFingerTaps(onTap: (tap: FingerTap) => void) {
  const down = new Map<number, ScreenPoint>()
  let beganMs = 0
  let fingers = 0
  let still = true
  let lastPairMs = Number.NEGATIVE_INFINITY

  const ended = (timeMs: number): void => {
    const tapped = still && timeMs - beganMs <= tapMs ? fingers : 0
    const second = tapped === 2 && beganMs - lastPairMs <= betweenTapsMs
    lastPairMs = tapped === 2 && !second ? timeMs : Number.NEGATIVE_INFINITY
    if (second) onTap('undo')
    if (tapped === 3) onTap('redo')
  }

  return {
    down({ pointerId, at, timeMs }: Finger): void {
      if (down.size === 0) {
        beganMs = timeMs
        fingers = 0
        still = true
      }
      down.set(pointerId, at)
      fingers = Math.max(fingers, down.size)
    },
    move({ pointerId, at }: Finger): void {
      const from = down.get(pointerId)
      if (from && Math.hypot(at.x - from.x, at.y - from.y) > slideAllowancePx) still = false
    },
    up({ pointerId, timeMs }: Finger): void {
      if (down.delete(pointerId) && down.size === 0) ended(timeMs)
    },
    /** The system took the fingers away, or something else is under way: this is no tap. */
    cancel(): void {
      still = false
      down.clear()
      lastPairMs = Number.NEGATIVE_INFINITY
    },
  }
}
