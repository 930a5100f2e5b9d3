// A file of rows becomes the list: its pictures are found in the library by name, or fetched from their addresses.
import { importImageUrl } from '#lib/client/api.ts'
import { toApiError } from '#lib/client/api-error.ts'
import { findPictures, listRecipes } from '#lib/client/batches.ts'
import { newIdempotencyKey } from '#lib/client/idempotency-key.ts'
import { readLink } from '#lib/client/incoming.ts'
import { type FileRefusal, type FileRow, readBatchFile } from '#lib/edits/batch-file.ts'
import { type BatchDraft, type ListRow, newListRow, noMask, pictureOf, refusalOf } from './batch-draft.ts'
import { changeBatch, currentBatch } from './batch-store.ts'
import { adoptMasks } from './mask-work.ts'

/** Larger ones are no lists of at most 5,000 rows. */
const mostBytes = 20_000_000
const fetchesAtOnce = 3

export const isRowFile = ({ name }: File): boolean => /\.(csv|tsv|json)$/i.test(name)

/**
 * Replaces what the list holds. Resolves once every picture has been looked for.
 * @returns why the file cannot be read at all; then nothing has changed
 */
export async function importRows(file: File): Promise<FileRefusal | null> {
  if (file.size > mostBytes) return { code: 'too_many', count: 0, most: 5_000 }
  // Without the recipes a row that names one is told as naming none: it can be mended, and nothing starts before.
  const recipes = await listRecipes().catch(() => [])
  const reading = readBatchFile(await file.text(), /\.json$/i.test(file.name) ? 'json' : 'csv', recipes)
  if (!reading.ok) return reading.refusal
  const { rows, kind, ignored } = reading.file
  changeBatch((draft): BatchDraft => {
    const imported = rows.map((row) => listRowOf(row, draft))
    return {
      ...draft,
      layout: 'list',
      name: draft.name === '' ? file.name.replace(/\.\w+$/, '') : draft.name,
      rows: imported,
      entries: [],
      leftOut: [],
      file: { name: file.name, kind, read: rows.length, ignored },
    }
  })
  await findAll()
  return null
}

function listRowOf(row: FileRow, { maskSource }: BatchDraft): ListRow {
  const none = row.mask !== null && /^(none|no|-|无)$/i.test(row.mask)
  const mask =
    row.mask === null
      ? { ...noMask, source: maskSource }
      : none
        ? noMask
        : { ...noMask, source: 'name' as const, wanted: row.mask }
  const { line, prompt, next, ratio, seed, safety, format, faults } = row
  return newListRow({
    ...{ line, prompt, next, ratio, seed, safety, format, mask },
    given: row.picture,
    reference: row.reference === null ? null : { given: row.reference, picture: null, linkFault: null },
    // What is missing shows as missing; only what stood there and cannot be taken is a fault of the file.
    faults: faults.filter(({ given }) => given !== '').map(({ code, given }) => ({ code, given })),
  })
}

/** What a row still waits for: its own picture, that beside it, or both. */
const wantedBy = ({ picture, given, reference }: ListRow): string[] => [
  ...(picture === null && given !== '' ? [given] : []),
  ...(reference && reference.picture === null ? [reference.given] : []),
]

/** Names at once, addresses a few at a time; the same address is fetched once. */
async function findAll(): Promise<void> {
  const wanted = [...new Set(currentBatch().rows.flatMap(wantedBy))]
  const links = wanted.filter((given) => readLink(given) !== null)
  const names = wanted.filter((given) => readLink(given) === null)
  const byName = names.length === 0 ? [] : await findPictures(names)
  const found = new Map(byName.map((one) => [one.name, one]))
  changeBatch((draft) => ({
    ...draft,
    rows: draft.rows.map((row) => {
      const one = row.picture === null ? found.get(row.given) : undefined
      const beside = row.reference && !row.reference.picture ? found.get(row.reference.given)?.image : undefined
      return {
        ...row,
        ...(one ? { picture: one.image && pictureOf(one.image), guess: one.guess && pictureOf(one.guess) } : {}),
        ...(beside && row.reference ? { reference: { ...row.reference, picture: pictureOf(beside) } } : {}),
      }
    }),
  }))
  const queue = links
  await Promise.all(
    Array.from({ length: fetchesAtOnce }, async () => {
      for (let url = queue.shift(); url !== undefined; url = queue.shift()) await fetchPicture(url)
    }),
  )
  adoptMasks()
}

async function fetchPicture(given: string): Promise<void> {
  const change = await importImageUrl(readLink(given) ?? given, { idempotencyKey: newIdempotencyKey() }).then(
    (image) => ({ picture: pictureOf(image), linkFault: null }),
    (error: unknown) => ({ picture: null, linkFault: refusalOf(toApiError(error).code) }),
  )
  changeBatch((draft) => ({
    ...draft,
    rows: draft.rows.map((row) => ({
      ...row,
      ...(row.picture === null && row.given === given ? change : {}),
      ...(row.reference?.picture === null && row.reference.given === given ? { reference: { given, ...change } } : {}),
    })),
  }))
}
