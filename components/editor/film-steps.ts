// The last strokes as the film had it before them, so that an undo is seen in the next frame and not when the worker has
// answered. Kept for one screen, and only as long as nothing but strokes changed the mask: whoever doubts, forgets, and
// then undo waits for the worker as before.
import type { Rect } from '#lib/core/geometry.ts'
import type { Raster } from '#lib/mask/raster.ts'

/** `values` are those that the plane has not: before the stroke while it stands, after it once it is undone. */
type FilmStep = { readonly rect: Rect; readonly values: Uint8Array }

/** Some hundred strokes on a large screen. */
const capBytes = 8 * 1024 * 1024

export function createFilmSteps() {
  let done: FilmStep[] = []
  let undone: FilmStep[] = []
  let bytes = 0

  const exchange = (plane: Raster, from: FilmStep[], to: FilmStep[]): Rect | null => {
    const step = from.pop()
    if (step === undefined) return null
    to.push(step)
    eachRow(step.rect, plane, (inPlane, inStep, width) => {
      const shown = plane.data.slice(inPlane, inPlane + width)
      plane.data.set(step.values.subarray(inStep, inStep + width), inPlane)
      step.values.set(shown, inStep)
    })
    return step.rect
  }

  return {
    /** A stroke has changed `rect` of the plane, and `before` is what all of the plane was. */
    add({ rect, before }: { rect: Rect; before: Raster }): void {
      const values = new Uint8Array(rect.width * rect.height)
      eachRow(rect, before, (inPlane, inStep, width) =>
        values.set(before.data.subarray(inPlane, inPlane + width), inStep),
      )
      for (const step of undone) bytes -= step.values.length
      undone = []
      done.push({ rect, values })
      bytes += values.length
      while (bytes > capBytes) bytes -= done.shift()?.values.length ?? bytes
    },
    /** Takes the last stroke back. Returns what changed; null where it is not known. */
    undo: (plane: Raster): Rect | null => exchange(plane, done, undone),
    redo: (plane: Raster): Rect | null => exchange(plane, undone, done),
    forget(): void {
      done = []
      undone = []
      bytes = 0
    },
  }
}

type VisitRow = (inPlane: number, inStep: number, width: number) => void

function eachRow({ x, y, width, height }: Rect, plane: Raster, visit: VisitRow): void {
  for (let row = 0; row < height; row++) visit((y + row) * plane.width + x, row * width, width)
}
