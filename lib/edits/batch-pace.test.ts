import { expect, test } from 'vitest'
import { remainingMs, roundTime } from './batch-pace.ts'

const every = (ms: number, count: number, from = 0) => Array.from({ length: count }, (_, i) => from + ms * (i + 1))

test('the pace is that of the rows that came home since it last began to run', () => {
  const before = every(100, 50)
  const since = every(2_000, 5, 60_000)
  const pace = { resumedAt: 60_000, storedAt: [...before, ...since], left: 10 }
  expect(remainingMs({ ...pace, now: 70_000 })).toBe(20_000)
  // Nothing comes: it takes longer.
  expect(remainingMs({ ...pace, now: 80_000 })).toBe(40_000)
})

test('only the last twenty count, so that it follows a pace that changes', () => {
  const slow = every(10_000, 30)
  const fast = every(1_000, 20, 300_000)
  expect(remainingMs({ now: 320_000, resumedAt: 0, storedAt: [...fast, ...slow], left: 7 })).toBe(7_000)
})

test('nothing is said before three rows are there, and nothing when none is left', () => {
  expect(remainingMs({ now: 9_000, resumedAt: 0, storedAt: every(1_000, 2), left: 5 })).toBeNull()
  expect(remainingMs({ now: 9_000, resumedAt: 0, storedAt: every(1_000, 9), left: 0 })).toBeNull()
})

test('it is told as roughly as it is known', () => {
  expect([0, 12_000, 44_000, 84_000, 100_000, 3_000_000, 9_000_000].map((ms) => roundTime(ms))).toEqual([
    { unit: 'seconds', count: 10 },
    { unit: 'seconds', count: 10 },
    { unit: 'seconds', count: 40 },
    { unit: 'seconds', count: 80 },
    { unit: 'minutes', count: 2 },
    { unit: 'minutes', count: 50 },
    { unit: 'hours', count: 2.5 },
  ])
})
