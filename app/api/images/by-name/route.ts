// Which pictures a list of names means: how a file of rows finds its pictures, and what it says where there is none.
import { z } from 'zod'
import { maxBatchRows } from '#lib/edits/batch.ts'
import { json, parse } from '#lib/http/handler.ts'
import { readJson } from '#lib/http/strict-json.ts'
import { findPictures } from '#lib/studio/find-pictures.ts'
import { imageView } from '#lib/studio/views.ts'
import { handle } from '../../../handle.ts'

const wanted = z.strictObject({ names: z.array(z.string().max(500)).min(1).max(maxBatchRows) })

export const POST = handle(async ({ request, studio, view }) => {
  const { names } = parse(wanted, await readJson(request, { maxBytes: 5_000_000 }))
  const pictures = await findPictures(studio, [...new Set(names)])
  return json({
    pictures: pictures.map(({ name, image, guess }) => ({
      name,
      image: image && imageView(image, view),
      guess: guess && imageView(guess, view),
    })),
  })
})
