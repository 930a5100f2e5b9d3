// `npm run backup -- file`: the whole studio in one file, written while it runs.
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { copyRows } from '../lib/db/copy-rows.ts'
import { openPostgres } from '../lib/db/postgres.ts'
import { openSqlite } from '../lib/db/sqlite.ts'
import type { ScaledOut } from '../lib/settings.ts'
import { openDiskReader } from '../lib/storage/disk.ts'
import { openS3Store } from '../lib/storage/s3.ts'
import { type Archived, ArchiveRefusedError, type BackupSource, writeArchive } from '../lib/studio/archive.ts'
import { runTool } from './tool.ts'

await runTool('npm run backup -- file.tar', async ({ settings, values: [name] }) => {
  const file = resolve(name)
  if (existsSync(file)) throw new ArchiveRefusedError(`${file} is there already: name a new file.`)
  const { scaledOut } = settings
  const archived = scaledOut
    ? await backUpServers(scaledOut, file)
    : await backUpFolder(resolve(settings.dataDir), file)
  console.log(`${file}: ${archived.objects} objects and all rows.`)
  if (archived.damaged.length === 0) return
  throw new ArchiveRefusedError(
    `The backup is as whole as the studio is: ${archived.damaged.length} of its objects are missing or damaged (${archived.damaged.join(', ')}).`,
  )
})

/** Beside the studio that runs on it: its database takes readers, and nothing is written. */
async function backUpFolder(folder: string, file: string): Promise<Archived> {
  const database = join(folder, 'frisket.sqlite')
  if (!existsSync(database)) throw new ArchiveRefusedError(`There is no studio in ${folder}: set FRISKET_DATA_DIR.`)
  const source: BackupSource = {
    objects: openDiskReader(folder),
    async snapshot(copy) {
      const connection = new DatabaseSync(database, { readOnly: true, timeout: 10_000 })
      try {
        connection.prepare('VACUUM INTO ?').run(copy)
      } finally {
        connection.close()
      }
    },
  }
  return writeArchive(source, { file })
}

async function backUpServers({ databaseUrl, s3 }: ScaledOut, file: string): Promise<Archived> {
  const scratch = await mkdtemp(join(tmpdir(), 'frisket-backup-'))
  const db = await openPostgres({ url: databaseUrl, name: 'frisket backup', onError: console.error })
  const objects = await openS3Store(scratch, s3)
  try {
    const snapshot = async (copy: string): Promise<void> => {
      const rows = await openSqlite(copy)
      await copyRows(db, rows).finally(() => rows.destroy())
    }
    return await writeArchive({ objects, snapshot }, { file })
  } finally {
    objects.close()
    await db.destroy()
    await rm(scratch, { recursive: true, force: true })
  }
}
