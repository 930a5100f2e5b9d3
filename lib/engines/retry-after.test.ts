import { expect, test } from 'vitest'
import { retryAfterMs } from './retry-after.ts'

const now = Date.UTC(2026, 10, 22, 12)
const wait = (headers: Record<string, string>) => retryAfterMs(new Headers(headers), now)

test('a date is read in each of the ways of RFC 9110, always as GMT', () => {
  for (const text of ['Sun, 22 Nov 2026 12:00:20 GMT', 'Sunday, 22-Nov-26 12:00:20 GMT', 'Sun Nov 22 12:00:20 2026'])
    expect(wait({ 'retry-after': text })).toBe(20_000)
  expect(wait({ 'retry-after': 'Sun Nov  1 12:00:20 2026' })).toBe(0)
  expect(wait({ 'retry-after': 'Sunday, 22-Nov-94 12:00:20 GMT' })).toBe(0)
  for (const text of ['Sun, 22 Nov 2026', 'Sun, 22 Foo 2026 12:00:20 GMT', '2026-11-22T12:00:20Z', 'Mon'])
    expect(wait({ 'retry-after': text })).toBeNull()
})

test('Retry-After is read as milliseconds, seconds or a date, and capped', () => {
  expect(wait({ 'retry-after-ms': '1500', 'retry-after': '9' })).toBe(1500)
  expect(wait({ 'retry-after': '3' })).toBe(3000)
  expect(wait({ 'retry-after': 'Sun, 22 Nov 2026 12:00:20 GMT' })).toBe(20_000)
  expect(wait({ 'retry-after': 'Sun, 22 Nov 2026 11:00:00 GMT' })).toBe(0)
  expect(wait({ 'retry-after': '0' })).toBe(0)
  expect(wait({ 'retry-after': '2.5' })).toBe(2500)
  expect(wait({ 'retry-after': ' 7 ' })).toBe(7000)
  for (const text of ['86400', '99999999999999999999', 'Sun, 22 Nov 2027 12:00:20 GMT'])
    expect(wait({ 'retry-after': text })).toBe(300_000)
  expect(wait({ 'retry-after-ms': '99999999', 'retry-after': '9' })).toBe(300_000)
  expect(wait({ 'retry-after-ms': 'x', 'retry-after': '9' })).toBe(9000)
  for (const text of ['soon', '', '-1', '1e3']) expect(wait({ 'retry-after': text })).toBeNull()
  expect(retryAfterMs(undefined, now)).toBeNull()
})
