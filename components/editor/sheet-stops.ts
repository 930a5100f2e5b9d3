// Where the phone's sheet rests: button only, the usual height, full. Pure.

export const sheetStops = ['button', 'usual', 'full'] as const
export type SheetStop = (typeof sheetStops)[number]

const heights = { button: 96, usual: 312 } as const

/** Its height in CSS px, where `roomPx` is what lies below the header. */
export const sheetHeight = (stop: SheetStop, roomPx: number): number =>
  stop === 'full' ? roomPx : Math.min(heights[stop], roomPx)

export const nextStop = (stop: SheetStop, direction: 1 | -1): SheetStop =>
  sheetStops[Math.min(sheetStops.length - 1, Math.max(0, sheetStops.indexOf(stop) + direction))]

/** A flick goes one stop its way; anything slower to the nearest stop. Speed in px/ms, up is positive. */
export function stopAfterDrag(
  from: SheetStop,
  { heightPx, speed, roomPx }: { heightPx: number; speed: number; roomPx: number },
): SheetStop {
  if (Math.abs(speed) > flickSpeed) return nextStop(from, speed > 0 ? 1 : -1)
  const away = (stop: SheetStop): number => Math.abs(sheetHeight(stop, roomPx) - heightPx)
  return sheetStops.reduce((best, stop) => (away(stop) < away(best) ? stop : best))
}

const flickSpeed = 0.5
