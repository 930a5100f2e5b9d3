import { expect, test } from 'vitest'
import type { EngineAbility } from '#lib/edits/engine-fit.ts'
import {
  addPictures,
  addPrompt,
  type BatchDraft,
  batchDraftSchema,
  cellKey,
  changeMask,
  changeRow,
  emptyBatch,
  noMask,
  removePrompt,
  removeRow,
  setPrompt,
  setSteps,
  toggleCell,
} from './batch-draft.ts'
import { fitsGrid, toGrid, toList } from './draft-layout.ts'
import { prepareRows, requestOf, troubleOf } from './prepare-rows.ts'

const picture = (id: string) => ({ id, name: `${id}.png`, width: 30, height: 20 })

function grid(pictures: readonly string[], prompts: readonly string[]): BatchDraft {
  let draft = addPictures(emptyBatch(), pictures.map(picture))
  for (const [index, text] of prompts.entries()) {
    if (index > 0) draft = addPrompt(draft)
    draft = setPrompt(draft, draft.prompts[index].key, text)
  }
  return draft
}
const sent = (draft: BatchDraft) => prepareRows(draft).rows.map(({ imageId, prompt }) => `${imageId} ${prompt}`)

test('a grid is every picture with every prompt, without what is left out', () => {
  let draft = grid(['a', 'b'], ['red', 'blue', ' '])
  expect(sent(draft)).toEqual(['a red', 'a blue', 'b red', 'b blue'])
  const cell = cellKey(draft.entries[0].key, draft.prompts[1].key)
  draft = toggleCell(draft, cell)
  expect(sent(draft)).toEqual(['a red', 'b red', 'b blue'])
  expect(sent(toggleCell(draft, cell))).toHaveLength(4)
  expect(sent(removePrompt(draft, draft.prompts[0].key))).toEqual(['b blue'])
  expect(sent(removeRow(draft, draft.entries[1].key))).toEqual(['a red'])
  expect(prepareRows(draft)).toMatchObject({ pictures: 2, prompts: 2, wrong: 0 })
})

test('a picture stands once in the grid, and as often as it is added in the list', () => {
  const draft = grid(['a'], ['red'])
  expect(addPictures(draft, [picture('a'), picture('b')]).entries).toHaveLength(2)
  expect(addPictures(toList(draft), [picture('a')]).rows).toHaveLength(2)
})

test('to the list and back again nothing is lost and nothing is added', () => {
  const first = grid(['a', 'b'], ['red', 'blue'])
  const draft = toggleCell(first, cellKey(first.entries[1].key, first.prompts[0].key))
  const list = toList(draft)
  expect(list.rows).toHaveLength(3)
  expect(fitsGrid(list)).toBe(true)
  expect(sent(toGrid(list))).toEqual(sent(draft))
  // What one row has for itself has no place in the grid.
  expect(fitsGrid(changeRow(list, list.rows[0].key, { seed: 7 }))).toBe(false)
  expect(fitsGrid(changeRow(list, list.rows[0].key, { prompt: 'blue' }))).toBe(false)
})

test('a plan of several steps is one row and as many edits, there and back', () => {
  const one = grid(['a', 'b'], ['background', 'night'])
  const draft = setSteps(one, one.prompts[0].key, ['background', 'text', ' '])
  expect(prepareRows(draft)).toMatchObject({ edits: 6, wrong: 0 })
  expect(prepareRows(draft).rows[0]).toMatchObject({ prompt: 'background', nextPrompts: ['text'] })
  const list = toList(draft)
  expect(prepareRows(list)).toMatchObject({ edits: 6, prompts: 2 })
  expect(prepareRows(toGrid(list)).rows).toEqual(prepareRows(draft).rows)
})

test('a row of the list overrides the settings of the batch', () => {
  const list = { ...toList(grid(['a', 'b'], ['red'])), ratio: '1:1', seed: 5, safety: 0 }
  const [first] = list.rows
  expect(prepareRows(changeRow(list, first.key, { ratio: '3:2', seed: 9, safety: 2, format: 'jpeg' })).rows).toEqual([
    { imageId: 'a', prompt: 'red', aspectRatio: '3:2', seed: 9, safetyTolerance: 2, outputFormat: 'jpeg' },
    { imageId: 'b', prompt: 'red', aspectRatio: '1:1', seed: 5, safetyTolerance: 0, outputFormat: 'png' },
  ])
})

test('a row is wrong without a picture, a prompt or the mask that it asks for', () => {
  const list = toList(grid(['a'], ['red']))
  const [row] = list.rows
  expect(troubleOf(row)).toBeNull()
  expect(troubleOf({ ...row, picture: null })).toEqual({ kind: 'picture' })
  expect(troubleOf({ ...row, prompt: ' ' })).toEqual({ kind: 'prompt' })
  expect(troubleOf({ ...row, faults: [{ code: 'seed_invalid', given: 'x' }] })).toMatchObject({ kind: 'fault' })
  const wished = changeMask(list, row.key, { ...noMask, source: 'name' })
  expect(prepareRows(wished)).toMatchObject({ rows: [], wrong: 1 })
  const stored = { id: 'm', coverage: 0.5, of: 'f', name: 'a_mask.png' }
  const masked = changeMask(list, row.key, { ...noMask, source: 'name', stored })
  expect(prepareRows(masked)).toMatchObject({ rows: [{ maskId: 'm' }], wrong: 0 })
  // What was stored for one source is not sent once there is to be none.
  expect(prepareRows(changeMask(masked, row.key, { ...noMask, stored })).rows[0]).not.toHaveProperty('maskId')
})

test('a pair is sent with the picture beside it, and is wrong while that is not there', () => {
  const list = toList(grid(['a'], ['red']))
  const [row] = list.rows
  const pair = { given: 'dots.png', picture: null, linkFault: null }
  expect(troubleOf({ ...row, reference: pair })).toEqual({ kind: 'reference' })
  const found = changeRow(list, row.key, { reference: { ...pair, picture: picture('dots') } })
  expect(prepareRows(found).rows).toMatchObject([{ imageId: 'a', reference: { imageId: 'dots' } }])
  expect(fitsGrid(found)).toBe(false)
})

test('in the grid a mask that is missing holds the batch', () => {
  const draft = grid(['a', 'b'], ['red'])
  expect(prepareRows(changeMask(draft, draft.entries[0].key, { ...noMask, source: 'own' })).wrong).toBe(1)
})

test('what the engine cannot be asked for is told before the start, by its row', () => {
  const fill: EngineAbility = { anyRatio: true, ratios: null, needsMask: true }
  const none = { ratio: 0, frame: 0, mask: 0, steps: 0 }
  const draft = grid(['a', 'b'], ['red'])
  expect(prepareRows(draft)).toMatchObject({ wrong: 0, misfits: none })
  expect(prepareRows(draft, fill)).toMatchObject({ wrong: 2, misfits: { ...none, mask: 2 } })
  const stored = { id: 'm', coverage: 0.5, of: 'a', name: null }
  const masked = changeMask(draft, draft.entries[0].key, { ...noMask, source: 'own', stored })
  expect(prepareRows(masked, fill)).toMatchObject({ wrong: 1, misfits: { ...none, mask: 1 } })
  expect(prepareRows({ ...masked, ratio: '1:1' }, fill)).toMatchObject({ wrong: 2, misfits: { ...none, frame: 2 } })

  const some: EngineAbility = { anyRatio: false, ratios: ['3:2'], needsMask: false }
  const list = toList(draft)
  const odd = changeRow(list, list.rows[0].key, { ratio: '1:1' })
  expect(prepareRows(odd, some)).toMatchObject({ wrong: 1, edits: 1, misfits: { ...none, ratio: 1 } })
  expect(prepareRows({ ...odd, ratio: '3:2' }, some)).toMatchObject({ wrong: 1 })
  // A row that is wrong anyway is counted once.
  expect(prepareRows(changeRow(odd, odd.rows[0].key, { prompt: '' }), some)).toMatchObject({ wrong: 1, misfits: none })
})

test('several steps with another ratio are told before the start, by the row or the picture that asks for them', () => {
  const any: EngineAbility = { anyRatio: true, ratios: null, needsMask: false }
  const steps = (draft: BatchDraft) => prepareRows(draft, any).misfits.steps
  const one = grid(['a', 'b'], ['background', 'night'])
  const draft = setSteps(one, one.prompts[0].key, ['background', 'text'])
  expect(steps(draft)).toBe(0)
  const square = { ...draft, ratio: '1:1' }
  expect(prepareRows(square, any)).toMatchObject({ wrong: 2, misfits: { steps: 2 } })
  expect(steps(toggleCell(square, cellKey(draft.entries[0].key, draft.prompts[0].key)))).toBe(1)
  // A step that nothing is written into is none, nor is one of a prompt that is not sent.
  expect(steps(setSteps(square, draft.prompts[0].key, ['background', ' ']))).toBe(0)
  expect(steps(setSteps(square, draft.prompts[0].key, ['', 'text']))).toBe(0)

  const list = toList(draft)
  const [plan, single] = list.rows
  expect(prepareRows(changeRow(list, plan.key, { ratio: '1:1' }), any)).toMatchObject({
    wrong: 1,
    misfits: { steps: 1 },
  })
  expect(steps(changeRow(list, single.key, { ratio: '1:1' }))).toBe(0)
  expect(steps({ ...list, ratio: '1:1' })).toBe(2)
})

test('a draft that was kept before there was a choice of engines is read whole', () => {
  const { engine: _engine, model: _model, ...old } = { ...grid(['a'], ['red']), seed: 5 }
  expect(batchDraftSchema.parse(JSON.parse(JSON.stringify(old)))).toEqual({ ...old, engine: null, model: null })
})

test('what is asked for names the model and its price, and at most as many at once as its engine takes', () => {
  const draft = { ...grid(['a', 'b'], ['red']), name: ' Shop ', concurrency: 6 }
  const { rows } = prepareRows(draft)
  const engine = { id: 'flux', model: 'draft', concurrency: 2, priceMicroUsd: 35_000 }
  expect(requestOf(draft, rows, engine)).toEqual({
    name: 'Shop',
    layout: 'grid',
    engine: 'flux',
    concurrency: 2,
    rows: rows.map((row) => ({ ...row, model: 'draft', priceMicroUsd: 35_000 })),
  })
  expect(requestOf({ ...draft, concurrency: null }, rows, engine).concurrency).toBeUndefined()
})
