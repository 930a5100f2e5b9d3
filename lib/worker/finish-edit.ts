// finishing → done: pure recomputation from stored bytes, so it may be repeated any number of times, by any worker.
import { rm } from 'node:fs/promises'
import { z } from 'zod'
import { isAppError } from '../core/errors.ts'
import { attemptsOf } from '../db/attempts.ts'
import { lifeOf } from '../db/edits.ts'
import { countOutputs, findImage, findMask, insertImage } from '../db/images.ts'
import { chargedFor } from '../db/ledger.ts'
import type { AttemptRow, EditRow, ImageRow } from '../db/schema.ts'
import type { Frame } from '../edits/edit.ts'
import { localEngineId } from '../edits/edit.ts'
import type { LifeEvent, RawResult } from '../edits/lifecycle.ts'
import type { Receipt } from '../edits/receipt.ts'
import type { Refinement } from '../edits/refinement.ts'
import type { EditSettings } from '../edits/settings-note.ts'
import type { CropPlan } from '../frame/crop.ts'
import type { Cut } from '../pixels/compose.ts'
import type { FinishedEdit } from '../pixels/finish.ts'
import type { Corrections } from '../pixels/finish-measure.ts'
import type { Operation } from '../retouch/operation.ts'
import type { StudioPorts } from '../studio/ports.ts'
import { adoptCut, cutAnswer } from './cut-answer.ts'
import { backoffMs, type Lease, type Step, writeMove } from './lease.ts'
import { reached } from './milestones.ts'
import { imageOf, versionName } from './new-image.ts'

const maxFaults = 5

export const finishEdit: Step = async (ports, lease) => {
  const life = lifeOf(lease.edit)
  if (life.state !== 'finishing') return
  const startedAt = ports.now()
  let outputPath: string | null = null
  let cut: Cut | null = null
  try {
    const image = await findImage(ports.db, lease.edit.image_id)
    if (!image) throw new Error('the image of the edit is gone')
    const [attempt] = (await attemptsOf(ports.db, lease.edit.id)).slice(-1)
    cut = await cutAnswer(ports, lease, life.raw)
    const finished = await blend(ports, lease, { image, raw: life.raw, cut, sent: sentOf(attempt) })
    outputPath = finished.outputPath
    // The promise itself: what does not keep it is not called done.
    if (finished.lossless && (finished.protectedPixelsChanged ?? 0) > 0) {
      throw new Error(`${finished.protectedPixelsChanged} protected pixels differ on the stored file`)
    }
    reached('output made')
    await ports.gate.run(async () => {
      const { sha256, bytes } = await ports.objects.adopt(finished.outputPath)
      reached('output stored')
      const at = ports.now()
      const number = (await countOutputs(ports.db, lease.edit.root_image_id)) + 2
      const rowOf = (kind: 'raw' | 'output', made: RawResult) =>
        imageOf(ports, lease.edit, {
          ...made,
          kind,
          at,
          name: versionName(image.name, { number, format: made.format }),
        })
      const raw = rowOf('raw', life.raw)
      // An earlier try that was given up has kept it already.
      const keptRawId = lease.edit.raw_image_id
      // Of two pictures side by side the raw result is the part that shows this one; the whole answer is kept beside it.
      const part = cut && rowOf('raw', await adoptCut(ports, cut))
      const { width, height, format } = finished
      const output = rowOf('output', { width, height, format, sha256, bytes })
      const charged = await chargedFor(ports.db, lease.edit.id)
      const receipt = receiptOf(lease.edit, {
        attempt,
        raw: life.raw,
        finished: { ...finished, bytes },
        charged,
        startedAt,
        at,
      })
      await writeMove(ports, lease, {
        event: { kind: 'finish' },
        at,
        attemptId: life.attemptId,
        change: {
          stored_at: at,
          raw_image_id: part?.id ?? keptRawId ?? raw.id,
          output_image_id: output.id,
          receipt: JSON.stringify(receipt),
        },
        also: async (tx) => {
          if (!keptRawId) await insertImage(tx, raw)
          if (part) await insertImage(tx, part)
          await insertImage(tx, output)
        },
      })
    })
    reached('done committed')
  } catch (error) {
    if (lease.signal.aborted) return
    await postponeOrSpoil(ports, lease, error)
  } finally {
    for (const path of [outputPath, cut?.path]) if (path) await rm(path, { force: true })
  }
}

async function blend(
  { db, objects, pixels }: StudioPorts,
  { edit, signal }: Lease,
  { image, raw, cut, sent }: { image: ImageRow; raw: RawResult; cut: Cut | null; sent: Receipt['sent'] },
): Promise<FinishedEdit> {
  const withMask = async <T>(id: string | null, use: (path: string | null) => Promise<T>): Promise<T> => {
    if (id === null) return use(null)
    const mask = await findMask(db, id)
    if (!mask) throw new Error('the mask of the edit is gone')
    return objects.withFile(mask.sha256, use)
  }
  const root = await findImage(db, edit.root_image_id)
  // Where the upload is shown as it came, it has no notes.
  const original = root && root.original_sha256 !== root.sha256 ? root.original_sha256 : null
  const withOriginal = <T>(use: (path: string | null) => Promise<T>): Promise<T> =>
    original === null ? use(null) : objects.withFile(original, use)
  const costMicroUsd = await chargedFor(db, edit.id)
  const told = { crop: cropOf(edit), sent, received: receivedOf(raw), costMicroUsd }
  const refinement = refinementOf(edit)
  const askedMaskId = refinement ? refinement.askedMaskId : edit.mask_id
  return objects.withFile(image.sha256, (imagePath) =>
    objects.withFile(raw.sha256, (rawPath) =>
      withMask(edit.mask_id, (maskPath) =>
        withMask(askedMaskId, (askedMaskPath) =>
          withOriginal((originalPath) =>
            pixels.finishEdit(
              {
                imagePath,
                originalPath,
                rawPath: cut?.path ?? rawPath,
                maskPath,
                askedMaskPath,
                frame: JSON.parse(edit.frame),
                crop: edit.crop && JSON.parse(edit.crop),
                corrections: correctionsOf(edit),
                outputFormat: edit.output_format,
                askedFormat: edit.engine === 'local' || refinement !== null ? null : edit.output_format,
                asked: { settings: settingsOf(edit), ...told },
                scratchFolder: objects.scratchFolder,
              },
              signal,
            ),
          ),
        ),
      ),
    ),
  )
}

const refinementOf = ({ refinement }: EditRow): Refinement | null => refinement && JSON.parse(refinement)

/** An engine that was given a part draws all of it anew; one that works on the whole image leaves alone what it should. */
function correctionsOf(edit: EditRow): Corrections | null {
  const frame: Frame = JSON.parse(edit.frame)
  if (edit.crop === null || frame.kind !== 'keep') return null
  return { align: frame.align ?? 'auto', matchColour: frame.matchColour ?? 'auto' }
}

type Measured = {
  attempt: AttemptRow | undefined
  raw: RawResult
  finished: FinishedEdit
  /** All attempts of this edit together. */
  charged: number
  startedAt: number
  at: number
}

/** What the engine said of it with its answer (send.ts). */
function reductionOf(attempt: AttemptRow | undefined): number | null {
  if (attempt?.state !== 'answered' || attempt.detail === null) return null
  return answerNotes.parse(JSON.parse(attempt.detail)).reducedBy ?? null
}

const answerNotes = z.object({ reducedBy: z.number().optional() })

function receiptOf(edit: EditRow, { attempt, raw, finished, charged, startedAt, at }: Measured): Receipt {
  const between = (from: number | null, to: number | null) =>
    from === null || to === null ? null : Math.max(to - from, 0)
  return {
    protectedPixels: finished.protectedPixels,
    protectedPixelsChanged: finished.protectedPixelsChanged,
    sent: sentOf(attempt),
    received: receivedOf(raw),
    stored: { width: finished.width, height: finished.height, bytes: finished.bytes, format: finished.format },
    lossless: finished.lossless,
    timesMs: {
      queued: between(edit.queued_at, edit.sent_at),
      engine: between(edit.sent_at, edit.received_at),
      fetching: between(edit.received_at, startedAt),
      finishing: between(startedAt, at),
    },
    costMicroUsd: charged,
    crop: cropOf(edit),
    ...finished.found,
    reducedBy: reductionOf(attempt),
    refines: refinementOf(edit)?.editId ?? null,
  }
}

const sentOf = (attempt: AttemptRow | undefined): Receipt['sent'] =>
  attempt ? { width: attempt.sent_width, height: attempt.sent_height, bytes: attempt.sent_bytes } : null

const receivedOf = ({ width, height, bytes, format }: RawResult): Receipt['received'] => ({
  width,
  height,
  bytes,
  format,
})

const settingsOf = (edit: EditRow): EditSettings => ({
  engine: edit.engine === localEngineId ? 'local' : 'flux',
  model: edit.model,
  operation: operationOf(edit),
  prompt: edit.prompt,
  frame: JSON.parse(edit.frame),
  seed: edit.seed,
  safetyTolerance: edit.safety_tolerance,
  outputFormat: edit.output_format,
})

/** Without the mask of what a fill must not copy: that is known by an id of this studio, which means nothing elsewhere. */
function operationOf(edit: EditRow): EditSettings['operation'] {
  const operation: Operation | null = edit.operation && JSON.parse(edit.operation)
  return operation?.kind === 'fill' ? { ...operation, avoidMaskId: undefined } : operation
}

function cropOf(edit: EditRow): Receipt['crop'] {
  const plan: CropPlan | null = edit.crop && JSON.parse(edit.crop)
  return plan === null ? null : plan.box
}

async function postponeOrSpoil(ports: StudioPorts, lease: Lease, error: unknown): Promise<void> {
  const life = lifeOf(lease.edit)
  if (life.state !== 'finishing') return
  const { attemptId, tries, faults, raw } = life
  const at = ports.now()
  ports.log.error({ err: error, edit: lease.edit.id, tries }, 'could not finish an edit')
  // A full disk is waited for; the raw result is safe meanwhile.
  const waits = isAppError(error) && error.code === 'storage_failed'
  if (waits || faults + 1 < maxFaults) {
    const event: LifeEvent = { kind: 'postpone', notBefore: at + backoffMs(tries), fault: !waits }
    await writeMove(ports, lease, { event, at, attemptId })
    return
  }
  const image = await findImage(ports.db, lease.edit.image_id)
  const name = image && versionName(image.name, { number: 0, format: raw.format })
  const kept = name && !lease.edit.raw_image_id && imageOf(ports, lease.edit, { ...raw, kind: 'raw', name, at })
  await writeMove(ports, lease, {
    event: { kind: 'spoil', code: 'result_invalid' },
    at,
    attemptId,
    change: kept ? { raw_image_id: kept.id } : {},
    also: async (tx) => {
      if (kept) await insertImage(tx, kept)
    },
  })
}
