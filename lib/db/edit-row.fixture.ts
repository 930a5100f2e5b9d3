// One edit as its row, for tests: whole and valid, with what a test cares about on top.
import { randomBytes } from 'node:crypto'
import { encodeId } from '../core/ids.ts'
import type { Life } from '../edits/lifecycle.ts'
import type { EditsTable } from './schema.ts'

/** Queued and due `at`, epoch ms, at a price of seven cents. */
export function editRow(at: number, change: Partial<EditsTable> = {}): EditsTable {
  const life: Life = { state: 'queued', notBefore: at, deferrals: 0 }
  return {
    id: encodeId(randomBytes(20)),
    image_id: 'image',
    root_image_id: 'image',
    mask_id: null,
    after_edit_id: null,
    batch_id: null,
    batch_position: null,
    batch_step: null,
    crop: null,
    composition: null,
    refinement: null,
    variation_set_id: null,
    engine: 'flux',
    model: 'm',
    operation: null,
    prompt: 'p',
    frame: '{"kind":"keep"}',
    aspect_ratio: '1:1',
    seed: 1,
    safety_tolerance: 1,
    output_format: 'png',
    price_micro_usd: 70_000,
    state: 'queued',
    life: JSON.stringify(life),
    due_at: at,
    lease_owner: null,
    lease_until: null,
    fence: 0,
    reserved_at: at,
    cancel_requested_at: null,
    created_at: at,
    queued_at: at,
    sent_at: null,
    received_at: null,
    stored_at: null,
    raw_image_id: null,
    output_image_id: null,
    receipt: null,
    ...change,
  }
}
