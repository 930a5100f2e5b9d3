import { expect, test } from 'vitest'
import { type BatchRow, callsToCome, settingsOf } from './batch.ts'

test('what waits is counted by the steps that are not done', () => {
  const done = { state: 'done' } as const
  const failed = { state: 'failed' } as const
  expect(
    callsToCome([
      { state: 'waiting', prompts: ['a', 'b', 'c'], edits: [] },
      // Tried again from its second step on.
      { state: 'waiting', prompts: ['a', 'b', 'c'], edits: [done, failed] },
      { state: 'begun', prompts: ['a'], edits: [{ state: 'queued' }] },
      { state: 'left_out', prompts: ['a'], edits: [] },
    ]),
  ).toBe(5)
})

test('a batch has a model where all of its rows have the same', () => {
  const row = (model: string): BatchRow => ({ imageId: 'a', prompt: 'red', engine: 'flux', model })
  expect(settingsOf([row('draft'), row('draft')])).toMatchObject({ engine: 'flux', model: 'draft' })
  expect(settingsOf([row('draft'), row('max')])).toMatchObject({ engine: 'flux', model: null })
})
