import { sql } from 'kysely'
import { json } from '#lib/http/handler.ts'
import { handle } from '../../handle.ts'

export const GET = handle(async ({ studio }) => {
  await sql`select 1`.execute(studio.db)
  return json({ status: 'ok', engines: [...studio.engines.keys()] })
})
