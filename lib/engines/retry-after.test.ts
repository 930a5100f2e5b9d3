import { expect, test } from 'vitest'
import { retryAfterMs } from './retry-after.ts'

const now = Date.UTC(2026, 10, 22, 12)
const wait = (headers: Record<string, string>) => retryAfterMs(new Headers(headers), now)

test('Retry-After is read as milliseconds, seconds or a date, and capped', () => {
  expect(wait({ 'retry-after-ms': '1500', 'retry-after': '9' })).toBe(1500)
  expect(wait({ 'retry-after': '3' })).toBe(3000)
  expect(wait({ 'retry-after': 'Sun, 22 Nov 2026 12:00:20 GMT' })).toBe(20_000)
  expect(wait({ 'retry-after': 'Sun, 22 Nov 2026 11:00:00 GMT' })).toBe(0)
  expect(wait({ 'retry-after': '86400' })).toBe(300_000)
  for (const text of ['soon', '', '-1', '1e3']) expect(wait({ 'retry-after': text })).toBeNull()
  expect(retryAfterMs(undefined, now)).toBeNull()
})
