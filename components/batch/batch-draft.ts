// A batch before it starts: pictures × prompts, or a list of rows. Pure; kept in this browser, so that a way to the editor
// and back, or a reload, loses nothing.
import { z } from 'zod'
import { requestErrorCodes } from '#lib/core/errors.ts'
import { batchLayouts } from '#lib/edits/batch.ts'
import type { FileFaultCode } from '#lib/edits/batch-file.ts'
import { engineIdSchema, maxSeed, outputFormats } from '#lib/edits/edit.ts'

const refusals = [...requestErrorCodes, 'offline'] as const
export type Refusal = (typeof refusals)[number]

/** The code of anything that our server may refuse a picture or a mask with. */
export const refusalOf = (code: string): Refusal => refusals.find((known) => known === code) ?? 'internal_error'

const count = z.number()
const pictureSchema = z.object({ id: z.string(), name: z.string(), width: count, height: count })
export type Picture = z.infer<typeof pictureSchema>

/** Where the mask of a row comes from: painted in the editor, one file for all, a file of the same name, or none. */
export const maskSources = ['own', 'shared', 'name', 'none'] as const
export type MaskSource = (typeof maskSources)[number]

const troubleSchema = z.discriminatedUnion('kind', [
  /** Nothing is painted, or no file of that name was given. */
  z.object({ kind: z.literal('missing') }),
  /** Of another size: to be scaled once somebody says so. */
  z.object({ kind: z.literal('size'), width: count, height: count }),
  z.object({ kind: z.literal('refused'), code: z.enum(refusals).catch('internal_error') }),
])
export type MaskTrouble = z.infer<typeof troubleSchema>

const maskSchema = z.object({
  source: z.enum(maskSources),
  /** Kept by the server for this very picture; `of` tells one state of its source from another. */
  stored: z
    .object({ id: z.string(), coverage: count.nullable(), of: z.string(), name: z.string().nullable() })
    .nullable(),
  trouble: troubleSchema.nullable(),
  /** The file or the address that a file of rows names for it. */
  wanted: z.string().nullable(),
  /** The user has said that a mask of another size is to be scaled. */
  scale: z.boolean(),
})
export type MaskChoice = z.infer<typeof maskSchema>

export const noMask: MaskChoice = { source: 'none', stored: null, trouble: null, wanted: null, scale: false }

const entrySchema = z.object({ key: z.string(), picture: pictureSchema, mask: maskSchema })
/** A row of the grid. */
export type Entry = z.infer<typeof entrySchema>

const faultCodes = [
  'picture_missing',
  'prompt_missing',
  'prompt_invalid',
  'steps_invalid',
  'recipe_unknown',
  'recipe_and_prompt',
  'ratio_invalid',
  'seed_invalid',
  'safety_invalid',
  'format_invalid',
] as const satisfies readonly FileFaultCode[]

const listRowSchema = z.object({
  key: z.string(),
  /** Of the file that it came from. */
  line: count.nullable(),
  picture: pictureSchema.nullable(),
  /** What the file calls the picture, while there is none. */
  given: z.string(),
  guess: pictureSchema.nullable(),
  /** Why its address gave no picture. */
  linkFault: z
    .enum([...requestErrorCodes, 'offline'])
    .nullable()
    .catch('internal_error'),
  /** Shown to the engine beside it; null for none. */
  reference: z
    .object({ given: z.string(), picture: pictureSchema.nullable(), linkFault: z.enum(refusals).nullable() })
    .nullable(),
  prompt: z.string(),
  next: z.array(z.string()),
  ratio: z.string().nullable(),
  seed: z.int().min(0).max(maxSeed).nullable(),
  safety: z.int().min(0).max(2).nullable(),
  format: z.enum(outputFormats).nullable(),
  mask: maskSchema,
  /** What was wrong in the file and has not been mended. */
  faults: z.array(z.object({ code: z.enum(faultCodes), given: z.string() })),
})
export type ListRow = z.infer<typeof listRowSchema>

const promptSchema = z.object({
  key: z.string(),
  text: z.string(),
  /** Further steps, each on the output of the one before. */
  next: z.array(z.string()),
})
export type Prompt = z.infer<typeof promptSchema>

export const newPrompt = (text = '', next: readonly string[] = []): Prompt => ({ key: newKey(), text, next: [...next] })

export const batchDraftSchema = z.object({
  name: z.string(),
  layout: z.enum(batchLayouts),
  entries: z.array(entrySchema),
  prompts: z.array(promptSchema),
  /** Cells of the grid that are not sent: `<entry> <prompt>`. */
  leftOut: z.array(z.string()),
  rows: z.array(listRowSchema),
  /** For rows that are added. */
  maskSource: z.enum(maskSources),
  /** The file that the rows were read from. */
  file: z
    .object({ name: z.string(), kind: z.enum(['csv', 'json']), read: count, ignored: z.array(z.string()) })
    .nullable(),
  /** null, as in drafts from before there was a choice: the first that is ready for a finished edit. */
  engine: engineIdSchema.nullable().default(null),
  model: z.string().nullable().default(null),
  ratio: z.string().nullable(),
  seed: z.int().min(0).max(maxSeed).nullable(),
  safety: z.int().min(0).max(2),
  format: z.enum(outputFormats),
  /** null: as many as there are by default. */
  concurrency: count.nullable(),
})
export type BatchDraft = z.infer<typeof batchDraftSchema>

let keys = 0
/** Unique among what this browser has kept and what this page makes. */
export const newKey = (): string => `${Date.now().toString(36)}.${keys++}`

export const emptyBatch = (): BatchDraft => ({
  name: '',
  layout: 'grid',
  entries: [],
  prompts: [newPrompt()],
  leftOut: [],
  rows: [],
  maskSource: 'none',
  file: null,
  engine: null,
  model: null,
  ratio: null,
  seed: null,
  safety: 1,
  format: 'png',
  concurrency: null,
})

export const isEmptyBatch = ({ entries, rows, prompts }: BatchDraft): boolean =>
  entries.length === 0 && rows.length === 0 && prompts.every(({ text }) => text === '')

export const pictureOf = ({ id, name, width, height }: Picture): Picture => ({ id, name, width, height })

const newMask = (source: MaskSource): MaskChoice => ({ ...noMask, source })

export const newListRow = (change: Partial<ListRow>): ListRow => ({
  key: newKey(),
  line: null,
  picture: null,
  given: '',
  guess: null,
  linkFault: null,
  reference: null,
  prompt: '',
  next: [],
  ratio: null,
  seed: null,
  safety: null,
  format: null,
  mask: noMask,
  faults: [],
  ...change,
})

/** In the grid a picture stands once; in the list each time is a row. */
export function addPictures(draft: BatchDraft, pictures: readonly Picture[]): BatchDraft {
  const mask = newMask(draft.maskSource)
  if (draft.layout === 'list') {
    const rows = pictures.map((picture) => newListRow({ picture: pictureOf(picture), given: picture.name, mask }))
    return { ...draft, rows: [...draft.rows, ...rows] }
  }
  const there = new Set(draft.entries.map(({ picture }) => picture.id))
  const fresh = pictures.filter(({ id }) => !there.has(id))
  return {
    ...draft,
    entries: [...draft.entries, ...fresh.map((picture) => ({ key: newKey(), picture: pictureOf(picture), mask }))],
  }
}

export const addPrompt = (draft: BatchDraft): BatchDraft => ({
  ...draft,
  prompts: [...draft.prompts, newPrompt()],
})

export const setPrompt = (draft: BatchDraft, key: string, text: string): BatchDraft => ({
  ...draft,
  prompts: draft.prompts.map((prompt) => (prompt.key === key ? { ...prompt, text } : prompt)),
})

/** As a recipe has them. */
export const setSteps = (draft: BatchDraft, key: string, [text = '', ...next]: readonly string[]): BatchDraft => ({
  ...draft,
  prompts: draft.prompts.map((prompt) => (prompt.key === key ? { ...prompt, text, next } : prompt)),
})

export const stepsOf = ({ text, next }: Pick<Prompt, 'text' | 'next'>): string[] => [text, ...next]

/** A step that nothing is written into is none. */
export const writtenSteps = (next: readonly string[]): string[] => next.filter((step) => step.trim() !== '')

/** The last field stays: without one there would be nothing to write into. */
export function removePrompt(draft: BatchDraft, key: string): BatchDraft {
  if (draft.prompts.length === 1) return setPrompt(draft, key, '')
  return {
    ...draft,
    prompts: draft.prompts.filter((prompt) => prompt.key !== key),
    leftOut: draft.leftOut.filter((cell) => !cell.endsWith(` ${key}`)),
  }
}

export const cellKey = (entryKey: string, promptKey: string): string => `${entryKey} ${promptKey}`

export function toggleCell(draft: BatchDraft, cell: string): BatchDraft {
  const out = draft.leftOut.includes(cell)
  return { ...draft, leftOut: out ? draft.leftOut.filter((one) => one !== cell) : [...draft.leftOut, cell] }
}

/** Of an entry or a row of the list. */
export const changeMask = (draft: BatchDraft, key: string, mask: MaskChoice): BatchDraft => ({
  ...draft,
  entries: draft.entries.map((entry) => (entry.key === key ? { ...entry, mask } : entry)),
  rows: draft.rows.map((row) => (row.key === key ? { ...row, mask } : row)),
})

export const changeRow = (draft: BatchDraft, key: string, change: Partial<ListRow>): BatchDraft => ({
  ...draft,
  rows: draft.rows.map((row) => (row.key === key ? { ...row, ...change } : row)),
})

export const removeRow = (draft: BatchDraft, key: string): BatchDraft => ({
  ...draft,
  entries: draft.entries.filter((entry) => entry.key !== key),
  leftOut: draft.leftOut.filter((cell) => !cell.startsWith(`${key} `)),
  rows: draft.rows.filter((row) => row.key !== key),
})

export const writtenPrompts = ({ prompts }: BatchDraft) => prompts.filter(({ text }) => text.trim() !== '')

/** One text for one plan of prompts. */
export const planOf = ({ prompt, next }: Pick<ListRow, 'prompt' | 'next'>): string =>
  JSON.stringify([prompt.trim(), ...writtenSteps(next)])
