// The results of a batch as one ZIP, made while it is sent: the pictures under the names of their originals, of two that
// were sent as one that picture as well, and what became of every row as results.csv and results.json.
import { makeZip } from 'client-zip'
import { createArchiveNames } from '../core/archive-names.ts'
import { chargedByEdit } from '../db/batches.ts'
import { mergedByEdit } from '../db/compositions.ts'
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
  /** Of a row with several: what became of each, in their order; each begins on the output of the one before. */
  steps?: StepLine[]
}

type StepLine = Pick<ResultLine, 'prompt' | 'seed' | 'state' | 'cost_usd' | 'error' | 'link' | 'edit'>

/** In the table each step has a line of its own, so that sums hold; the picture is that of the last. */
const columns = [
  'row',
  'step',
  'picture',
  'file',
  'prompt',
  'seed',
  'state',
  'verdict',
  'cost_usd',
  'error',
  'link',
  'edit',
] as const satisfies (keyof ResultLine | 'step')[]

const tableLines = (line: ResultLine): Record<(typeof columns)[number], string | number | null>[] =>
  line.steps?.map((step, index, { length }) => ({
    ...line,
    ...step,
    step: index + 1,
    file: index + 1 === length ? line.file : '',
  })) ?? [{ ...line, step: 1 }]

/** What was rejected has its line, but no picture. */
export async function archiveBatch(
  { db, objects }: Pick<StudioPorts, 'db' | 'objects'>,
  batch: BatchTableRow,
  view: ViewOptions,
): Promise<ReadableStream<Uint8Array>> {
  const rows = await readRows(db, batch.id, view)
  const charged = await chargedByEdit(db, batch.id)
  const merged = await mergedByEdit(db, batch.id)
  const nameOf = createArchiveNames()
  const lines: ResultLine[] = []

  /** Null where there is none: between the list and the stream it may have been deleted. */
  async function fileOf(id: string | null | undefined, name: (format: string) => string) {
    const image = id ? await findImage(db, id) : undefined
    if (!image || !(await objects.stat(image.sha256))) return null
    const lastModified = new Date(image.created_at)
    return {
      ...{ name: name(image.format), lastModified, size: image.bytes },
      input: await objects.stream(image.sha256),
    }
  }

  async function* files() {
    for (const row of rows) {
      const line = lineOf(row, { charged, view })
      lines.push(line)
      const result = row.verdict === 'rejected' ? null : resultOf(row)
      const file = await fileOf(result?.outputImageId, (format) => nameOf(`${stemOf(row.imageName)}_edited`, format))
      if (!file) continue
      line.file = file.name
      yield file
      const beside = await fileOf(merged.get(row.edits[0].id), (format) =>
        nameOf(`${stemOf(row.imageName)}_merged`, format),
      )
      if (beside) yield beside
    }
    const written = new Date()
    const table = [columns, ...lines.flatMap(tableLines).map((line) => columns.map((column) => line[column]))]
    yield { name: 'results.csv', lastModified: written, input: writeCsv(table) }
    yield { name: 'results.json', lastModified: written, input: `${JSON.stringify(lines, null, 2)}\n` }
  }
  return makeZip(files(), { buffersAreUTF8: true })
}

/** "cat.jpg" becomes "cat_edited.png": the ending is that of the file itself. */
const stemOf = (name: string): string => name.replace(/\.(png|jpe?g|webp|gif)$/i, '')

/** What its last step came to; null until then. */
const resultOf = (row: BatchRowView): BatchEdit | null => (placeOf(row) === 'stored' ? editOf(row) : null)

type Telling = { charged: ReadonlyMap<string, number>; view: ViewOptions }

function lineOf(row: BatchRowView, { charged, view }: Telling): ResultLine {
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
    ...(row.prompts.length > 1 ? { steps: stepsOf(row, { charged, view }) } : {}),
  }
}

function stepsOf({ prompts, edits, state, error }: BatchRowView, { charged, view }: Telling): StepLine[] {
  const current = edits.findIndex((edit) => edit.state !== 'done')
  const first = current === -1 ? edits.length : current
  return prompts.map((prompt, step): StepLine => {
    const edit: BatchEdit | undefined = edits[step]
    const done = edit?.state === 'done'
    // Of a row that waits for another try, or was given up, only what is done has become of its edits.
    const told = done || state === 'begun' ? edit : undefined
    return {
      prompt,
      seed: edit?.seed ?? null,
      state: told?.state ?? state,
      cost_usd: (charged.get(edit?.id ?? '') ?? 0) / 1e6,
      error: (step === first && state === 'refused' ? error?.message : told?.error?.message) ?? '',
      link: edit?.outputImageId ? view.linkOf(edit.outputImageId) : '',
      edit: edit?.id ?? '',
    }
  })
}
