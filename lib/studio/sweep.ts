// After a crash: objects that no row needs are removed, rows whose object is gone are told of.
import { isReferenced } from '../db/images.ts'
import type { StudioPorts } from './ports.ts'
import { sweepThumbnails } from './thumbnail.ts'

export type Swept = { removed: number; missing: string[] }

export async function sweepObjects(ports: StudioPorts, signal: AbortSignal): Promise<Swept> {
  const { db, objects, gate } = ports
  let removed = 0
  for await (const sha256 of objects.list()) {
    if (signal.aborted) break
    // Under the gate, so that what is being stored this moment is not taken for an orphan.
    await gate.run(async () => {
      if (await isReferenced(db, sha256)) return
      await objects.delete(sha256)
      removed++
    })
  }
  await sweepThumbnails(ports)
  const missing: string[] = []
  const rows = await db.selectFrom('images').select(['id', 'sha256']).execute()
  for (const row of rows) {
    if (signal.aborted) break
    if (!(await objects.stat(row.sha256))) missing.push(row.id)
  }
  if (removed > 0 || missing.length > 0)
    ports.log.warn({ removed, missing }, 'mended what an earlier end had left behind')
  return { removed, missing }
}
