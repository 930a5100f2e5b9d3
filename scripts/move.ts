// `npm run move -- --to postgres://… --s3 https://endpoint/bucket`: carries an embedded studio, which must not run, over to
// PostgreSQL and a bucket. Broken off, it goes on where it was: objects that are there are not sent again.
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copyRows, hashRows, isEmpty, neededObjects } from '../lib/db/copy-rows.ts'
import type { Database } from '../lib/db/database.ts'
import { openPostgres, placeOf } from '../lib/db/postgres.ts'
import { movedFile, openGround } from '../lib/ground.ts'
import { readSettings, type ScaledOut } from '../lib/settings.ts'
import type { ObjectStore } from '../lib/storage/object-store.ts'
import { openS3Store } from '../lib/storage/s3.ts'
import { ArchiveRefusedError } from '../lib/studio/archive.ts'
import { runTool } from './tool.ts'

await runTool(
  'npm run move -- --to postgres://user:password@host/database --s3 https://endpoint/bucket   (keys in S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY)',
  async ({ settings, options }) => {
    if (settings.scaledOut)
      throw new ArchiveRefusedError('Unset DATABASE_URL and S3_BUCKET: they say that it has moved.')
    const target = targetOf(options)
    const ground = await openGround({ settings, role: 'move', onChange: () => undefined, onError: console.error })
    const scratch = await mkdtemp(join(tmpdir(), 'frisket-move-'))
    try {
      const db = await openPostgres({ url: target.databaseUrl, name: 'frisket move', onError: console.error })
      const objects = await openS3Store(scratch, target.s3)
      try {
        // Nobody holds anything: the lock on the folder says so.
        await ground.db.updateTable('edits').set({ lease_owner: null, lease_until: null }).execute()
        await copyObjects(ground.db, { from: ground.objects, to: objects })
        await moveRows(ground.db, db)
      } finally {
        objects.close()
        await db.destroy()
      }
      const to = `${placeOf(target.databaseUrl)} and ${target.s3.bucket}`
      await writeFile(join(ground.folder, movedFile), JSON.stringify({ to, at: new Date().toISOString() }))
      console.log(`Moved to ${to}, and compared. ${ground.folder} stays as it is, and no studio starts on it any more.`)
    } finally {
      await ground.close()
      await rm(scratch, { recursive: true, force: true })
    }
  },
  ['to', 's3'] as const,
)

/** Judged as the environment is, which it will be. */
function targetOf({ to, s3 }: Record<'to' | 's3', string>): ScaledOut {
  const url = URL.parse(s3)
  const [bucket = '', ...rest] = url?.pathname.split('/').slice(1) ?? []
  if (!url || bucket === '' || rest.length > 0) {
    throw new ArchiveRefusedError(
      `--s3 is "${s3}", but must be an endpoint and a bucket such as https://s3.example/pictures.`,
    )
  }
  const { S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = process.env
  const { scaledOut } = readSettings({
    DATABASE_URL: to,
    S3_BUCKET: bucket,
    S3_ENDPOINT: url.origin,
    S3_FORCE_PATH_STYLE: 'true',
    ...{ S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY },
  })
  if (scaledOut === null) throw new ArchiveRefusedError('--to must name a database.')
  return scaledOut
}

/** What is needed and nothing else. Every object is read back and hashed, also those that an earlier try had sent. */
async function copyObjects(db: Database, { from, to }: { from: ObjectStore; to: ObjectStore }): Promise<void> {
  const wanted = new Set<string>()
  for await (const sha256 of neededObjects(db)) wanted.add(sha256)
  let done = 0
  for (const sha256 of wanted) {
    const [here, there] = [await from.stat(sha256), await to.stat(sha256)]
    if (!here) throw new ArchiveRefusedError(`The object ${sha256} is missing here: a picture needs it.`)
    if (there?.bytes !== here.bytes) await to.put(await from.read(sha256))
    const hash = createHash('sha256')
    for await (const chunk of await to.stream(sha256)) hash.update(chunk)
    if (hash.digest('hex') !== sha256) throw new ArchiveRefusedError(`The object ${sha256} arrived with other bytes.`)
    if (++done % 100 === 0) console.log(`${done} of ${wanted.size} objects`)
  }
  console.log(`${wanted.size} objects`)
}

async function moveRows(from: Database, to: Database): Promise<void> {
  if (await isEmpty(to)) return copyRows(from, to)
  if ((await hashRows(from)) !== (await hashRows(to))) {
    throw new ArchiveRefusedError('The database that --to names has another studio in it already.')
  }
}
