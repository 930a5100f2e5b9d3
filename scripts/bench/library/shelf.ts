// A data folder with many pictures in it: a few are uploaded, and their rows stand for all, each with an id, a name and a
// time of its own. To the browser they are as many different pictures.
import { randomBytes } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { callsOf } from '../../../e2e/calls.ts'
import { startStudio } from '../../../e2e/studio.ts'
import { encodeId, idLength } from '../../../lib/core/ids.ts'
import { openSqlite } from '../../../lib/db/sqlite.ts'

const sizes = [
  { width: 900, height: 600 },
  { width: 600, height: 900 },
  { width: 800, height: 800 },
  { width: 1200, height: 675 },
  { width: 1200, height: 520 },
  { width: 700, height: 840 },
]
const uploads = 24
const rowsAtOnce = 500

/** Soft noise: neither trivial to decode nor the same twice. */
async function scene(number: number): Promise<Uint8Array> {
  const { width, height } = sizes[number % sizes.length]
  const [small, channels] = [{ width: Math.round(width / 12), height: Math.round(height / 12) }, 3] as const
  const noise = randomBytes(small.width * small.height * channels)
  const jpeg = sharp(noise, { raw: { ...small, channels } })
    .resize(width, height, { kernel: 'cubic' })
    .jpeg()
  return new Uint8Array(await jpeg.toBuffer())
}

/** @returns the data folder of a studio that has stopped */
export async function fillShelf(pictures: number): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'frisket-shelf-'))
  const studio = await startStudio({ dataDir })
  const calls = callsOf(studio.url)
  for (let i = 0; i < uploads; i++) await calls.upload(new Uint8Array(await scene(i)), `scene-${i}.jpg`)
  await studio.stop()

  const db = await openSqlite(join(dataDir, 'frisket.sqlite'))
  const models = await db.selectFrom('images').selectAll().execute()
  const copies = Array.from({ length: pictures - models.length }, (_, i) => {
    const model = models[i % models.length]
    const id = encodeId(randomBytes(idLength))
    return { ...model, id, root_image_id: id, name: `picture-${i + 1}.jpg`, created_at: model.created_at - i * 60_000 }
  })
  await db.transaction().execute(async (tx) => {
    for (let from = 0; from < copies.length; from += rowsAtOnce) {
      await tx
        .insertInto('images')
        .values(copies.slice(from, from + rowsAtOnce))
        .execute()
    }
  })
  await db.destroy()
  return dataDir
}
