// How brush and film were set last, kept in this browser: the size with its picture, the rest for all of them.
import { z } from 'zod'
import type { Size } from '#lib/core/geometry.ts'
import { brushLimits } from './brush-steps.ts'
import type { EditorState } from './editor-store.ts'

const sizeSchema = z.number().min(brushLimits.minSizePx).max(brushLimits.maxSizePx)
const toolsSchema = z.object({
  hardness: z.number().min(0).max(1),
  value: z.int().min(1).max(255),
  colour: z.enum(['rubylith', 'green', 'blue']),
  opacity: z.number().min(0).max(1),
})

const toolsKey = 'frisket.tools'
const sizeKey = (rootImageId: string): string => `frisket.brush.${rootImageId}`

/** Where the brush of a picture starts: a twentieth of its short side, in whole pixels. */
export const firstBrushSize = ({ width, height }: Size): number =>
  Math.min(brushLimits.maxSizePx, Math.max(brushLimits.minSizePx, Math.round(Math.min(width, height) / 20)))

type Store = Pick<Storage, 'getItem' | 'setItem'>
type Tools = Pick<EditorState, 'brush' | 'film'>
type Picture = Size & { rootImageId: string }

/** The tools as they were left, on top of `start`; what was never kept, or cannot be read, is as at first. */
export function readTools(store: Store, picture: Picture, start: Tools): Tools {
  const size = parsed(sizeSchema, store.getItem(sizeKey(picture.rootImageId)))
  const tools = parsed(toolsSchema, store.getItem(toolsKey))
  return {
    brush: {
      sizePx: size ?? firstBrushSize(picture),
      hardness: tools?.hardness ?? start.brush.hardness,
      value: tools?.value ?? start.brush.value,
    },
    film: {
      ...start.film,
      colour: tools?.colour ?? start.film.colour,
      opacity: tools?.opacity ?? start.film.opacity,
    },
  }
}

export function keepTools(store: Store, { rootImageId }: Pick<Picture, 'rootImageId'>, { brush, film }: Tools): void {
  const { hardness, value } = brush
  const { colour, opacity } = film
  store.setItem(toolsKey, JSON.stringify({ hardness, value, colour, opacity } satisfies z.infer<typeof toolsSchema>))
  store.setItem(sizeKey(rootImageId), JSON.stringify(brush.sizePx))
}

function parsed<T>(schema: z.ZodType<T>, text: string | null): T | null {
  if (text === null) return null
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
