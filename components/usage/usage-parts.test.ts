import { describe, expect, test } from 'vitest'
import type { UsageDay } from '#lib/edits/usage-report.ts'
import { barsOf, ticksOf } from './chart-scale.ts'
import { rangeOf, readPeriod, thisMonth, writePeriod } from './period.ts'

const now = Date.UTC(2026, 10, 22, 12)
const day = (name: string, change: Partial<UsageDay> = {}): UsageDay => ({
  ...{ day: name, stored: 0, notFinished: 0 },
  ...{ chargedMicroUsd: 0, reservedMicroUsd: 0, unknownMicroUsd: 0 },
  ...change,
})

describe('the period', () => {
  test('goes into the address and comes back from it', () => {
    for (const period of [
      thisMonth,
      { name: 'year' },
      { name: 'days', from: '2026-01-05', to: '2026-02-01' },
    ] as const) {
      expect(readPeriod(writePeriod(period))).toEqual(period)
    }
    expect(writePeriod(thisMonth)).toBe('')
  })

  test('is this month where the address says nothing that can be', () => {
    for (const query of ['', '?period=days', '?period=decade', '?from=2026-02-30&to=2026-03-01', '?from=2026-03-01']) {
      expect(readPeriod(query)).toEqual(thisMonth)
    }
  })

  test('ends with today, or with the month', () => {
    expect(rangeOf(thisMonth, now)).toEqual({ from: '2026-11-01', to: '2026-11-30' })
    expect(rangeOf({ name: '90-days' }, now)).toEqual({ from: '2026-08-25', to: '2026-11-22' })
  })
})

describe('the chart', () => {
  const span = { start: Date.UTC(2026, 10, 1), end: Date.UTC(2026, 11, 1) }

  test('has a bar for every day, also for those without an edit; what is unsure counts as spent', () => {
    const bars = barsOf(span, [
      day('2026-11-10', { stored: 9, notFinished: 1, chargedMicroUsd: 7, unknownMicroUsd: 2 }),
    ])
    expect(bars).toHaveLength(30)
    expect(bars[9]).toEqual({ from: '2026-11-10', to: '2026-11-10', stored: 9, notFinished: 1, spentMicroUsd: 9 })
    expect(bars[0]).toMatchObject({ stored: 0 })
  })

  test('takes a long period by the week, and loses nothing of it', () => {
    const year = { start: Date.UTC(2025, 10, 23), end: Date.UTC(2026, 10, 23) }
    const bars = barsOf(year, [
      day('2025-11-29', { stored: 2 }),
      day('2025-11-30', { stored: 3 }),
      day('2026-11-22', { stored: 4 }),
    ])
    expect(bars).toHaveLength(53)
    expect(bars.slice(0, 2).map(({ from, to, stored }) => [from, to, stored])).toEqual([
      ['2025-11-23', '2025-11-29', 2],
      ['2025-11-30', '2025-12-06', 3],
    ])
    expect(bars.at(-1)).toMatchObject({ from: '2026-11-22', to: '2026-11-22', stored: 4 })
  })

  test('stands on whole, round numbers that hold its tallest bar', () => {
    expect(ticksOf(0)).toEqual([0, 1, 2, 3, 4])
    expect(ticksOf(98)).toEqual([0, 25, 50, 75, 100])
    for (let most = 0; most < 2_000; most += 7) {
      const ticks = ticksOf(most)
      expect(ticks.every(Number.isInteger)).toBe(true)
      expect(ticks[4]).toBeGreaterThanOrEqual(most)
      expect(ticks[4]).toBeLessThanOrEqual(Math.max(4, 2 * most))
    }
  })
})
