import { expect, test } from 'vitest'
import { photoArrival, seenPlace } from './photo-arrival.ts'

const arrive = (awaitsOver: boolean) => {
  const told = { times: 0 }
  const arrival = photoArrival({ awaitsOver, onShown: () => told.times++ })
  return { arrival, told }
}

test('it is shown once it was painted, not when it came, and told once', () => {
  const { arrival, told } = arrive(false)
  // The stage paints meanwhile: what was seen before.
  arrival.painted()
  expect([arrival.isHere(), told.times]).toEqual([false, 0])
  arrival.photoCame()
  expect([arrival.isHere(), told.times]).toEqual([true, 0])
  arrival.painted()
  arrival.painted()
  expect(told.times).toBe(1)
})

test('where something is to lie over it, it is not shown without', () => {
  const { arrival, told } = arrive(true)
  arrival.photoCame()
  arrival.painted()
  expect([arrival.isHere(), told.times]).toEqual([false, 0])
  arrival.overSettled()
  arrival.painted()
  expect([arrival.isHere(), told.times]).toEqual([true, 1])
})

test('what was seen follows the view; of another size it stays where it was', () => {
  const image = { width: 600, height: 400 }
  const seen = { image, size: { width: 300, height: 200 }, view: { x: 10, y: 20, zoom: 0.5 } }
  const view = { x: -40, y: 0, zoom: 1 }
  expect(seenPlace(seen, { image, view })).toEqual({ x: -60, y: -40, width: 600, height: 400 })
  const whole = { x: 0, y: 0, width: 300, height: 200 }
  expect(seenPlace(seen, { image, view: seen.view })).toEqual(whole)
  expect(seenPlace(seen, { image: { width: 400, height: 400 }, view })).toEqual(whole)
})
