import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createAutosave } from './mask-store.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('a flurry of changes is one save, after the pause', async () => {
  const save = vi.fn(async () => {})
  const autosave = createAutosave({ save, isPainting: () => false })
  for (let i = 0; i < 10; i++) {
    autosave.changed()
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(save).toHaveBeenCalledTimes(0)
  await vi.advanceTimersByTimeAsync(1000)
  expect(save).toHaveBeenCalledTimes(1)
})

test('a flush saves at once what is unsaved, and only that', async () => {
  const save = vi.fn(async () => {})
  const autosave = createAutosave({ save, isPainting: () => false })
  await autosave.flush()
  expect(save).toHaveBeenCalledTimes(0)
  autosave.changed()
  await autosave.flush()
  expect(save).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(1000)
  expect(save).toHaveBeenCalledTimes(1)
})

test('what changes during a save is saved after it, never beside it', async () => {
  const ends: (() => void)[] = []
  const save = vi.fn(() => new Promise<void>((resolve) => ends.push(resolve)))
  const autosave = createAutosave({ save, isPainting: () => false })
  autosave.changed()
  void autosave.flush()
  autosave.changed()
  await vi.advanceTimersByTimeAsync(1000)
  expect(save).toHaveBeenCalledTimes(1)
  ends[0]()
  await vi.advanceTimersByTimeAsync(0)
  expect(save).toHaveBeenCalledTimes(2)
})

test('a hand that goes on is not held up by what is noted, and by nothing for ever', async () => {
  const save = vi.fn(async () => {})
  const autosave = createAutosave({ save, isPainting: () => true })
  autosave.changed('noted')
  await vi.advanceTimersByTimeAsync(20_000)
  expect(save).toHaveBeenCalledTimes(0)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(save).toHaveBeenCalledTimes(1)
  autosave.changed('noted')
  autosave.changed()
  await vi.advanceTimersByTimeAsync(2000)
  expect(save).toHaveBeenCalledTimes(2)
})

test('what is noted is saved when the hand has lifted and rests', async () => {
  const save = vi.fn(async () => {})
  let painting = true
  const autosave = createAutosave({ save, isPainting: () => painting })
  autosave.changed('noted')
  await vi.advanceTimersByTimeAsync(5000)
  painting = false
  await vi.advanceTimersByTimeAsync(1000)
  expect(save).toHaveBeenCalledTimes(1)
})

test('whoever waits for what is saved waits for the pause, and for the save', async () => {
  const order: string[] = []
  const save = vi.fn(async () => {
    await new Promise((resolve) => setTimeout(resolve, 50))
    order.push('saved')
  })
  const autosave = createAutosave({ save, isPainting: () => false })
  await autosave.saved()
  autosave.changed()
  void autosave.saved().then(() => order.push('told'))
  await vi.advanceTimersByTimeAsync(1000)
  expect(order).toEqual(['saved', 'told'])
})
