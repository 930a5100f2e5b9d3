import { describe, expect, test } from 'vitest'
import { editRequestSchema, maxSeed } from '#lib/edits/edit.ts'
import {
  draftAfter,
  draftFromEdit,
  editRequest,
  emptyDraft,
  readDraft,
  requestAgain,
  requestAnother,
  requestFinish,
  runObstacle,
} from './edit-draft.ts'
import { editView } from './editor.fixture.ts'

const imageId = '0123456789abcdefghjk'
const maskId = 'zyxwvtsrqpnmkjhgfedc'
const written = { ...emptyDraft, prompt: 'Make the cup teal.', seed: 7, safetyTolerance: 2 }

describe('a draft', () => {
  test('survives being kept', () => {
    expect(readDraft(JSON.stringify(written))).toEqual(written)
  })

  test('is not read from what is torn, foreign or out of range', () => {
    const wrong = [null, '', '{', 'null', '[]', '{}', JSON.stringify({ ...written, safetyTolerance: 3 })]
    for (const text of wrong) expect(readDraft(text)).toBeNull()
  })

  test('asks a prompt engine for words and settings, and never for an operation', () => {
    const request = editRequest({ draft: written, engine: 'flux', imageId, maskId })
    expect(editRequestSchema.parse(request)).toEqual({
      imageId,
      maskId,
      engine: 'flux',
      prompt: 'Make the cup teal.',
      frame: { kind: 'keep' },
      seed: 7,
      safetyTolerance: 2,
      outputFormat: 'png',
    })
  })

  test('asks the local engine for the chosen operation in the frame as it is', () => {
    const draft = {
      ...written,
      frame: { kind: 'reframe' as const, aspectRatio: '1:1' },
      operationKind: 'blur' as const,
      operations: { ...emptyDraft.operations, blur: { kind: 'blur' as const, radiusPx: 40 } },
    }
    expect(editRequestSchema.parse(editRequest({ draft, engine: 'local', imageId, maskId }))).toEqual({
      imageId,
      maskId,
      engine: 'local',
      operation: { kind: 'blur', radiusPx: 40 },
      frame: { kind: 'keep' },
      outputFormat: 'png',
    })
  })
})

test('a fill is asked for with the seed of its preview, and along the lines that were drawn', () => {
  const guides = [
    [
      { x: 1, y: 2 },
      { x: 30, y: 4 },
    ],
  ]
  const draft = { ...emptyDraft, operations: { ...emptyDraft.operations, fill: { kind: 'fill' as const, guides } } }
  const request = editRequestSchema.parse(editRequest({ draft, engine: 'local', imageId, maskId, fillSeed: 77 }))
  expect(request).toMatchObject({ seed: 77, operation: { kind: 'fill', guides } })
})

describe('an edit as a draft', () => {
  const flux = editView({ prompt: 'Sage glaze', seed: 11, safetyTolerance: 0, outputFormat: 'jpeg' })

  test('copies words and settings', () => {
    expect(draftFromEdit(flux)).toEqual({
      ...emptyDraft,
      engine: 'flux',
      model: 'flux-kontext-max',
      prompt: 'Sage glaze',
      seed: 11,
      safetyTolerance: 0,
      outputFormat: 'jpeg',
      continued: true,
    })
  })

  test('leaves the words, the seed and the frame behind when the next version starts', () => {
    expect(draftAfter(flux)).toEqual({
      ...emptyDraft,
      engine: 'flux',
      model: 'flux-kontext-max',
      safetyTolerance: 0,
      outputFormat: 'jpeg',
    })
    expect(draftAfter(null)).toEqual(emptyDraft)
  })

  test('copies the operation of a local one', () => {
    const local = editView({ engine: 'local', operation: { kind: 'pixelate', cellPx: 32 }, prompt: '' })
    const draft = draftFromEdit(local)
    expect([draft.engine, draft.operationKind, draft.operations.pixelate]).toEqual([
      'local',
      'pixelate',
      { kind: 'pixelate', cellPx: 32 },
    ])
  })

  test('copies the seed of a fill, and of nothing else that is done here', () => {
    const fill = editView({ engine: 'local', operation: { kind: 'fill' }, prompt: '', seed: 42 })
    expect(draftFromEdit(fill).seed).toBe(42)
    expect(draftAfter(fill).seed).toBeNull()
    expect(requestAgain(fill)).not.toHaveProperty('seed')
    expect(draftFromEdit({ ...fill, operation: { kind: 'blur', radiusPx: 3 } }).seed).toBeNull()
  })

  test('is asked for again with the same mask and a new seed', () => {
    expect(requestAgain(editView({ imageId, maskId, prompt: 'Sage glaze' }))).toEqual({
      imageId,
      maskId,
      engine: 'flux',
      model: 'flux-kontext-max',
      prompt: 'Sage glaze',
      frame: { kind: 'keep' },
      seed: null,
      safetyTolerance: 1,
      outputFormat: 'png',
    })
  })
})

test('what was made with another picture beside it is asked for again with that picture', () => {
  const rect = { x: 0, y: 0, width: 2, height: 2 }
  const plan = { sent: { width: 4, height: 2 }, aspectRatio: '2:1', base: rect, reference: rect } as const
  const beside = { imageId: maskId, side: 'right', gap: 8, plan, mergedImageId: 'x' } as const
  expect(requestAgain(editView({ composition: beside })).reference).toEqual({ imageId: maskId, side: 'right', gap: 8 })
  const apart = editView({ composition: { ...beside, plan: null } })
  expect(requestFinish(apart, 'flux-kontext-max').reference).toEqual({ imageId: maskId, apart: true })
})

test('a draft is finished on another model with its own seed and settings', () => {
  const edit = editView({ imageId, maskId, prompt: 'Sage glaze', model: 'flux-kontext-pro', seed: 42 })
  expect(requestFinish(edit, 'flux-kontext-max')).toEqual({
    ...requestAgain(edit),
    model: 'flux-kontext-max',
    seed: 42,
  })
})

test('another fill is the same request with the next seed, lines and all', () => {
  const operation = {
    kind: 'fill' as const,
    avoidMaskId: maskId,
    guides: [
      [
        { x: 1, y: 2 },
        { x: 3, y: 4 },
      ],
    ],
  }
  const fill = editView({ engine: 'local', operation, imageId, maskId, seed: maxSeed })
  expect(editRequestSchema.parse(requestAnother(fill))).toEqual({
    imageId,
    maskId,
    engine: 'local',
    operation,
    frame: { kind: 'keep' },
    seed: 0,
    outputFormat: 'png',
  })
  expect(requestAnother({ ...fill, seed: 8 }).seed).toBe(9)
  // As settings for another picture they would mean other places.
  expect(draftFromEdit(fill).operations.fill).toEqual({ kind: 'fill' })
})

test('a draft of before an operation was there is read, with that operation as it starts', () => {
  const { brighten, ...older } = written.operations
  expect(readDraft(JSON.stringify({ ...written, operations: older }))).toEqual({
    ...written,
    operations: { ...older, brighten },
  })
})

test('what keeps an edit from being asked for has a name', () => {
  const flux = { id: 'flux', needsMask: false }
  const local = { id: 'local', needsMask: false }
  const painted = { ready: true, empty: false }
  const bare = { ready: true, empty: true }
  expect(runObstacle(written, flux, bare)).toBeNull()
  expect(runObstacle(emptyDraft, flux, painted)).toBe('prompt')
  expect(runObstacle({ ...written, prompt: '🙂'.repeat(10_000) }, flux, bare)).toBeNull()
  expect(runObstacle({ ...written, prompt: '🙂'.repeat(10_001) }, flux, bare)).toBe('prompt-long')
  expect(runObstacle(emptyDraft, local, painted)).toBeNull()
  expect(runObstacle(emptyDraft, local, bare)).toBe('mask')
  expect(runObstacle({ ...emptyDraft, operationKind: 'blur' }, local, bare)).toBeNull()
  expect(runObstacle(written, flux, { ready: false, empty: true })).toBe('mask-loading')
  expect(runObstacle(written, { id: 'bfl', needsMask: true }, bare)).toBe('mask')
})
