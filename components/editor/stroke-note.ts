// The strokes of which the worker has not said yet that they are kept. A reload leaves it no time to hear of the last one
// on a busy machine, so the page writes them down by itself as it goes away, and the next page gives them to its worker.
// That some may be kept by then does no harm: a stroke clamps each pixel, so strokes painted twice in the same order are
// those strokes painted once.
import type { Brush } from '#lib/mask/stamp.ts'
import type { StrokePoint } from '#lib/mask/stroke.ts'
import type { JournalStroke } from './stroke-journal.ts'

type StrokeNoteOptions = {
  readonly imageId: string
  /** One that answers at once; it may refuse. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
}

export type StrokeNote = ReturnType<typeof createStrokeNote>

export function createStrokeNote({ imageId, storage }: StrokeNoteOptions) {
  const key = `frisket.strokes.${imageId}`
  let strokes: readonly JournalStroke[] = []
  let open: { readonly brush: Brush; readonly points: StrokePoint[] } | null = null
  let isWritten = false

  /** A browser that keeps nothing loses the last stroke at a sudden end, and nothing now. */
  const attempt = <T>(act: () => T): T | null => {
    try {
      return act()
    } catch {
      return null
    }
  }
  const erase = (): void => {
    if (isWritten) attempt(() => storage.removeItem(key))
    isWritten = false
  }

  return {
    /** What an earlier page left: strokes as JSON, to be read by whoever paints them. It stays until it is `done`. */
    left(): string | null {
      const text = attempt(() => storage.getItem(key))
      isWritten = text !== null
      return text
    },
    done(): void {
      if (strokes.length === 0) erase()
    },

    begin(brush: Brush): void {
      open ??= { brush, points: [] }
    },
    extend(points: readonly StrokePoint[]): void {
      open?.points.push(...points)
    },
    /** Answers with what is to be called once the worker keeps the stroke, and so all before it. */
    end(): () => void {
      if (open) strokes = [...strokes, open]
      const last = open
      open = null
      return () => {
        if (last === null || !strokes.includes(last)) return
        strokes = strokes.slice(strokes.indexOf(last) + 1)
        if (strokes.length === 0) erase()
      }
    },
    abort(): void {
      open = null
    },
    /** Something else changes the mask: no stroke before it may come back after it. */
    forget(): void {
      strokes = []
      erase()
    },

    /** The page may be going away. */
    write(): void {
      if (strokes.length === 0) return
      isWritten = attempt(() => storage.setItem(key, JSON.stringify(strokes))) !== null
    },
  }
}
