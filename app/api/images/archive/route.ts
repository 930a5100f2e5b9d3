// Many pictures as one ZIP. A form sends the ids, because that is how a page begins a download that is larger than memory.
import { z } from 'zod'
import { idPattern } from '#lib/core/ids.ts'
import { readForm } from '#lib/http/form-fields.ts'
import { parse } from '#lib/http/handler.ts'
import { archiveImages } from '#lib/studio/archive-images.ts'
import { handle } from '../../../handle.ts'

const wanted = z.object({ ids: z.array(z.string().regex(idPattern)).min(1).max(10_000) })

export const POST = handle(async ({ request, studio }) => {
  const form = await readForm(request)
  const { ids } = parse(wanted, { ids: form.getAll('id') })
  return new Response(await archiveImages(studio, [...new Set(ids)]), {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': 'attachment; filename="frisket.zip"',
      'cache-control': 'no-store',
    },
  })
})
