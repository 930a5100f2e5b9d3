// Rows of a batch from a CSV or JSON file: what each column means, and what is wrong, by line. Pure: whether a picture of
// that name exists is for the caller to find out.
import { parseRatio } from '../frame/ratio.ts'
import { maxBatchRows, mostFurtherSteps } from './batch.ts'
import { readCsv } from './csv.ts'
import { isPrompt, maxSeed, type OutputFormat } from './edit.ts'
import type { RecipeView } from './recipe.ts'

/** The columns, each with the other names under which it is understood. */
export const batchColumns = {
  picture: [
    'base',
    'image',
    'imageid',
    'imageurl',
    'pictureurl',
    'url',
    'file',
    'filename',
    'photo',
    '图片',
    '图片地址',
  ],
  reference: ['ref', 'pattern', 'referenceurl', '参考图'],
  prompt: ['text', 'instruction', '提示词'],
  steps: ['nextprompts', 'furthersteps', '步骤'],
  recipe: ['plan', '配方'],
  mask: ['maskurl', 'maskfile', '蒙版'],
  ratio: ['aspectratio', '比例', '画幅'],
  seed: ['种子'],
  safety: ['safetytolerance', '安全级别'],
  format: ['outputformat', '格式'],
} as const
export type BatchColumn = keyof typeof batchColumns
const columnNames = Object.keys(batchColumns) as BatchColumn[]

export type FileFaultCode =
  | 'picture_missing'
  | 'prompt_missing'
  | 'prompt_invalid'
  | 'steps_invalid'
  | 'recipe_unknown'
  | 'recipe_and_prompt'
  | 'ratio_invalid'
  | 'seed_invalid'
  | 'safety_invalid'
  | 'format_invalid'
export type FileFault = { column: BatchColumn; code: FileFaultCode; given: string }

export type FileRow = {
  /** Of a CSV file the line on which it begins, of JSON which of the rows it is; both from 1. */
  line: number
  /** A name, an id or an address. */
  picture: string
  prompt: string
  /** Further prompts, each on the output of the one before. */
  next: string[]
  /** The picture that is shown to the engine beside it: a name, an id or an address; null for none. */
  reference: string | null
  /** A file's name or an address; null where the file does not say. */
  mask: string | null
  ratio: string | null
  seed: number | null
  safety: 0 | 1 | 2 | null
  format: OutputFormat | null
  faults: FileFault[]
}

/** What makes the file as a whole unreadable. */
export type FileRefusal =
  | { code: 'empty' }
  | { code: 'not_json' }
  | { code: 'open_quote'; line: number }
  | { code: 'column_missing'; column: BatchColumn }
  | { code: 'too_many'; count: number; most: number }

export type BatchFile = {
  kind: 'csv' | 'json'
  rows: FileRow[]
  /** Columns that mean nothing here. */
  ignored: string[]
}

export type BatchFileReading = { ok: true; file: BatchFile } | { ok: false; refusal: FileRefusal }

type Raw = { line: number; values: Partial<Record<BatchColumn, string>> }

/** Plans of prompts by their names, which a row may name instead of a prompt. */
type Recipes = readonly Pick<RecipeView, 'name' | 'steps'>[]

export function readBatchFile(text: string, kind: 'csv' | 'json', recipes: Recipes = []): BatchFileReading {
  const raw = kind === 'json' ? readJsonRows(text) : readCsvRows(text)
  if (!raw.ok) return raw
  const { rows, ignored, known } = raw
  if (rows.length === 0) return { ok: false, refusal: { code: 'empty' } }
  // Of pairs one prompt may be meant for all: it is written once they are here.
  const isPlanned = known.has('reference') || known.has('steps') || known.has('recipe')
  const needed = isPlanned ? (['picture'] as const) : (['picture', 'prompt'] as const)
  const missing = needed.find((column) => !known.has(column))
  if (missing) return { ok: false, refusal: { code: 'column_missing', column: missing } }
  if (rows.length > maxBatchRows) {
    return { ok: false, refusal: { code: 'too_many', count: rows.length, most: maxBatchRows } }
  }
  return { ok: true, file: { kind, rows: rows.map((row) => judge(row, recipes)), ignored } }
}

type RawReading =
  | { ok: true; rows: Raw[]; ignored: string[]; known: ReadonlySet<BatchColumn> }
  | { ok: false; refusal: FileRefusal }

function readCsvRows(text: string): RawReading {
  const { records, openQuoteAt } = readCsv(text)
  if (openQuoteAt !== null) return { ok: false, refusal: { code: 'open_quote', line: openQuoteAt } }
  const [first] = records
  if (!first) return { ok: false, refusal: { code: 'empty' } }
  // Two columns without a head are pairs: reference|base.
  const isPairs = first.fields.length === 2 && first.fields.every((name) => columnOf(name) === null)
  const head = isPairs ? { fields: ['reference', 'picture'] } : first
  const body = isPairs ? records : records.slice(1)
  const columns = head.fields.map(columnOf)
  const rows = body.map(({ line, fields }): Raw => {
    const values: Raw['values'] = {}
    for (const [index, column] of columns.entries()) if (column) values[column] = fields[index] ?? ''
    return { line, values }
  })
  const ignored = head.fields.filter((name, index) => name !== '' && columns[index] === null)
  return { ok: true, rows, ignored, known: new Set(columns.filter((column) => column !== null)) }
}

function readJsonRows(text: string): RawReading {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, refusal: { code: 'not_json' } }
  }
  const list = isRecord(value) ? value.rows : value
  if (!Array.isArray(list) || !list.every(isRecord)) return { ok: false, refusal: { code: 'not_json' } }
  const ignored = new Set<string>()
  const known = new Set<BatchColumn>()
  const rows = list.map((each, index): Raw => {
    const values: Raw['values'] = {}
    for (const [name, given] of Object.entries(each)) {
      const column = columnOf(name)
      if (!column) ignored.add(name)
      else {
        known.add(column)
        values[column] = typeof given === 'string' ? given : given === null ? '' : JSON.stringify(given)
      }
    }
    return { line: index + 1, values }
  })
  return { ok: true, rows, ignored: [...ignored], known }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whatever the case, and whether words are joined by spaces, dashes or underscores. */
function columnOf(name: string): BatchColumn | null {
  const plain = name.toLowerCase().replace(/[\s_-]/g, '')
  return columnNames.find((column) => column === plain || batchColumns[column].some((other) => other === plain)) ?? null
}

function judge({ line, values }: Raw, recipes: Recipes): FileRow {
  const of = (column: BatchColumn): string => values[column]?.trim() ?? ''
  const faults: FileFault[] = []
  const fault = (column: BatchColumn, code: FileFaultCode): null => {
    faults.push({ column, code, given: of(column) })
    return null
  }
  const [picture, ratio, seed] = [of('picture'), of('ratio'), of('seed')]
  if (picture === '') fault('picture', 'picture_missing')
  const { prompt, next } = planOf(of, { fault, recipes })
  const safety = ([0, 1, 2] as const).find((level) => String(level) === of('safety')) ?? null
  if (of('safety') !== '' && safety === null) fault('safety', 'safety_invalid')
  return {
    line,
    picture,
    prompt,
    next,
    reference: of('reference') || null,
    mask: of('mask') || null,
    ratio:
      ratio === '' || ratio.toLowerCase() === 'keep'
        ? null
        : parseRatio(ratio)
          ? ratio
          : fault('ratio', 'ratio_invalid'),
    seed:
      seed === ''
        ? null
        : /^\d{1,10}$/.test(seed) && Number(seed) <= maxSeed
          ? Number(seed)
          : fault('seed', 'seed_invalid'),
    safety,
    format: formatOf(of('format'), () => fault('format', 'format_invalid')),
    faults,
  }
}

type Planning = { fault(column: BatchColumn, code: FileFaultCode): null; recipes: Recipes }

/** The prompts of a row, one after the other: written out, or by the name of a recipe. */
function planOf(of: (column: BatchColumn) => string, { fault, recipes }: Planning): { prompt: string; next: string[] } {
  const steps = readSteps(of('steps'))
  const [prompt = '', ...next] = [of('prompt'), ...(steps ?? [])].filter((step) => step !== '')
  if (steps === null || next.length > mostFurtherSteps || !next.every(isPrompt)) fault('steps', 'steps_invalid')
  const name = of('recipe')
  if (name !== '') {
    const found = recipes.find((recipe) => recipe.name.trim().toLowerCase() === name.toLowerCase())
    if (prompt !== '') fault('recipe', 'recipe_and_prompt')
    else if (!found) fault('recipe', 'recipe_unknown')
    else return { prompt: found.steps[0] ?? '', next: found.steps.slice(1) }
  } else if (prompt === '') {
    if (of('reference') === '' && of('steps') === '') fault('prompt', 'prompt_missing')
  } else if (!isPrompt(prompt)) fault('prompt', 'prompt_invalid')
  return { prompt, next: next.slice(0, mostFurtherSteps) }
}

/** One a line, or a JSON list of texts, which may have lines of their own; null for any other JSON. */
function readSteps(text: string): string[] | null {
  if (!/^[[{]/.test(text)) return text.split(/\r?\n/).map((step) => step.trim())
  try {
    const list: unknown = JSON.parse(text)
    const isText = (step: unknown): step is string => typeof step === 'string'
    return Array.isArray(list) && list.every(isText) ? list.map((step) => step.trim()) : null
  } catch {
    return null
  }
}

function formatOf(text: string, fault: () => null): OutputFormat | null {
  switch (text.toLowerCase()) {
    case '':
      return null
    case 'png':
      return 'png'
    case 'jpg':
    case 'jpeg':
      return 'jpeg'
    default:
      return fault()
  }
}

/** The one of `names` that was probably meant, or null: at most a third of its letters differ, and at most three. */
export function nearestName(wanted: string, names: readonly string[]): string | null {
  const plain = wanted.toLowerCase()
  let best: { name: string; distance: number } | null = null
  const most = Math.min(3, Math.floor(plain.length / 3))
  for (const name of names) {
    if (Math.abs(name.length - plain.length) > most) continue
    const distance = editDistance(plain, name.toLowerCase(), best ? best.distance - 1 : most)
    if (distance !== null) best = { name, distance }
    if (best?.distance === 1) break
  }
  return best?.name ?? null
}

/** Levenshtein's, or null where it is more than `most`. */
function editDistance(a: string, b: string, most: number): number | null {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + same))
    }
    if (Math.min(...next) > most) return null
    row = next
  }
  return row[b.length] <= most ? row[b.length] : null
}

/** "photo1.jpg" ↔ "photo1_mask.png": the stem of the picture that a mask file is for, lower case; null for any other file. */
export const maskStem = (fileName: string): string | null =>
  /^(.+)[_-]mask\.(?:png|webp|gif|jpe?g)$/i.exec(fileName.replace(/^.*[/\\]/, ''))?.[1].toLowerCase() ?? null

/** The same of a picture's own name. */
export const pictureStem = (name: string): string => name.replace(/\.(png|jpe?g|webp|gif)$/i, '').toLowerCase()
