import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyOperation, type MaskOperation } from '#lib/mask/operation.ts'
import { createRaster, type Raster } from '#lib/mask/raster.ts'
import type { EditorState } from '../editor-store.ts'
import { createDriver } from './driver.fixture.ts'

const image = { width: 120, height: 90 }

/** What these operations make of an empty mask. */
const rasterOf = (...operations: readonly MaskOperation[]): Raster => {
  const raster = createRaster(image)
  for (const operation of operations) applyOperation({ raster, operation })
  return raster
}
const hard = { combine: 'replace', value: 255, featherPx: 0 } as const
const rectangle = (x: number, y: number, width: number, height: number, more = {}): MaskOperation => ({
  kind: 'shape',
  shape: { kind: 'rectangle', x, y, width, height },
  ...hard,
  ...more,
})

const driver = (tool: EditorState['tool'], view?: { x: number; y: number; zoom: number }) => {
  const hand = createDriver(image, { view })
  hand.set({ tool })
  return hand
}

describe('the rectangle', () => {
  test('is drawn from corner to corner, in any direction, at any view', () => {
    const hand = driver('rectangle', { x: 40, y: -10, zoom: 2 })
    hand.down(40 + 2 * 70, -10 + 2 * 60)
    hand.move([[40 + 2 * 30, -10 + 2 * 50]])
    hand.up(40 + 2 * 20, -10 + 2 * 25)
    expect(hand.raster()).toEqual(rasterOf(rectangle(20, 25, 50, 35)))
    expect(hand.outline()).toEqual([])
  })

  test('lies on whole pixels wherever the pointer is', () => {
    const at = fc.tuple(fc.double({ min: 0, max: 119, noNaN: true }), fc.double({ min: 0, max: 89, noNaN: true }))
    fc.assert(
      fc.property(at, at, (from, to) => {
        const hand = driver('rectangle')
        hand.down(...from)
        hand.move([to])
        hand.up(...to)
        expect(hand.raster().data.every((value) => value === 0 || value === 255)).toBe(true)
      }),
    )
  })

  test('shows its outline while it is drawn', () => {
    const hand = driver('rectangle')
    hand.down(10, 10)
    hand.move([[50, 40]])
    expect(hand.outline()).toEqual([
      {
        closed: true,
        points: [
          { x: 10, y: 10 },
          { x: 50, y: 10 },
          { x: 50, y: 40 },
          { x: 10, y: 40 },
        ],
      },
    ])
    expect(hand.applied()).toEqual([])
  })

  test('Shift pressed during the drag makes a square, Alt draws from the centre, at once and without a move', () => {
    const hand = driver('rectangle')
    hand.down(50, 40)
    hand.move([[70, 50]])
    hand.hold({ shift: true })
    expect(hand.outline()[0].points[2]).toEqual({ x: 70, y: 60 })
    hand.hold({ shift: true, alt: true })
    hand.up(70, 50, { shift: true, alt: true })
    expect(hand.raster()).toEqual(rasterOf(rectangle(30, 20, 40, 40)))
  })

  test('Shift held at the press adds and does not bend; let go and pressed again it bends too', () => {
    const hand = driver('rectangle')
    hand.down(5, 5)
    hand.move([[25, 15]])
    hand.up(25, 15)
    hand.down(60, 40, { shift: true })
    hand.move([[80, 50]], { shift: true })
    hand.up(80, 50, { shift: true })
    const both = [rectangle(5, 5, 20, 10), rectangle(60, 40, 20, 10, { combine: 'add' })]
    expect(hand.raster()).toEqual(rasterOf(...both))
    hand.down(90, 60, { shift: true })
    hand.move([[100, 65]], { shift: true })
    hand.hold({})
    hand.hold({ shift: true })
    hand.up(100, 65, { shift: true })
    expect(hand.raster()).toEqual(rasterOf(...both, rectangle(90, 60, 10, 10, { combine: 'add' })))
  })

  test('Alt at the press takes away, Shift and Alt keep what both have, and the bar says what none does', () => {
    const hand = driver('rectangle')
    const draw = (modifiers: { shift?: boolean; alt?: boolean }) => {
      hand.down(40, 20, modifiers)
      hand.move([[80, 60]], modifiers)
      hand.up(80, 60, modifiers)
    }
    draw({ alt: true })
    draw({ shift: true, alt: true })
    hand.set({ region: { combine: 'add', featherPx: 3 } })
    draw({})
    expect(hand.applied()).toEqual([
      rectangle(40, 20, 40, 40, { combine: 'subtract' }),
      rectangle(40, 20, 40, 40, { combine: 'intersect' }),
      rectangle(40, 20, 40, 40, { combine: 'add', featherPx: 3 }),
    ])
  })

  test('takes the value of the brush, and protecting takes away whatever the bar says', () => {
    const hand = driver('rectangle')
    hand.set({ brush: { sizePx: 10, hardness: 1, value: 90 } })
    hand.down(40, 20)
    hand.up(80, 60)
    expect(hand.raster()).toEqual(rasterOf(rectangle(40, 20, 40, 40, { value: 90 })))
    hand.set({ paint: 'protect' })
    hand.down(50, 30)
    hand.up(60, 40)
    expect(hand.raster()).toEqual(
      rasterOf(rectangle(40, 20, 40, 40, { value: 90 }), rectangle(50, 30, 10, 10, { combine: 'subtract' })),
    )
  })

  test('a click draws nothing and replaces nothing', () => {
    const hand = driver('rectangle')
    hand.down(10, 10)
    hand.up(50, 50)
    const before = hand.raster().data.slice()
    hand.click(80, 80)
    expect(hand.raster().data).toEqual(before)
  })

  test('Escape drops it, and the release after it does nothing', () => {
    const hand = driver('rectangle')
    hand.down(10, 10)
    hand.move([[50, 50]])
    expect(hand.escape()).toBe(true)
    hand.up(60, 60)
    expect(hand.raster()).toEqual(createRaster(image))
    expect(hand.outline()).toEqual([])
  })

  test('one undo takes it back', () => {
    const hand = driver('rectangle')
    hand.down(10, 10)
    hand.up(50, 50)
    hand.session.undo()
    expect(hand.raster()).toEqual(createRaster(image))
  })
})

test('the ellipse touches the sides of its box', () => {
  const hand = driver('ellipse')
  hand.down(20, 10)
  hand.move([[90, 60]])
  hand.up(100, 70)
  const shape = { kind: 'ellipse', cx: 60, cy: 40, rx: 40, ry: 30 } as const
  expect(hand.raster()).toEqual(rasterOf({ kind: 'shape', shape, ...hard }))
})

describe('the lasso', () => {
  test('fills what the hand went around, gathered points too, and closes by itself', () => {
    const hand = driver('lasso')
    hand.down(20, 20)
    hand.move([
      [60, 15],
      [90, 30],
    ])
    hand.move([[80, 70]])
    expect(hand.outline()[0].closed).toBe(false)
    hand.up(30, 60)
    const points = [
      [20, 20],
      [60, 15],
      [90, 30],
      [80, 70],
      [30, 60],
    ].map(([x, y]) => ({ x, y, space: 'image' as const }))
    expect(hand.applied()).toEqual([{ kind: 'shape', shape: { kind: 'polygon', points }, ...hard }])
    expect(hand.outline()).toEqual([])
  })

  test('a click or a straight line is no shape', () => {
    const hand = driver('lasso')
    hand.click(20, 20)
    hand.down(20, 20)
    hand.up(60, 60)
    expect(hand.applied()).toEqual([])
  })

  test('Escape drops it', () => {
    const hand = driver('lasso')
    hand.down(20, 20)
    hand.move([[60, 15]])
    hand.escape()
    hand.up(30, 60)
    expect(hand.applied()).toEqual([])
  })
})

describe('the gradient', () => {
  test('runs from the press to the release, from value to value', () => {
    const hand = driver('gradient')
    hand.set({ gradient: { form: 'radial', fromValue: 200, toValue: 20 } })
    hand.down(30, 40, { alt: true })
    hand.move([[50, 40]], { alt: true })
    expect(hand.outline()).toHaveLength(2)
    hand.up(70, 45)
    expect(hand.applied()).toMatchObject([
      {
        kind: 'gradient',
        form: 'radial',
        from: { x: 30, y: 40 },
        to: { x: 70, y: 45 },
        fromValue: 200,
        toValue: 20,
        combine: 'subtract',
      },
    ])
  })

  test('Shift pressed during the drag keeps it at an even angle', () => {
    const hand = driver('gradient')
    hand.down(30, 40)
    hand.move([[70, 43]])
    hand.hold({ shift: true })
    hand.up(70, 43, { shift: true })
    const [operation] = hand.applied()
    expect(operation).toMatchObject({ from: { x: 30, y: 40 }, to: { x: 70, y: 40 } })
  })

  test('a click draws none', () => {
    const hand = driver('gradient')
    hand.click(30, 40)
    expect(hand.applied()).toEqual([])
  })
})
