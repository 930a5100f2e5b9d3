import { expect, test } from 'vitest'
import { createStrokeJournal, type JournalStroke } from './stroke-journal.ts'

const stroke = (x: number): JournalStroke => ({ brush: { sizePx: 9, hardness: 1, value: 255 }, points: [{ x, y: 0 }] })

test('a stroke made while the mask is being kept stands on the mask that was taken before it', () => {
  const journal = createStrokeJournal()
  journal.add(stroke(1))
  journal.take()
  journal.add(stroke(2))
  expect([journal.strokes(), journal.strokesSinceTaken()]).toEqual([[stroke(1), stroke(2)], [stroke(2)]])
  journal.kept()
  expect(journal.strokes()).toEqual([stroke(2)])
})

test('what follows another change waits for the next mask that is kept', () => {
  const journal = createStrokeJournal()
  journal.add(stroke(1))
  journal.tear()
  journal.add(stroke(2))
  expect(journal.strokes()).toEqual([stroke(1)])
  journal.take()
  journal.add(stroke(3))
  expect([journal.strokes(), journal.strokesSinceTaken()]).toEqual([[stroke(1)], [stroke(3)]])
  journal.kept()
  journal.add(stroke(4))
  expect(journal.strokes()).toEqual([stroke(3), stroke(4)])
})

test('a mask that could not be kept leaves the journal whole', () => {
  const journal = createStrokeJournal()
  journal.add(stroke(1))
  journal.take()
  journal.add(stroke(2))
  journal.take()
  journal.add(stroke(3))
  expect(journal.strokes()).toEqual([stroke(1), stroke(2), stroke(3)])
  expect(journal.strokesSinceTaken()).toEqual([stroke(3)])
})
