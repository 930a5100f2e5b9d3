import { expect, test, vi } from 'vitest'
import { createDeletions } from './deletions.ts'

function setUp(refuse: readonly string[] = []) {
  const removed: string[] = []
  const failed: string[] = []
  const deletions = createDeletions({
    async remove(id) {
      if (refuse.includes(id)) throw new Error('in use')
      removed.push(id)
    },
    onDeleted: () => {},
    onFailed: (id) => failed.push(id),
  })
  return { deletions, removed, failed }
}

test('what is deleted is hidden at once, and the server hears of it only when the way back is closed', async () => {
  const { deletions, removed } = setUp()
  const changed = vi.fn()
  deletions.subscribe(changed)
  const { settle } = deletions.begin(['a', 'b'])
  expect([...deletions.hidden()]).toEqual(['a', 'b'])
  expect(changed).toHaveBeenCalledTimes(1)
  expect(removed).toEqual([])
  settle()
  await vi.waitFor(() => expect(deletions.hidden().size).toBe(0))
  expect(removed.toSorted()).toEqual(['a', 'b'])
})

test('undo brings everything back, and what closes afterwards deletes nothing', async () => {
  const { deletions, removed } = setUp()
  const one = deletions.begin(['a'])
  const other = deletions.begin(['b'])
  one.undo()
  expect([...deletions.hidden()]).toEqual(['b'])
  one.settle()
  deletions.settleAll()
  await vi.waitFor(() => expect(removed).toEqual(['b']))
  other.undo()
  expect(removed).toEqual(['b'])
})

test('what the server will not delete is shown again, and named; the rest is deleted', async () => {
  const { deletions, removed, failed } = setUp(['b'])
  deletions.begin(['a', 'b', 'c', 'd', 'e', 'f']).settle()
  await vi.waitFor(() => expect(deletions.hidden().size).toBe(0))
  expect(removed.toSorted()).toEqual(['a', 'c', 'd', 'e', 'f'])
  expect(failed).toEqual(['b'])
})
