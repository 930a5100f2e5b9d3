import { expect, test } from 'vitest'
import { budgetStop, utcDay } from './budget-left.ts'

const period = {
  chargedMicroUsd: 140_000,
  reservedMicroUsd: 70_000,
  unknownMicroUsd: 70_000,
  limitMicroUsd: null as number | null,
  startsAgainAt: '2026-12-01T00:00:00.000Z',
}
const nextDay = '2026-11-23T00:00:00.000Z'
const usage = ({ day = null, month = null }: { day?: number | null; month?: number | null }) => ({
  day: { ...period, limitMicroUsd: day, startsAgainAt: nextDay },
  month: { ...period, limitMicroUsd: month },
})

test('an edit that costs more than what is left is stopped, with the figures of the budget in its way', () => {
  expect(budgetStop(usage({ month: 310_000 }), 70_000)).toEqual({
    needs: 70_000,
    charged: 140_000,
    reserved: 70_000,
    unsure: 70_000,
    left: 30_000,
    startsAgainAt: '2026-12-01T00:00:00.000Z',
  })
  expect(budgetStop(usage({ day: 100_000 }), 70_000)).toMatchObject({ left: 0, startsAgainAt: nextDay })
  expect(budgetStop(usage({ day: 310_000, month: 300_000 }), 70_000)).toMatchObject({ left: 20_000 })
})

test('one that takes exactly what is left is not, nor is a free one, nor any while no budget is known', () => {
  expect(budgetStop(usage({ day: 350_000, month: 350_000 }), 70_000)).toBeNull()
  expect(budgetStop(usage({ month: 0 }), 0)).toBeNull()
  expect(budgetStop(usage({}), 70_000)).toBeNull()
  expect(budgetStop(undefined, 70_000)).toBeNull()
})

test('a day reads in the order of the language, in UTC', () => {
  expect(utcDay('2026-12-01T00:00:00.000Z', 'en')).toBe('1 December')
  expect(utcDay('2026-12-01T00:00:00.000Z', 'zh-CN')).toBe('12 月 1 日')
})
