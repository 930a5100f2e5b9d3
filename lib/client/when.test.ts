import { expect, test } from 'vitest'
import { formatWhen } from './when.ts'

const now = new Date(2025, 10, 22, 14, 5)
const at = (...parts: [number, number, number, number, number]) => new Date(...parts).toISOString()

test('a time of today, the word for yesterday, and dates as short as they can be', () => {
  const times = [at(2025, 10, 22, 0, 7), at(2025, 10, 21, 23, 59), at(2025, 10, 20, 9, 0), at(2024, 10, 20, 9, 0)]
  const told = (locale: string, yesterday: string) => times.map((iso) => formatWhen(iso, { now, locale, yesterday }))
  expect(told('en', 'yesterday')).toEqual(['00:07', 'yesterday', '20 Nov', '20 Nov 2024'])
  expect(told('zh-CN', '昨天')).toEqual(['00:07', '昨天', '11月20日', '2024年11月20日'])
})
