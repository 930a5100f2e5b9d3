import { maxImageBytes } from '#lib/core/limits.ts'
import { json } from '#lib/http/handler.ts'
import { keyOfFile } from '#lib/http/idempotency-key.ts'
import { receiveUpload } from '#lib/http/intake.ts'
import { readMaskQuery } from '#lib/http/mask-query.ts'
import { storeMask } from '#lib/studio/store-mask.ts'
import { handle } from '../../handle.ts'

export const POST = handle(async ({ request, studio }) => {
  const query = readMaskQuery(new URL(request.url).searchParams)
  const { path } = await receiveUpload(request, {
    scratchFolder: studio.objects.scratchFolder,
    maxBytes: maxImageBytes,
  })
  const key = await keyOfFile(request, { scope: 'POST /api/masks', body: query, path })
  const mask = await storeMask(studio, { path, ...query }, key)
  return json({ id: mask.id, width: mask.width, height: mask.height, coverage: mask.coverage }, 201)
})
