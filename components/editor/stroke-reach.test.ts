import { expect, test } from 'vitest'
import { createStrokeReach, reachOf } from './stroke-reach.ts'

const image = { width: 400, height: 300 }
const hard = { sizePx: 20, hardness: 1, value: 255 }

function desk() {
  const told: unknown[] = []
  const waiting: (() => void)[] = []
  const reach = createStrokeReach({
    image,
    tell: (rect) => told.push(rect),
    ticks: { request: (then) => waiting.push(then), cancel: (id) => void waiting.splice(id - 1, 1, () => {}) },
  })
  const tick = (): void => {
    for (const then of waiting.splice(0)) then()
  }
  return { reach, told, waiting, tick }
}

test('a dab reaches as far as its tip, and no farther than the picture', () => {
  const { x, y, width, height } = reachOf({ brush: hard, points: [{ x: 5, y: 150 }], image })
  expect({ x, y }).toEqual({ x: 0, y: expect.closeTo(140, -1) })
  expect(width).toBeLessThanOrEqual(17)
  expect(height).toBeGreaterThanOrEqual(20)
})

test('a stroke tells of its reach once a tick, and only where it has grown', () => {
  const { reach, told, waiting, tick } = desk()
  reach.begin(hard)
  reach.extend([{ x: 50, y: 50 }])
  reach.extend([{ x: 150, y: 50 }])
  expect(waiting).toHaveLength(1)
  tick()
  expect(told).toEqual([
    reachOf({
      brush: hard,
      points: [
        { x: 50, y: 50 },
        { x: 150, y: 50 },
      ],
      image,
    }),
  ])
  reach.extend([{ x: 100, y: 50 }])
  expect(waiting).toHaveLength(0)
})

test('what is erased reaches nowhere, and a stroke that is given up tells nothing more', () => {
  const { reach, told, tick } = desk()
  reach.begin({ ...hard, value: 0 })
  reach.extend([{ x: 50, y: 50 }])
  tick()
  reach.begin(hard)
  reach.extend([{ x: 50, y: 50 }])
  reach.forget()
  tick()
  expect(told).toEqual([])
})

test('a stroke right after another tells of both, and after the facts only of itself', () => {
  const { reach, told, tick } = desk()
  const [first, second] = [
    { x: 50, y: 50 },
    { x: 250, y: 150 },
  ]
  reach.begin(hard)
  reach.extend([first])
  reach.begin(hard)
  reach.extend([second])
  tick()
  reach.forget()
  reach.begin(hard)
  reach.extend([second])
  tick()
  expect(told).toEqual([
    reachOf({ brush: hard, points: [first, second], image }),
    reachOf({ brush: hard, points: [second], image }),
  ])
})
