import { expect, test } from 'vitest'
import { editView } from './editor.fixture.ts'
import { isOwnRun, rememberRun, takesPage } from './own-runs.ts'

test('a run is own after it was started here, store or no store', () => {
  expect([isOwnRun('a'), isOwnRun('b')]).toEqual([false, false])
  rememberRun('a')
  expect([isOwnRun('a'), isOwnRun('b')]).toEqual([true, false])
})

test('only an own edit of the open picture that nobody cancelled takes the page', () => {
  const edit = editView({ imageId: 'cup' })
  const cancelled = editView({ imageId: 'cup', cancelRequestedAt: '2026-11-22T12:41:00.000Z' })
  expect([
    takesPage({ edit, imageId: 'cup', own: true }),
    takesPage({ edit, imageId: 'cup', own: false }),
    takesPage({ edit, imageId: 'other', own: true }),
    takesPage({ edit: cancelled, imageId: 'cup', own: true }),
  ]).toEqual([true, false, false, false])
})
