// Rows as the JSON that the outside sees. Nothing of an engine's URL, ticket or key passes here.

import type { ErrorCode, ErrorDetails } from '../core/errors.ts'
import { lifeOf } from '../db/edits.ts'
import type { EditRow, ImageRow } from '../db/schema.ts'
import { expiryOf } from '../edits/deadline.ts'
import type { EditErrorView, EditView, ImageView, LineageView } from '../edits/edit.ts'
import type { Life } from '../edits/lifecycle.ts'
import { receiptSchema } from '../edits/receipt.ts'

/** The words of a code in the reader's language. */
export type Say = (code: ErrorCode, details: ErrorDetails) => string

export type ViewOptions = { say: Say; linkOf: (imageId: string) => string }

const iso = (epochMs: number): string => new Date(epochMs).toISOString()
const isoOrNull = (epochMs: number | null): string | null => (epochMs === null ? null : iso(epochMs))

export function editView(edit: EditRow, { say, linkOf }: ViewOptions): EditView {
  const life = lifeOf(edit)
  return {
    id: edit.id,
    state: edit.state,
    imageId: edit.image_id,
    maskId: edit.mask_id,
    engine: edit.engine,
    model: edit.model,
    operation: edit.operation && JSON.parse(edit.operation),
    prompt: edit.prompt,
    frame: JSON.parse(edit.frame),
    crop: edit.crop && JSON.parse(edit.crop),
    composition: edit.composition && JSON.parse(edit.composition),
    refinement: edit.refinement && JSON.parse(edit.refinement),
    variationSetId: edit.variation_set_id,
    aspectRatio: edit.aspect_ratio,
    seed: edit.seed,
    safetyTolerance: edit.safety_tolerance,
    outputFormat: edit.output_format,
    priceMicroUsd: edit.price_micro_usd,
    createdAt: iso(edit.created_at),
    cancelRequestedAt: isoOrNull(edit.cancel_requested_at),
    deferred: life.state === 'queued' && life.reason ? { code: life.reason, until: iso(life.notBefore) } : null,
    waitsFor: edit.state === 'queued' && edit.due_at === null ? edit.after_edit_id : null,
    batch:
      edit.batch_id === null
        ? null
        : { id: edit.batch_id, position: edit.batch_position ?? 0, step: edit.batch_step ?? 0 },
    resultExpiresAt: life.state === 'fetching' && life.source.kind === 'url' ? iso(expiryOf(life.deadlineAt)) : null,
    steps: {
      queuedAt: iso(edit.queued_at),
      sentAt: isoOrNull(edit.sent_at),
      receivedAt: isoOrNull(edit.received_at),
      storedAt: isoOrNull(edit.stored_at),
    },
    outputImageId: edit.output_image_id,
    rawImageId: edit.raw_image_id,
    outputUrl: edit.output_image_id && linkOf(edit.output_image_id),
    receipt: edit.receipt === null ? null : receiptSchema.parse(JSON.parse(edit.receipt)),
    error: errorView(life, say),
  }
}

function errorView(life: Life, say: Say): EditErrorView | null {
  if (life.state !== 'failed' && life.state !== 'unknown') return null
  const { code, charged, details = {} } = life.error
  const failed = life.state === 'failed'
  return {
    code,
    message: say(code, details),
    charged,
    lost: !failed || life.lost !== undefined,
    freeRetry: failed && life.raw !== undefined,
    details,
  }
}

export function imageView(image: ImageRow, { linkOf }: Pick<ViewOptions, 'linkOf'>): ImageView {
  return {
    id: image.id,
    kind: image.kind,
    name: image.name,
    width: image.width,
    height: image.height,
    format: image.format,
    bytes: image.bytes,
    sha256: image.sha256,
    url: linkOf(image.id),
    createdAt: iso(image.created_at),
    original:
      image.original_sha256 === null || image.original_format === null || image.original_bytes === null
        ? null
        : { format: image.original_format, bytes: image.original_bytes, sha256: image.original_sha256 },
  }
}

/** A whole family. Raw results are kept but are no versions. */
export function lineageView(
  rootImageId: string,
  family: { images: ImageRow[]; edits: EditRow[] },
  options: ViewOptions,
): LineageView {
  return {
    rootImageId,
    images: family.images.filter((image) => image.kind !== 'raw').map((image) => imageView(image, options)),
    edits: family.edits.map((edit) => editView(edit, options)),
  }
}
