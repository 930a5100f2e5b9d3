import { expect, test } from 'vitest'
import { plainEdge } from '#lib/mask/edge.ts'
import { editView, imageView } from '../editor/editor.fixture.ts'
import { coverAsStored, draftOf, reachesBeyond, refinableOf, refineRequest, sameDraft } from './refining.ts'

const input = imageView({ id: 'input' })
const lineage = { rootImageId: 'input', images: [input], edits: [] }
const done = editView({ imageId: 'input', rawImageId: 'raw', maskId: 'mask' })

test('what is done, keeps its frame and has its raw result can be refined', () => {
  expect(refinableOf(done, lineage)).toMatchObject({ rawImageId: 'raw', input, paintedMaskId: 'mask' })
  expect(refinableOf(done, lineage)?.box).toEqual({ x: 0, y: 0, width: 2400, height: 1600 })
  expect(refinableOf({ ...done, state: 'failed' }, lineage)).toBeNull()
  expect(refinableOf({ ...done, rawImageId: null }, lineage)).toBeNull()
  expect(refinableOf({ ...done, frame: { kind: 'reframe', aspectRatio: '1:1' } }, lineage)).toBeNull()
  expect(refinableOf(done, { ...lineage, images: [] })).toBeNull()
  expect(refinableOf(null, lineage)).toBeNull()
})

test('a refined version goes on from its painted mask and its settings', () => {
  const edge = { feather: 12, grow: 4, strength: 80 }
  const refinement = { editId: 'first', askedMaskId: 'mask', maskId: 'painted', edge }
  const again = { ...done, refinement, frame: { kind: 'keep', align: 'off' } as const }
  expect(refinableOf(again, lineage)?.paintedMaskId).toBe('painted')
  expect(draftOf(again)).toEqual({ edge, match: { align: 'off', matchColour: 'auto' }, outputFormat: 'png' })
  expect(sameDraft(draftOf(again), draftOf(done))).toBe(false)
  expect(sameDraft(draftOf(done), draftOf(done))).toBe(true)
})

test('an unchanged mask is not asked for by name', () => {
  expect(refineRequest(draftOf(done), undefined)).toEqual({
    ...{ feather: 0, grow: 0, strength: 100 },
    ...{ align: 'auto', matchColour: 'auto', outputFormat: 'png' },
  })
  expect(refineRequest(draftOf(done), 'new')).toMatchObject({ maskId: 'new' })
})

test('what was stored as JPEG differs from the same as PNG', () => {
  const jpeg = { ...done, outputFormat: 'jpeg' as const }
  expect(sameDraft({ ...draftOf(jpeg), outputFormat: 'png' }, draftOf(jpeg))).toBe(false)
  expect(refineRequest({ ...draftOf(jpeg), outputFormat: 'png' }, undefined).outputFormat).toBe('png')
})

test('what is covered is told as it will be stored', () => {
  const painted = { coverage: 0.2, protects: true }
  const shaped = { coverage: 0.3, protects: true }
  const edge = { feather: 4, grow: 0, strength: 100 }
  const now = { painted, shaped, edge: plainEdge, beyond: false }
  expect(coverAsStored(now)).toBe(painted)
  expect(coverAsStored({ ...now, edge })).toBe(shaped)
  expect(coverAsStored({ ...now, edge, shaped: null })).toBeNull()
  // What the engine has not seen is cut away.
  expect(coverAsStored({ ...now, beyond: true })).toBe(shaped)
  expect(coverAsStored({ ...now, edge, painted: { ...painted, coverage: 0 } })?.coverage).toBe(0)
})

test('only what lies beyond the crop is told of', () => {
  const box = { x: 10, y: 10, width: 50, height: 40 }
  expect(reachesBeyond(null, box)).toBe(false)
  expect(reachesBeyond(box, box)).toBe(false)
  expect(reachesBeyond({ ...box, x: 9 }, box)).toBe(true)
  expect(reachesBeyond({ ...box, height: 41 }, box)).toBe(true)
})
