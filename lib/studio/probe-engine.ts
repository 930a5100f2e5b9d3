// One paid call that tells what an engine does with a mask, a seed and a ratio. It is an edit like any other, so that the
// ledger, a crash and a lost answer are what they always are; what it edits stands in no library.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../core/errors.ts'
import { findEdit } from '../db/edits.ts'
import { keepFacts } from '../db/engine-profiles.ts'
import type { IdempotencyKey } from '../db/idempotency.ts'
import { findImage, findProbePicture } from '../db/images.ts'
import type { EditRow, EngineFactsRow, ImageRow } from '../db/schema.ts'
import type { EngineId } from '../edits/edit.ts'
import {
  chooseModel,
  type ProbeFacts,
  type ProbeVerdict,
  type ProbeWish,
  probeFactsSchema,
} from '../edits/engine-profile.ts'
import { receiptSchema } from '../edits/receipt.ts'
import { meanDifference } from '../pixels/likeness.ts'
import { drawProbeMask, drawProbePicture, probeSize } from '../pixels/probe-picture.ts'
import { importImage } from './import-image.ts'
import type { StudioPorts } from './ports.ts'
import { requestEdit } from './request-edit.ts'
import { storeMask } from './store-mask.ts'

/** Asks for a change of everything: what does not change was protected by the mask, and by nothing else. */
const prompt = 'Turn the whole picture into a night scene lit by deep blue moonlight.'
const seed = 482_913

/**
 * @returns the edit, queued
 * @throws AppError not_found, engine_unavailable, budget_exceeded; price_changed where another price was confirmed
 */
export async function probeEngine(
  ports: StudioPorts,
  engineId: EngineId,
  { wish, key }: { wish: ProbeWish; key: IdempotencyKey | null },
): Promise<EditRow> {
  await ports.refreshEngines()
  const engine = ports.engines.get(engineId)
  if (!engine?.check) throw new AppError('engine_unavailable')
  const model = chooseModel(engine.models, wish.model)
  if (model === null) throw new AppError('engine_unavailable', { field: 'model' })
  if (model.priceMicroUsd !== wish.priceMicroUsd) throw new AppError('price_changed', { field: 'priceMicroUsd' })
  const image = (await findProbePicture(ports.db)) ?? (await addProbePicture(ports))
  const path = await scratch(ports, await drawProbeMask())
  const mask = await storeMask(ports, { path, imageId: image.id, channel: null })
  const request = {
    imageId: image.id,
    maskId: mask.id,
    engine: engineId,
    model: model.model,
    prompt,
    seed,
    // All of the picture, so that size and ratio are known; nothing is corrected, so that what came is what is judged.
    frame: { kind: 'keep', align: 'off', matchColour: 'off', crop: { x: 0, y: 0, ...probeSize } },
  } as const
  const edit = await requestEdit(ports, request, key)
  await keepFacts(ports.db, { engine: engineId, probe_edit_id: edit.id })
  return edit
}

async function addProbePicture(ports: StudioPorts): Promise<ImageRow> {
  const path = await scratch(ports, await drawProbePicture())
  return importImage(ports, { path, name: 'probe.png', kind: 'probe' })
}

async function scratch({ objects, newId }: StudioPorts, bytes: Uint8Array): Promise<string> {
  const path = join(objects.scratchFolder, `${newId()}.probe`)
  await writeFile(path, bytes)
  return path
}

type SettledProbe = {
  facts: EngineFactsRow
  /** The edit of a probe that has told nothing: under way, failed, or lost. */
  open: EditRow | null
}

/** Works out what a probe that has ended tells, once, and keeps it. */
export async function settleProbe(ports: StudioPorts, facts: EngineFactsRow): Promise<SettledProbe> {
  const edit = facts.probe_edit_id === null ? undefined : await findEdit(ports.db, facts.probe_edit_id)
  if (!edit) return { facts, open: null }
  if (edit.state !== 'done') return { facts, open: edit.state === 'cancelled' ? null : edit }
  const earlier = facts.probe === null ? null : probeFactsSchema.parse(JSON.parse(facts.probe))
  const probe = JSON.stringify(await factsOf(ports, edit, earlier))
  const settled = { ...facts, probe, probe_edit_id: null }
  await keepFacts(ports.db, settled)
  return { facts: settled, open: null }
}

async function factsOf(ports: StudioPorts, edit: EditRow, earlier: ProbeFacts | null): Promise<ProbeFacts> {
  const { db, objects } = ports
  const receipt = receiptSchema.parse(JSON.parse(edit.receipt ?? 'null'))
  const [original, raw, output] = await Promise.all(
    [edit.image_id, edit.raw_image_id, edit.output_image_id].map(async (id) => {
      const image = id === null ? undefined : await findImage(db, id)
      if (!image) throw new AppError('not_found')
      return image
    }),
  )
  const read = (sha256: string) => objects.read(sha256)
  // Where nothing of what it may change was changed, there is nothing to be told from what it left alone.
  const changed = (await meanDifference(await read(original.sha256), await read(output.sha256))) > leastChange
  const outside = receipt.outside?.raw ?? null
  const same =
    earlier !== null && earlier.model === edit.model
      ? (await meanDifference(await read(earlier.rawSha256), await read(raw.sha256))) < sameUpTo
      : null
  return {
    at: new Date(edit.stored_at ?? ports.now()).toISOString(),
    ms: receipt.timesMs.engine,
    model: edit.model,
    priceMicroUsd: edit.price_micro_usd,
    mask: outside !== null && outside > mostOutside ? 'ignored' : changed && outside !== null ? 'honoured' : 'not-told',
    outside,
    seed: same === null ? 'not-told' : verdict(same),
    seedSent: edit.seed,
    ratio: verdict(sameRatio(edit.aspect_ratio, raw)),
    ratioAsked: edit.aspect_ratio,
    sent: receipt.sent ?? probeSize,
    back: { width: raw.width, height: raw.height },
    rawSha256: raw.sha256,
  }
}

/** Levels on a small copy. The mask is a seventh of the picture, and night is dark. */
const leastChange = 0.5
const sameUpTo = 1.5
/** A model that decodes its whole picture anew is off at edges; one that repaints it, everywhere. */
const mostOutside = 0.05
/** Sizes are rounded to multiples of 8 or 16. */
const mostOffRatio = 0.02

const verdict = (holds: boolean): ProbeVerdict => (holds ? 'honoured' : 'ignored')

function sameRatio(asked: string, { width, height }: { width: number; height: number }): boolean {
  const [across, down] = asked.split(':').map(Number)
  return Math.abs(Math.log(width / height / (across / down))) < mostOffRatio
}
