// Reads any picture as a mask and answers with the grey PNG that it means. Free, and nothing is kept: this is how the page
// imports a mask, so that it is judged and read exactly as one that a program sends.

import { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import { maxImageBytes } from '#lib/core/limits.ts'
import { parse } from '#lib/http/handler.ts'
import { receiveUpload } from '#lib/http/intake.ts'
import { readMaskQuery } from '#lib/http/mask-query.ts'
import { readJson } from '#lib/http/strict-json.ts'
import { decodeMask, decodeMaskFromUrl } from '#lib/studio/decode-mask.ts'
import { handle } from '../../../handle.ts'

const fromUrl = z.strictObject({ url: z.string() })

export const POST = handle(async ({ request, studio }) => {
  const query = new URL(request.url).searchParams
  const scale = query.get('scale')
  if (scale !== null && scale !== '1') throw new AppError('parameter_invalid', { field: 'scale' })
  const reading = { ...readMaskQuery(query), scale: scale === '1' }
  const isJson = /^application\/json\b/i.test(request.headers.get('content-type') ?? '')
  const png = isJson
    ? await decodeMaskFromUrl(studio, {
        ...reading,
        url: parse(fromUrl, await readJson(request)).url,
        signal: request.signal,
      })
    : await decodeMask(studio, {
        ...reading,
        ...(await receiveUpload(request, { scratchFolder: studio.objects.scratchFolder, maxBytes: maxImageBytes })),
      })
  return new Response(png, { headers: { 'content-type': 'image/png', 'cache-control': 'no-store' } })
})
