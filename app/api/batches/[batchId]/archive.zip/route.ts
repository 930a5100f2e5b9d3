import { archiveBatch } from '#lib/studio/archive-batch.ts'
import { foundBatch } from '#lib/studio/request-batch.ts'
import { handle } from '../../../../handle.ts'

export const GET = handle<{ batchId: string }>(async ({ params, studio, view }) => {
  const batch = await foundBatch(studio, params.batchId)
  const name = batch.name.replace(/[^\p{L}\p{N} _-]/gu, '_').trim() || 'frisket-batch'
  return new Response(await archiveBatch(studio, batch, view), {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="frisket-batch.zip"; filename*=UTF-8''${encodeURIComponent(name)}.zip`,
      'cache-control': 'no-store',
    },
  })
})
