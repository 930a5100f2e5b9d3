import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyOperation } from '#lib/mask/operation.ts'
import { createRaster, type Raster } from '#lib/mask/raster.ts'
import { createDriver } from './driver.fixture.ts'

const image = { width: 120, height: 90 }
const brush = { sizePx: 14, hardness: 0.6, value: 255 }

const stroked = (points: readonly (readonly [number, number])[], value = 255, onto = createRaster(image)): Raster => {
  applyOperation({
    raster: onto,
    operation: { kind: 'stroke', brush: { ...brush, value }, points: points.map(([x, y]) => ({ x, y })) },
  })
  return onto
}

const driver = (view?: { x: number; y: number; zoom: number }) => {
  const hand = createDriver(image, { view })
  hand.set({ brush })
  return hand
}

describe('the brush', () => {
  test('press, drag and lift is one stroke through all points, gathered ones too', () => {
    const hand = driver()
    expect(hand.down(10, 10)).toBe(true)
    hand.move([[30, 20]])
    hand.move([
      [50, 25],
      [60, 40],
    ])
    hand.up(80, 70)
    expect(hand.raster()).toEqual(
      stroked([
        [10, 10],
        [30, 20],
        [50, 25],
        [60, 40],
        [80, 70],
      ]),
    )
    expect(hand.session.canUndo()).toBe(true)
  })

  test('a click is a dot', () => {
    const hand = driver()
    hand.down(40.5, 40.5)
    hand.up(40.5, 40.5)
    expect(hand.raster()).toEqual(stroked([[40.5, 40.5]]))
  })

  test('paints where the pointer is on the image, at any view', () => {
    const hand = driver({ x: 37, y: -12, zoom: 2.5 })
    hand.down(37 + 20 * 2.5, -12 + 30 * 2.5)
    hand.up(37 + 60 * 2.5, -12 + 40 * 2.5)
    expect(hand.raster()).toEqual(
      stroked([
        [20, 30],
        [60, 40],
      ]),
    )
  })

  test('a stroke may leave the image and come back', () => {
    const hand = driver()
    hand.down(100, 10)
    hand.move([[180, -40]])
    hand.move([[200, 60]])
    hand.move([[90, 80]])
    hand.up(90, 80)
    expect(hand.raster()).toEqual(
      stroked([
        [100, 10],
        [180, -40],
        [200, 60],
        [90, 80],
      ]),
    )
  })

  test('many events or few, the stroke along a line is the same', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 40 }), (stops) => {
        const hand = driver()
        hand.down(10, 45)
        for (const x of stops.sort((a, b) => a - b)) hand.move([[10 + x, 45]])
        hand.up(110, 45)
        expect(hand.raster()).toEqual(
          stroked([
            [10, 45],
            [110, 45],
          ]),
        )
      }),
    )
  })

  test('Shift-click draws a straight line from where the last stroke ended', () => {
    const hand = driver()
    hand.down(20, 20)
    hand.up(40, 20)
    hand.down(90, 80, { shift: true })
    hand.up(90, 80, { shift: true })
    expect(hand.raster()).toEqual(
      stroked(
        [
          [40, 20],
          [90, 80],
        ],
        255,
        stroked([
          [20, 20],
          [40, 20],
        ]),
      ),
    )
  })

  test('paints its grey value, and 0 once edit and protect are swapped', () => {
    const hand = driver()
    hand.set({ brush: { ...brush, value: 90 } })
    hand.down(60, 45)
    hand.up(60, 45)
    expect(hand.raster().data[45 * 120 + 60]).toBe(90)
    hand.set({ paint: 'protect' })
    hand.down(60, 45)
    hand.up(60, 45)
    expect(hand.raster().data[45 * 120 + 60]).toBe(0)
  })

  test('Escape takes the stroke back to the byte, and the release after it does nothing', () => {
    const hand = driver()
    hand.down(20, 20)
    hand.up(100, 70)
    const before = hand.raster().data.slice()
    hand.set({ tool: 'eraser' })
    hand.down(10, 80)
    hand.move([[110, 10]])
    expect(hand.raster().data).not.toEqual(before)
    expect(hand.gestures.cancel()).toBe(true)
    expect(hand.raster().data).toEqual(before)
    hand.up(110, 10)
    expect(hand.raster().data).toEqual(before)
    expect(hand.gestures.cancel()).toBe(false)
  })
})

describe('the eraser', () => {
  test('is the brush with value 0', () => {
    const hand = driver()
    hand.down(10, 45)
    hand.up(110, 45)
    hand.set({ tool: 'eraser' })
    hand.down(60, 5)
    hand.move([[60, 85]])
    hand.up(60, 85)
    expect(hand.raster()).toEqual(
      stroked(
        [
          [60, 5],
          [60, 85],
        ],
        0,
        stroked([
          [10, 45],
          [110, 45],
        ]),
      ),
    )
  })

  test('is at the other end of a pen, whatever tool is chosen', () => {
    const hand = driver()
    hand.down(10, 45)
    hand.up(110, 45)
    hand.down(60, 45, { pointerType: 'pen', pointerId: 7, button: 5, buttons: 32 })
    hand.up(60, 45, { pointerType: 'pen', pointerId: 7, button: 5, buttons: 0 })
    expect(hand.raster()).toEqual(
      stroked(
        [[60, 45]],
        0,
        stroked([
          [10, 45],
          [110, 45],
        ]),
      ),
    )
  })
})

describe('pan and zoom', () => {
  test('Space and the middle button pan, and paint nothing', () => {
    const hand = driver({ x: 100, y: 80, zoom: 1 })
    hand.state.panHeld = true
    hand.down(50, 50)
    hand.move([[70, 40]])
    hand.up(70, 40)
    hand.state.panHeld = false
    hand.down(0, 0, { button: 1, buttons: 4 })
    hand.up(5, 5, { button: 1, buttons: 0 })
    expect(hand.state.view).toEqual({ x: 125, y: 75, zoom: 1 })
    expect(hand.raster()).toEqual(createRaster(image))
  })

  test('the zoom tool: click in, Alt-click out, drag smoothly', () => {
    const hand = driver({ x: 100, y: 80, zoom: 1 })
    hand.set({ tool: 'zoom' })
    hand.down(150, 120)
    hand.up(151, 120)
    expect(hand.state.view).toEqual({ x: 50, y: 40, zoom: 2 })
    hand.down(150, 120, { alt: true })
    hand.up(150, 120, { alt: true })
    expect(hand.state.view).toEqual({ x: 100, y: 80, zoom: 1 })
    hand.down(150, 120)
    hand.move([[180, 120]])
    hand.move([[220, 120]])
    hand.up(220, 120)
    expect(hand.state.view.zoom).toBeCloseTo(Math.exp(0.7), 5)
  })

  test('the right button does nothing', () => {
    const hand = driver()
    expect(hand.down(50, 50, { button: 2, buttons: 2 })).toBe(false)
    expect(hand.effects).toEqual([])
  })
})

describe('fingers', () => {
  const first = { pointerType: 'touch', pointerId: 11 } as const
  const second = { pointerType: 'touch', pointerId: 12 } as const

  test('one finger paints', () => {
    const hand = driver()
    hand.down(20, 20, first)
    hand.move([[60, 60]], first)
    hand.up(60, 60, first)
    expect(hand.raster()).toEqual(
      stroked([
        [20, 20],
        [60, 60],
      ]),
    )
  })

  test('a second finger takes the stroke back, and both zoom and pan', () => {
    const hand = driver({ x: 100, y: 80, zoom: 1 })
    hand.down(140, 120, first)
    hand.move([[150, 120]], first)
    hand.down(190, 120, second)
    hand.move([[230, 120]], second)
    hand.up(230, 120, second)
    hand.move([[20, 20]], first)
    hand.up(20, 20, first)
    expect(hand.raster()).toEqual(createRaster(image))
    expect(hand.state.view.zoom).toBeCloseTo(2, 5)
    hand.down(140, 120, first)
    hand.up(140, 120, first)
    expect(hand.effects.at(-1)).toEqual({ kind: 'stroke-end' })
  })

  test('once a pen was seen, a finger pans', () => {
    const hand = driver({ x: 100, y: 80, zoom: 1 })
    hand.down(10, 10, { pointerType: 'pen', pointerId: 3 })
    hand.up(10, 10, { pointerType: 'pen', pointerId: 3 })
    const painted = hand.raster().data.slice()
    hand.down(50, 50, first)
    hand.move([[60, 55]], first)
    hand.up(60, 55, first)
    expect(hand.raster().data).toEqual(painted)
    expect(hand.state.view).toEqual({ x: 110, y: 85, zoom: 1 })
  })

  test('a finger that the system takes away leaves nothing behind', () => {
    const hand = driver()
    hand.down(20, 20, first)
    hand.gestures.cancel()
    hand.down(40, 40, second)
    hand.up(40, 40, second)
    expect(hand.raster()).toEqual(stroked([[40, 40]]))
  })
})

test('while the mask is locked nothing paints, and pan stays live', () => {
  const hand = driver({ x: 100, y: 80, zoom: 1 })
  hand.set({ locked: true })
  expect(hand.down(20, 20)).toBe(false)
  hand.up(60, 60)
  expect(hand.effects).toEqual([])
  hand.set({ tool: 'pan' })
  expect(hand.down(20, 20)).toBe(true)
  hand.up(30, 20)
  expect(hand.state.view).toEqual({ x: 110, y: 80, zoom: 1 })
})
