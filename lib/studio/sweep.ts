// After a crash: objects that no row needs are removed, rows whose object is gone are told of.
import { findUnreferenced, isReferenced } from '../db/images.ts'
import type { StudioPorts } from './ports.ts'
import { sweepThumbnails } from './thumbnail.ts'

export type Swept = { removed: number; missing: string[] }

/** One question for so many hashes: a million objects are two thousand questions. */
const batchSize = 500

export async function sweepObjects(ports: StudioPorts, signal: AbortSignal): Promise<Swept> {
  const removed = await removeOrphans(ports, signal)
  await sweepThumbnails(ports)
  const missing = await findMissing(ports, signal)
  if (removed > 0 || missing.length > 0)
    ports.log.warn({ removed, missing }, 'mended what an earlier end had left behind')
  return { removed, missing }
}

/** Where many processes store at once, this half is all: a bucket does not lose what it has taken. */
export async function removeOrphans({ db, objects, gate }: StudioPorts, signal: AbortSignal): Promise<number> {
  let removed = 0
  const sweep = async (hashes: readonly string[]) => {
    for (const sha256 of await findUnreferenced(db, hashes)) {
      // Again, under the gate: what is being stored this moment must not be taken for an orphan.
      await gate.alone(async () => {
        if (signal.aborted || (await isReferenced(db, sha256))) return
        await objects.delete(sha256)
        removed++
      })
    }
  }
  let batch: string[] = []
  for await (const sha256 of objects.list()) {
    if (signal.aborted) return removed
    batch.push(sha256)
    if (batch.length < batchSize) continue
    await sweep(batch)
    batch = []
  }
  await sweep(batch)
  return removed
}

async function findMissing({ db, objects }: StudioPorts, signal: AbortSignal): Promise<string[]> {
  const missing: string[] = []
  const rows = await db.selectFrom('images').select(['id', 'sha256']).execute()
  for (const row of rows) {
    if (signal.aborted) break
    if (!(await objects.stat(row.sha256))) missing.push(row.id)
  }
  return missing
}
