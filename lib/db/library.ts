// The library: uploads with their versions folded under them, in the order and the part that is asked for.
import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { LibraryFilter, LibrarySort } from '../edits/library.ts'
import type { Database } from './database.ts'
import type { ImageRow } from './schema.ts'

/** `sort_key` is what the row is sorted by: with its id it is the place in the list. */
export type ListedImage = ImageRow & { versions: number; sort_key: number | string }

export type LibraryPlace = { key: number | string; id: string }

type Page = {
  limit: number
  after: LibraryPlace | null
  /** Looks in names and in the prompts of their edits, whatever the case of Latin letters. */
  search: string
  filter: LibraryFilter
  sort: LibrarySort
}

type Order = { key: RawBuilder<number | string>; direction: 'asc' | 'desc' }

/** When the newest version of a picture came; without versions of its own, when it came itself. */
const touchedAt = sql<number>`(
  select max(version.created_at) from images as version
  where version.root_image_id = images.id and version.kind != 'raw'
)`

const orders: Readonly<Record<LibrarySort, Order>> = {
  newest: { key: sql<number>`images.created_at`, direction: 'desc' },
  oldest: { key: sql<number>`images.created_at`, direction: 'asc' },
  edited: { key: touchedAt, direction: 'desc' },
  name: { key: sql<string>`lower(images.name)`, direction: 'asc' },
}

/** One page after a place in the list, which holds although pictures come and go meanwhile. */
export async function listUploads(db: Database, { limit, after, search, filter, sort }: Page): Promise<ListedImage[]> {
  const { key, direction } = orders[sort]
  let query = db
    .selectFrom('images')
    .selectAll('images')
    .select(key.as('sort_key'))
    .select((eb) =>
      eb
        .selectFrom('images as version')
        .select((inner) => inner.fn.countAll<number>().as('n'))
        .whereRef('version.root_image_id', '=', 'images.id')
        .where('version.kind', '!=', 'raw')
        .as('versions'),
    )
    .where('images.kind', '=', 'upload')
    .orderBy(key, direction)
    .orderBy('images.id', direction)
    .limit(limit)
  if (after) {
    const beyond = sql.raw(direction === 'asc' ? '>' : '<')
    query = query.where(sql<SqlBool>`(${key}, images.id) ${beyond} (${after.key}, ${after.id})`)
  }
  if (filter !== 'all') {
    query = query.where((eb) => {
      const edited = eb.exists(
        eb
          .selectFrom('images as output')
          .select('output.id')
          .whereRef('output.root_image_id', '=', 'images.id')
          .where('output.kind', '=', 'output'),
      )
      return filter === 'edited' ? edited : eb.not(edited)
    })
  }
  if (search !== '') {
    const pattern = `%${search.toLowerCase().replace(/[\\%_]/g, (c) => `\\${c}`)}%`
    query = query.where((eb) =>
      eb.or([
        like(eb.fn<string>('lower', ['images.name']), pattern),
        eb.exists(
          eb
            .selectFrom('edits')
            .select('edits.id')
            .whereRef('edits.root_image_id', '=', 'images.id')
            .where((inner) => like(inner.fn<string>('lower', ['edits.prompt']), pattern)),
        ),
      ]),
    )
  }
  const rows = await query.execute()
  return rows.map((row) => ({ ...row, versions: Number(row.versions ?? 1) }))
}

const like = (text: Expression<string>, pattern: string) => sql<SqlBool>`${text} like ${pattern} escape '\\'`

/** What a row may carry of `in` at once. */
const namesAtOnce = 500

/** Uploads whose name is one of these, with or without its ending, whatever the case; oldest first. */
export async function findUploadsNamed(db: Database, names: readonly string[]): Promise<ImageRow[]> {
  const found: ImageRow[] = []
  const endings = ['', '.png', '.jpg', '.jpeg', '.webp', '.gif']
  const wanted = [...new Set(names.flatMap((name) => endings.map((ending) => `${name.toLowerCase()}${ending}`)))]
  for (let from = 0; from < wanted.length; from += namesAtOnce) {
    const rows = await db
      .selectFrom('images')
      .selectAll()
      .where('kind', '=', 'upload')
      .where((eb) => eb.fn<string>('lower', ['name']), 'in', wanted.slice(from, from + namesAtOnce))
      .execute()
    found.push(...rows)
  }
  return found.sort((a, b) => a.created_at - b.created_at)
}

export async function allUploadNames(db: Database): Promise<string[]> {
  const rows = await db.selectFrom('images').select('name').distinct().where('kind', '=', 'upload').execute()
  return rows.map(({ name }) => name)
}
