import { expect, test } from 'vitest'
import { screenPoint } from '#lib/core/geometry.ts'
import { createFingerTaps, type FingerTap } from './finger-taps.ts'

/** A hand on the glass: each tap is this many fingers, one shortly after the other. */
function hand() {
  const told: FingerTap[] = []
  const taps = createFingerTaps((tap) => told.push(tap))
  let now = 1000
  const at = (pointerId: number, x = 0) => ({ pointerId, at: screenPoint(100 * pointerId + x, 50), timeMs: now })
  return {
    told,
    wait: (ms: number): void => {
      now += ms
    },
    tap(fingers: number, { slidePx = 0, heldMs = 60 } = {}): void {
      for (let id = 1; id <= fingers; id++) {
        taps.down(at(id))
        now += 15
      }
      if (slidePx) taps.move(at(1, slidePx))
      now += heldMs
      for (let id = 1; id <= fingers; id++) taps.up(at(id))
    },
    cancel: taps.cancel,
  }
}

test('two fingers, twice: undo, once each time', () => {
  const { told, tap, wait } = hand()
  tap(2)
  expect(told).toEqual([])
  wait(150)
  tap(2)
  expect(told).toEqual(['undo'])
  wait(150)
  tap(2)
  expect(told).toEqual(['undo'])
  wait(150)
  tap(2)
  expect(told).toEqual(['undo', 'undo'])
})

test('three fingers once: redo', () => {
  const { told, tap } = hand()
  tap(3)
  expect(told).toEqual(['redo'])
})

test('one finger, four fingers, a slide, a long hold and a long pause are no taps', () => {
  const { told, tap, wait } = hand()
  for (const act of [
    () => tap(1),
    () => tap(4),
    () => tap(2, { slidePx: 40 }),
    () => tap(2, { heldMs: 500 }),
    () => wait(1000),
  ]) {
    tap(2)
    wait(100)
    act()
    wait(100)
    tap(2)
    wait(1000)
  }
  expect(told).toEqual([])
})

test('what the system takes away is forgotten', () => {
  const { told, tap, wait, cancel } = hand()
  tap(2)
  cancel()
  wait(50)
  tap(2)
  expect(told).toEqual([])
})
