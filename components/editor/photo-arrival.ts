// Between two pictures: what was seen last stays on the stage until the next one can be painted whole, and only then is
// anybody told that it is shown. A picture that was decoded somewhere else says nothing about what the stage has painted.
import type { Size } from '#lib/core/geometry.ts'
import type { ViewTransform } from './view.ts'

export type PhotoArrival = {
  photoCame(): void
  /** A picture was laid over it, or there will be none. */
  overSettled(): void
  /** Whether the photograph itself is painted, and not what was seen before it. */
  isHere(): boolean
  /** Must be called after each painting. */
  painted(): void
}

type Options = {
  /** Something will be laid over it without which it is not yet what is to be seen. */
  readonly awaitsOver: boolean
  /** Told once, after the photograph was painted for the first time. */
  onShown(): void
}

export function photoArrival({ awaitsOver, onShown }: Options): PhotoArrival {
  let came = false
  let settled = !awaitsOver
  let told = false
  const isHere = (): boolean => came && settled
  return {
    photoCame: () => {
      came = true
    },
    overSettled: () => {
      settled = true
    },
    isHere,
    painted: () => {
      if (told || !isHere()) return
      told = true
      onShown()
    },
  }
}

/** What was on the stage when its picture left: a copy of the layer, which counts in CSS px of `size`. */
export type Seen = {
  readonly picture: HTMLCanvasElement
  readonly size: Size
  readonly view: ViewTransform
  readonly image: Size
}

type Turn = { readonly image: Size; readonly view: ViewTransform }

/** Where the copy belongs under another view, in CSS px. A picture of another size stays where it was. */
export function seenPlace({ size, view: before, image: left }: Omit<Seen, 'picture'>, { image, view }: Turn) {
  const same = left.width === image.width && left.height === image.height
  const scale = same ? view.zoom / before.zoom : 1
  return {
    x: same ? view.x - before.x * scale : 0,
    y: same ? view.y - before.y * scale : 0,
    width: size.width * scale,
    height: size.height * scale,
  }
}
