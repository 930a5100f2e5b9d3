import { expect, test } from 'vitest'
import { deadlineFrom, expiryOf, isEndangered, isLate } from './deadline.ts'

const now = Date.UTC(2026, 10, 22, 12)
const minutes = (n: number): number => n * 60_000

test('an address is good for ten minutes, late from minute nine on, and the deadline keeps the last one in hand', () => {
  const deadline = deadlineFrom(now)
  expect(deadline - now).toBe(minutes(9))
  expect(expiryOf(deadline) - now).toBe(minutes(10))
  expect([isLate(deadline, now + minutes(9) - 1), isLate(deadline, now + minutes(9))]).toEqual([false, true])
})

test('a single download is in danger in its last minute before the deadline, and after it', () => {
  const at = (n: number) => isEndangered([deadlineFrom(now)], { now: now + minutes(n), places: 4 })
  expect([at(0), at(8), at(8.01), at(9), at(60)]).toEqual([false, false, true, true, true])
})

test('many at once are in danger where the last could not be home in time, whatever their order', () => {
  const fresh = (n: number) => Array(n).fill(deadlineFrom(now))
  expect(isEndangered([], { now, places: 4 })).toBe(false)
  expect(isEndangered(fresh(36), { now, places: 4 })).toBe(false)
  expect(isEndangered(fresh(37), { now, places: 4 })).toBe(true)
  expect(isEndangered(fresh(37), { now, places: 8 })).toBe(false)
  const soon = now + minutes(1.5)
  expect(isEndangered([...fresh(10), soon], { now, places: 1 })).toBe(true)
  expect(isEndangered([soon, ...fresh(7)], { now, places: 1 })).toBe(false)
})

test('a clock that went back endangers nothing', () => {
  expect(isEndangered([deadlineFrom(now)], { now: now - minutes(60), places: 4 })).toBe(false)
})
