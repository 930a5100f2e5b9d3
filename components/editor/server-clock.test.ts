import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createServerClock } from './server-clock.ts'

test('without news the two clocks are taken to agree', () => {
  expect(createServerClock().at(1_000)).toBe(1_000)
})

test('the clock comes within the least delay of what was seen live, whatever the skew', () => {
  const delays = fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1 })
  fc.assert(
    fc.property(fc.integer({ min: -1e7, max: 1e7 }), delays, (skewMs, delaysMs) => {
      const clock = createServerClock()
      delaysMs.forEach((delayMs, index) => {
        const serverMs = 1e9 + index * 10_000
        clock.observe({ serverMs, localMs: serverMs + skewMs + delayMs, live: true })
      })
      expect(clock.at(2e9 + skewMs)).toBe(2e9 - Math.min(...delaysMs))
    }),
  )
})

test('old news sets a late clock right and leaves any other alone', () => {
  const clock = createServerClock()
  clock.observe({ serverMs: 1_000, localMs: 90_000, live: false })
  expect(clock.at(90_000)).toBe(90_000)
  clock.observe({ serverMs: 100_000, localMs: 90_000, live: false })
  expect(clock.at(90_000)).toBe(100_000)
})
