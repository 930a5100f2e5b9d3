import { expect, test } from 'vitest'
import { editView, imageView } from '../editor/editor.fixture.ts'
import { draftOf, reachesBeyond, refinableOf, refineRequest, sameDraft } from './refining.ts'

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
  expect(draftOf(again)).toEqual({ edge, match: { align: 'off', matchColour: 'auto' } })
  expect(sameDraft(draftOf(again), draftOf(done))).toBe(false)
  expect(sameDraft(draftOf(done), draftOf(done))).toBe(true)
})

test('an unchanged mask is not asked for by name', () => {
  expect(refineRequest(draftOf(done), undefined)).toEqual({
    ...{ feather: 0, grow: 0, strength: 100 },
    ...{ align: 'auto', matchColour: 'auto' },
  })
  expect(refineRequest(draftOf(done), 'new')).toMatchObject({ maskId: 'new' })
})

test('only what lies beyond the crop is told of', () => {
  const box = { x: 10, y: 10, width: 50, height: 40 }
  expect(reachesBeyond(null, box)).toBe(false)
  expect(reachesBeyond(box, box)).toBe(false)
  expect(reachesBeyond({ ...box, x: 9 }, box)).toBe(true)
  expect(reachesBeyond({ ...box, height: 41 }, box)).toBe(true)
})
