// What each mask value looks like: tables from value to pixel for the film's two passes, and how the passes lie.
import { never } from '#lib/core/result.ts'
import type { EditorState, FilmColour } from './editor-store.ts'

export type FilmLook =
  | { readonly kind: 'film'; readonly colour: FilmColour; readonly opacity: number }
  /** The mask alone, black to white. */
  | { readonly kind: 'mask-only' }
  /** What is protected steps back, as while an edit runs. */
  | { readonly kind: 'dim' }
  /** Only the edge, moving, drawn elsewhere. */
  | { readonly kind: 'outline' }
  | { readonly kind: 'hidden' }

/** How the film is asked to show beyond its own settings. */
export type Showing = { readonly hideFilm: boolean; readonly dimOutside: boolean; readonly outline: boolean }

type Wish = Showing & { readonly film: EditorState['film']; readonly isEmpty: boolean }

export function lookFor({ hideFilm, dimOutside, outline, film, isEmpty }: Wish): FilmLook {
  if (hideFilm) return { kind: 'hidden' }
  // Without a mask the whole picture is edited: then nothing steps back.
  if (dimOutside) return { kind: isEmpty ? 'hidden' : 'dim' }
  if (outline) return { kind: 'outline' }
  return film.maskOnly ? { kind: 'mask-only' } : { kind: 'film', colour: film.colour, opacity: film.opacity }
}

/** `pixels` is indexed by mask value; pixels are RGBA in memory order, read as one little-endian number. */
export type PassLook = {
  readonly pixels: Uint32Array
  readonly opacity: number
  readonly blend: 'multiply' | 'normal'
}

export type FilmPasses = { readonly tint: PassLook; readonly glaze: PassLook }

type Ink = { readonly colour: number; readonly opacity: number }

/** The opacity of the overlay at which the passes have the opacities given here. */
const referenceOpacity = 0.62

// First multiplied over the picture, so that its shading stays; then laid on plainly, so that it shows on black too.
// The other colours are for red pictures, and stand against their complement only with a heavier second pass.
const inks: { readonly [colour in FilmColour]: { readonly tint: Ink; readonly glaze: Ink } } = {
  rubylith: { tint: { colour: 0xff4630, opacity: 0.66 }, glaze: { colour: 0xe42814, opacity: 0.3 } },
  green: { tint: { colour: 0x46ff9a, opacity: 0.6 }, glaze: { colour: 0x12b05a, opacity: 0.5 } },
  blue: { tint: { colour: 0x50a0ff, opacity: 0.6 }, glaze: { colour: 0x2b7fff, opacity: 0.46 } },
}

const dimOpacity = 0.34

const table = (pixelOf: (value: number) => number): Uint32Array =>
  Uint32Array.from({ length: 256 }, (_, value) => pixelOf(value))

const swapRedAndBlue = (rgb: number): number => (rgb & 0x00ff00) | (rgb >> 16) | ((rgb & 0xff) << 16)

const pass = ({ colour, opacity }: Ink, blend: PassLook['blend'], scale: number): PassLook => ({
  pixels: table((value) => (value << 24) | swapRedAndBlue(colour)),
  opacity: Math.min(1, opacity * scale),
  blend,
})

const nothing: PassLook = { pixels: table(() => 0), opacity: 0, blend: 'normal' }

export function passesFor(look: FilmLook): FilmPasses {
  switch (look.kind) {
    case 'film': {
      const { tint, glaze } = inks[look.colour]
      const scale = look.opacity / referenceOpacity
      return { tint: pass(tint, 'multiply', scale), glaze: pass(glaze, 'normal', scale) }
    }
    case 'mask-only':
      return {
        tint: nothing,
        glaze: { pixels: table((value) => 0xff000000 | (value * 0x010101)), opacity: 1, blend: 'normal' },
      }
    case 'dim':
      return {
        tint: nothing,
        glaze: { pixels: table((value) => (255 - value) << 24), opacity: dimOpacity, blend: 'normal' },
      }
    case 'outline':
    case 'hidden':
      return { tint: nothing, glaze: nothing }
    default:
      return never(look)
  }
}
