// Views for tests of this folder: whole and valid, with what a test cares about on top.
import type { EditView, ImageView } from '#lib/edits/edit.ts'

export const imageView = (change: Partial<ImageView>): ImageView => ({
  id: 'image',
  kind: 'upload',
  name: 'espresso-cup.png',
  width: 2400,
  height: 1600,
  format: 'png',
  bytes: 5_800_000,
  sha256: '0'.repeat(64),
  url: `/i/${change.id ?? 'image'}`,
  createdAt: '2026-11-22T12:38:00.000Z',
  original: null,
  ...change,
})

export const editView = (change: Partial<EditView>): EditView => ({
  id: 'edit',
  state: 'done',
  imageId: 'image',
  maskId: null,
  engine: 'flux',
  model: 'flux-kontext-max',
  operation: null,
  prompt: 'Change the cup to a deep teal glaze.',
  frame: { kind: 'keep' },
  aspectRatio: '3:2',
  seed: 482_913,
  safetyTolerance: 1,
  outputFormat: 'png',
  priceMicroUsd: 70_000,
  createdAt: '2026-11-22T12:40:00.000Z',
  cancelRequestedAt: null,
  deferred: null,
  steps: { queuedAt: '2026-11-22T12:40:00.000Z', sentAt: null, receivedAt: null, storedAt: null },
  outputImageId: null,
  rawImageId: null,
  outputUrl: null,
  receipt: null,
  error: null,
  ...change,
})
