// What the pen's pressure does, and what fingers do beside it. Kept in this browser; that a pen is there is known only
// for as long as the page lives, because tomorrow the same tablet may be used without it.

import { z } from 'zod'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

const schema = z.object({
  /** Pressure makes the brush larger. */
  size: z.boolean(),
  /** Pressure makes the brush stronger. */
  value: z.boolean(),
  /** `automatic`: one finger draws until a pen was seen, and pans from then on. */
  fingers: z.enum(['automatic', 'draw', 'pan']),
})

export type PenSettings = z.infer<typeof schema>

/** Off at first: a mask is mostly hard and full, and a line that thins by surprise leaves holes in it. */
export const defaultPenSettings: PenSettings = { size: false, value: false, fingers: 'automatic' }

const key = 'frisket.pen'

/** The defaults where nothing is kept, or where this runs without a browser. */
export function storedPen(): PenSettings {
  try {
    const parsed = schema.safeParse(JSON.parse(window.localStorage.getItem(key) ?? 'null'))
    return parsed.success ? parsed.data : defaultPenSettings
  } catch {
    return defaultPenSettings
  }
}

export function keepPen(settings: PenSettings): void {
  try {
    window.localStorage.setItem(key, JSON.stringify(settings))
  } catch {
    // They hold until the page goes.
  }
}

const seen = createStore(() => ({ pen: false, finger: false }))

export function saw(hand: 'pen' | 'finger'): void {
  if (!seen.getState()[hand]) seen.setState({ [hand]: true })
}

export const usePenSeen = (): boolean => useStore(seen, ({ pen }) => pen)
/** A pen or a finger has touched the picture. */
export const useHandSeen = (): boolean => useStore(seen, ({ pen, finger }) => pen || finger)

/** Whether one finger moves the picture instead of drawing on it. */
export const fingersPan = ({ fingers }: PenSettings): boolean =>
  fingers === 'pan' || (fingers === 'automatic' && seen.getState().pen)
