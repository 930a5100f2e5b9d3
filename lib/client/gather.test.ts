import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { gather } from './gather.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('a burst is one act, and the next burst another', () => {
  const act = vi.fn()
  const { soon } = gather(act, 100)
  for (let n = 0; n < 20; n++) soon()
  expect(act).toHaveBeenCalledTimes(0)
  vi.advanceTimersByTime(100)
  expect(act).toHaveBeenCalledTimes(1)
  soon()
  vi.advanceTimersByTime(100)
  expect(act).toHaveBeenCalledTimes(2)
})

test('calls that never end do not put it off for ever', () => {
  const act = vi.fn()
  const { soon } = gather(act, 100)
  for (let n = 0; n < 40; n++) {
    soon()
    vi.advanceTimersByTime(50)
  }
  expect(act).toHaveBeenCalledTimes(2)
})

test('what is forgotten does not happen', () => {
  const act = vi.fn()
  const { soon, forget } = gather(act, 100)
  soon()
  forget()
  vi.advanceTimersByTime(1000)
  expect(act).not.toHaveBeenCalled()
})
