// What the user has set for the next edit of one image: kept in this browser per image, so that a reload loses nothing.
import { z } from 'zod'
import { referenceOf } from '#lib/edits/composition.ts'
import {
  type EditRequest,
  type EditView,
  type EngineId,
  engineIdSchema,
  type Frame,
  frameSchema,
  isPrompt,
  localEngineId,
  maxPromptLength,
  maxSeed,
  outputFormats,
  variationCounts,
} from '#lib/edits/edit.ts'
import type { EditSettings } from '#lib/edits/settings-note.ts'
import {
  defaultOperations,
  type Operation,
  type OperationKind,
  operationKinds,
  operationSchema,
} from '#lib/retouch/operation.ts'

const draftSchema = z.object({
  /** What was chosen; null follows what the studio offers first. */
  engine: engineIdSchema.nullable(),
  /** One of the engine's; null is its first for editing. */
  model: z.string().nullable().default(null),
  prompt: z.string(),
  operationKind: z.enum(operationKinds),
  /** One per kind, so that a radius is still there after a look at another operation. */
  operations: z
    .partialRecord(z.enum(operationKinds), operationSchema)
    // A draft of before an operation was there.
    .transform((kept): Record<OperationKind, Operation> => ({ ...defaultOperations, ...kept })),
  frame: frameSchema,
  /** Islands of the mask that lie far apart: in one crop, or each by an edit of its own. */
  islands: z.enum(['together', 'each']).default('together'),
  /** null: a new one for each edit. */
  seed: z.int().min(0).max(maxSeed).nullable(),
  /** How many seeds in a row are asked for at once. */
  variations: z.int().min(1).max(variationCounts.most).default(1),
  safetyTolerance: z.int().min(0).max(2),
  outputFormat: z.enum(outputFormats),
  /** True once this version is being worked on: its panel asks for the next edit instead of telling of the last. */
  continued: z.boolean(),
  /** A failed edit whose note was put away. */
  dismissedEditId: z.string().nullable(),
})
export type EditDraft = z.infer<typeof draftSchema>

export const emptyDraft: EditDraft = {
  engine: null,
  model: null,
  prompt: '',
  operationKind: 'fill',
  operations: defaultOperations,
  frame: { kind: 'keep' },
  islands: 'together',
  seed: null,
  variations: 1,
  safetyTolerance: 1,
  outputFormat: 'png',
  continued: false,
  dismissedEditId: null,
}

/** An edit's settings, and its prompt, as a draft: *Copy settings*. */
export function draftFromEdit(edit: Omit<EditSettings, 'engine'> & { engine: EngineId }): EditDraft {
  const settings = {
    ...emptyDraft,
    engine: edit.engine,
    model: edit.model,
    frame: edit.frame,
    outputFormat: edit.outputFormat,
    continued: true,
  }
  const { operation } = edit
  if (edit.engine === localEngineId && operation !== null) {
    return {
      ...settings,
      operationKind: operation.kind,
      // Nothing else is drawn by lot.
      seed: operation.kind === 'fill' ? edit.seed : null,
      // Lines and places of one fill mean nothing in the next.
      operations: {
        ...emptyDraft.operations,
        [operation.kind]: operation.kind === 'fill' ? defaultOperations.fill : operation,
      },
    }
  }
  return { ...settings, prompt: edit.prompt, seed: edit.seed, safetyTolerance: edit.safetyTolerance }
}

/** A version that was made by an edit starts from that edit's settings, with words and seed of its own. */
export const draftAfter = (edit: EditView | null): EditDraft =>
  edit === null
    ? emptyDraft
    : { ...draftFromEdit(edit), prompt: '', seed: null, frame: frameAfter(edit.frame), continued: false }

/** Context and corrections are habits; a box drawn by hand was for one picture, and so was a new frame. */
const frameAfter = (frame: Frame): Frame => (frame.kind === 'keep' ? { ...frame, crop: undefined } : { kind: 'keep' })

export const draftKey = (imageId: string): string => `frisket.draft.${imageId}`

/** Null for what is not a draft: an older version's, a torn one, someone else's. */
export function readDraft(text: string | null): EditDraft | null {
  if (text === null) return null
  try {
    const parsed = draftSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

type Asked = {
  draft: EditDraft
  engine: EngineId
  model?: string
  imageId: string
  maskId: string | null
  fillSeed?: number
}

/**
 * The body of POST /api/edits. `fillSeed` is that of the preview; without it the server draws one. What an engine does not understand is not sent to it.
 */
export function editRequest({ draft, engine, model, imageId, maskId, fillSeed }: Asked): EditRequest {
  const base = { imageId, maskId, engine, outputFormat: draft.outputFormat }
  if (engine === localEngineId) {
    const local = { ...base, operation: draft.operations[draft.operationKind], frame: { kind: 'keep' as const } }
    return fillSeed === undefined ? local : { ...local, seed: fillSeed }
  }
  const { prompt, frame, seed, safetyTolerance } = draft
  return { ...base, ...(model !== undefined && { model }), prompt, frame, seed, safetyTolerance }
}

/** The request that made an edit, once more, with a seed of its own. */
export function requestAgain(edit: EditView): EditRequest {
  const draft = { ...draftFromEdit(edit), seed: null }
  const request = editRequest({
    draft,
    engine: edit.engine,
    model: edit.model,
    imageId: edit.imageId,
    maskId: edit.maskId,
  })
  const { operation, composition } = edit
  return {
    ...request,
    ...(operation && { operation }),
    // Without it the prompt would speak of a picture that is not there.
    ...(composition && { reference: referenceOf(composition) }),
  }
}

/** A draft once more on another model of its engine: the same seed and settings, so that it comes out alike. */
export const requestFinish = (edit: EditView, model: string): EditRequest => ({
  ...requestAgain(edit),
  model,
  seed: edit.seed,
})

/** The same fill with the next seed: another texture, sometimes another structure. */
export const requestAnother = (edit: EditView): EditRequest => ({
  ...requestAgain(edit),
  seed: edit.seed === maxSeed ? 0 : edit.seed + 1,
})

/** From here on the prompt's length is shown. */
export const longPromptLength = 9_500

/** Counts characters as the server does: an emoji is one. */
export const promptLength = (prompt: string): number => [...prompt].length

export type RunObstacle = 'prompt' | 'prompt-long' | 'mask' | 'mask-loading'

/** Also those that are no matter of the draft. */
export type RunHint = RunObstacle | 'engine' | 'budget'

/** Why the next edit cannot be asked for yet, or null. */
export function runObstacle(
  draft: EditDraft,
  engine: { id: EngineId; needsMask: boolean },
  mask: { ready: boolean; empty: boolean },
): RunObstacle | null {
  if (engine.id !== localEngineId && !isPrompt(draft.prompt)) {
    return promptLength(draft.prompt) > maxPromptLength ? 'prompt-long' : 'prompt'
  }
  if (!mask.ready) return 'mask-loading'
  // Filling the whole picture from its surroundings leaves nothing to fill from; every other operation can take it whole.
  const fills = engine.id === localEngineId ? draft.operationKind === 'fill' : engine.needsMask
  return fills && mask.empty ? 'mask' : null
}
