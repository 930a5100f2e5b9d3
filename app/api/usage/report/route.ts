import { json } from '#lib/http/handler.ts'
import { readDayRange } from '#lib/http/usage-query.ts'
import { usageReport } from '#lib/studio/usage-report.ts'
import { handle } from '../../../handle.ts'

export const GET = handle(async ({ request, studio }) =>
  json(await usageReport(studio, readDayRange(new URL(request.url).searchParams))),
)
