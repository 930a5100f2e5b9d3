// The results of a batch as one ZIP, made while it is sent: the pictures under the names of their originals, and what
// became of every row as results.csv and results.json.
import { makeZip } from 'client-zip'
import { createArchiveNames } from '../core/archive-names.ts'
import { chargedByEdit } from '../db/batches.ts'
import { findImage } from '../db/images.ts'
import type { BatchTableRow } from '../db/schema.ts'
import { type BatchEdit, type BatchRowView, editOf, placeOf, rowFault } from '../edits/batch.ts'
import { writeCsv } from '../edits/csv.ts'
import { readRows } from './batch-views.ts'
import type { StudioPorts } from './ports.ts'
import type { ViewOptions } from './views.ts'

type ResultLine = {
  row: number
  picture: string
  /** Its name in the archive; empty where there is none. */
  file: string
  prompt: string
  seed: number | null
  state: string
  verdict: string
  cost_usd: number
  error: string
  link: string
  edit: string
}

/** What was rejected has its line, but no picture. */
export async function archiveBatch(
  { db, objects }: Pick<StudioPorts, 'db' | 'objects'>,
  batch: BatchTableRow,
  view: ViewOptions,
): Promise<ReadableStream<Uint8Array>> {
  const rows = await readRows(db, batch.id, view)
  const charged = await chargedByEdit(db, batch.id)
  const nameOf = createArchiveNames()
  const lines: ResultLine[] = []

  async function* files() {
    for (const row of rows) {
      const line = lineOf(row, { charged, view })
      lines.push(line)
      const id = row.verdict === 'rejected' ? null : (resultOf(row)?.outputImageId ?? null)
      const image = id === null ? undefined : await findImage(db, id)
      // Between the list and the stream it may have been deleted.
      if (!image || !(await objects.stat(image.sha256))) continue
      line.file = nameOf(editedName(row.imageName), image.format)
      yield {
        name: line.file,
        lastModified: new Date(image.created_at),
        size: image.bytes,
        input: await objects.stream(image.sha256),
      }
    }
    const written = new Date()
    const columns = Object.keys(lines[0] ?? {}) as (keyof ResultLine)[]
    const table = [columns, ...lines.map((line) => columns.map((column) => line[column]))]
    yield { name: 'results.csv', lastModified: written, input: writeCsv(table) }
    yield { name: 'results.json', lastModified: written, input: `${JSON.stringify(lines, null, 2)}\n` }
  }
  return makeZip(files(), { buffersAreUTF8: true })
}

/** "cat.jpg" → "cat_edited.jpg"; the ending is that of the result. */
const editedName = (name: string): string => `${name.replace(/\.(png|jpe?g|webp|gif)$/i, '')}_edited`

/** What its last step came to; null until then. */
const resultOf = (row: BatchRowView): BatchEdit | null => (placeOf(row) === 'stored' ? editOf(row) : null)

function lineOf(
  row: BatchRowView,
  { charged, view }: { charged: ReadonlyMap<string, number>; view: ViewOptions },
): ResultLine {
  const edit = editOf(row)
  const result = resultOf(row)
  const cost = row.edits.reduce((sum, { id }) => sum + (charged.get(id) ?? 0), 0)
  return {
    row: row.position + 1,
    picture: row.imageName,
    file: '',
    prompt: row.prompts.join(' → '),
    seed: edit?.seed ?? null,
    state: row.state === 'begun' && edit ? edit.state : row.state,
    verdict: row.verdict ?? '',
    cost_usd: cost / 1e6,
    error: rowFault(row)?.message ?? '',
    link: result?.outputImageId ? view.linkOf(result.outputImageId) : '',
    edit: edit?.id ?? '',
  }
}
