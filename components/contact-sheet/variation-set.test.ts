import { describe, expect, test } from 'vitest'
import type { EditView } from '#lib/edits/edit.ts'
import { editView } from '../editor/editor.fixture.ts'
import { endedSets, gridOf, tileAfterKey, variationsOf, withPick } from './variation-set.ts'

const edit = (id: string, change: Partial<EditView> = {}) =>
  editView({ id, variationSetId: 'set', createdAt: `2026-11-22T12:00:00.00${id}Z`, ...change })
const lineage = (edits: EditView[]) => ({ rootImageId: 'image', images: [], edits })

describe('a set', () => {
  test('is what was asked for in one act, in that order', () => {
    const edits = [edit('2'), edit('1'), edit('3', { variationSetId: null }), edit('4', { variationSetId: 'other' })]
    expect(variationsOf(lineage(edits), 'set').map(({ id }) => id)).toEqual(['1', '2'])
  })

  test('has ended with its last one, however each ended, and is told of once', () => {
    const edits = [edit('1', { state: 'done' }), edit('2', { state: 'failed' }), edit('3', { state: 'done' })]
    const was =
      (...ids: string[]) =>
      (one: EditView) =>
        ids.includes(one.id)
    expect(endedSets(lineage(edits), was('3'))).toEqual(['set'])
    expect(endedSets(lineage(edits), was())).toEqual([])
    expect(endedSets(lineage([...edits, edit('4', { state: 'sending' })]), was('3'))).toEqual([])
    expect(endedSets(lineage([edit('1', { state: 'done', variationSetId: null })]), was('1'))).toEqual([])
  })
})

describe('the sheet', () => {
  test('has at most three in a row, and no row that another could take up', () => {
    expect([2, 3, 4, 5, 6, 7, 8].map((count) => Object.values(gridOf(count)))).toEqual([
      [2, 1],
      [3, 1],
      [2, 2],
      [3, 2],
      [3, 2],
      [3, 3],
      [3, 3],
    ])
  })

  test('is walked by the arrows, and never left by them', () => {
    const from = (at: number, key: string) => tileAfterKey(key, { at, count: 5 })
    expect([from(0, 'ArrowRight'), from(4, 'ArrowRight'), from(0, 'ArrowLeft')]).toEqual([1, 4, 0])
    expect([from(1, 'ArrowDown'), from(2, 'ArrowDown'), from(4, 'ArrowUp')]).toEqual([4, 2, 1])
    expect([from(3, 'Home'), from(0, 'End'), from(0, 'x')]).toEqual([0, 4, null])
  })

  test('two are picked; a third takes the place of the first, and a second press gives one back', () => {
    expect(withPick(['a'], 'b')).toEqual(['a', 'b'])
    expect(withPick(['a', 'b'], 'c')).toEqual(['b', 'c'])
    expect(withPick(['a', 'b'], 'a')).toEqual(['b'])
  })
})
