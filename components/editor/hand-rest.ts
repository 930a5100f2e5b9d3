// What can wait until the hand rests: work on the whole raster whose answer nobody looks at while painting. On two cores
// it took frames from the strokes, and undo waited behind it.

/** Shorter than the pause of a hand that looks at what it painted. */
const restMs = 250

type HandRestOptions = {
  isPainting(): boolean
  now(): number
  wait(ms: number): Promise<unknown>
}

export type HandRest = {
  /** The hand has just changed something. */
  moved(): void
  /** Done once for all who ask before the hand rests, upon what is there then. */
  whenResting<T>(work: () => T | Promise<T>): () => Promise<T>
}

export function createHandRest({ isPainting, now, wait }: HandRestOptions): HandRest {
  let movedAt = Number.NEGATIVE_INFINITY
  const rest = async (): Promise<void> => {
    for (;;) {
      const leftMs = isPainting() ? restMs : movedAt + restMs - now()
      if (leftMs <= 0) return
      await wait(leftMs)
    }
  }
  return {
    moved() {
      movedAt = now()
    },
    whenResting<T>(work: () => T | Promise<T>) {
      let asked: Promise<T> | null = null
      return () => {
        asked ??= rest().then(() => {
          asked = null
          return work()
        })
        return asked
      }
    },
  }
}
