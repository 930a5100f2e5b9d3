import { describe, expect, test } from 'vitest'
import { lastDays, monthForecast, monthOf, spanBefore, spanOf, startOfDay } from './usage-report.ts'

const now = Date.UTC(2026, 10, 22, 12)
const spanFor = (from: string, to: string) => {
  const span = spanOf({ from, to })
  if (span === null) throw new Error('no span')
  return span
}

describe('days', () => {
  test('only days of the calendar are days, and a range runs forwards within ten years', () => {
    expect(startOfDay('2026-02-28')).toBe(Date.UTC(2026, 1, 28))
    for (const none of ['2026-02-29', '2026-13-01', '2026-1-1', 'today', '2026-11-01T00:00']) {
      expect(startOfDay(none)).toBeNull()
    }
    expect(spanOf({ from: '2026-11-02', to: '2026-11-01' })).toBeNull()
    expect(spanOf({ from: '2000-01-01', to: '2026-01-01' })).toBeNull()
    expect(spanOf({ from: '2026-11-01', to: '2026-11-01' })).toEqual({
      start: Date.UTC(2026, 10, 1),
      end: Date.UTC(2026, 10, 2),
    })
  })

  test('the month and the last days hold today', () => {
    expect(monthOf(now)).toEqual({ from: '2026-11-01', to: '2026-11-30' })
    expect(lastDays(30, now)).toEqual({ from: '2026-10-24', to: '2026-11-22' })
    expect(lastDays(1, now)).toEqual({ from: '2026-11-22', to: '2026-11-22' })
  })
})

describe('what a period is held against', () => {
  test('a month: the one before it, as far as this one has come', () => {
    expect(spanBefore(spanFor('2026-11-01', '2026-11-30'), now)).toEqual({
      start: Date.UTC(2026, 9, 1),
      end: Date.UTC(2026, 9, 22, 12),
    })
    // February has no 30th: it is not passed.
    expect(spanBefore(spanFor('2026-03-01', '2026-03-31'), Date.UTC(2026, 2, 30, 12)).end).toBe(Date.UTC(2026, 2, 1))
  })

  test('other days: as many before, up to the same moment; all of them once the period is over, none before it begins', () => {
    expect(spanBefore(spanFor('2026-11-13', '2026-11-22'), now)).toEqual({
      start: Date.UTC(2026, 10, 3),
      end: Date.UTC(2026, 10, 12, 12),
    })
    expect(spanBefore(spanFor('2026-11-05', '2026-11-06'), now)).toEqual({
      start: Date.UTC(2026, 10, 3),
      end: Date.UTC(2026, 10, 5),
    })
    const coming = spanBefore(spanFor('2026-12-05', '2026-12-06'), now)
    expect(coming.end).toBe(coming.start)
  })
})

describe('the forecast', () => {
  const spent = { charged: 40_000_000, reserved: 2_000_000, unknown: 1_000_000 }

  test('goes on as the month has so far, what is reserved and unsure with it', () => {
    expect(monthForecast(spent, now)).toBe(60_000_000)
  })

  test('is not dared on the first day, nor from nothing', () => {
    expect(monthForecast(spent, Date.UTC(2026, 10, 1, 23, 59))).toBeNull()
    expect(monthForecast({ charged: 0, reserved: 0, unknown: 0 }, now)).toBeNull()
  })
})
