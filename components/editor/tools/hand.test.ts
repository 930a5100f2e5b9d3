import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { screenPoint } from '#lib/core/geometry.ts'
import { applyOperation } from '#lib/mask/operation.ts'
import { createRaster, type Raster } from '#lib/mask/raster.ts'
import type { StrokePoint } from '#lib/mask/stroke.ts'
import { createKeyboardHand, type HandKey } from '../keyboard-hand.ts'
import { createDriver } from './driver.fixture.ts'

const image = { width: 120, height: 90 }
const brush = { sizePx: 20, hardness: 0.6, value: 255 }
const pen = { pointerType: 'pen', pointerId: 7 } as const
const finger = (pointerId: number, timeMs = 0) => ({ pointerType: 'touch', pointerId, timeMs }) as const

const stroked = (points: readonly StrokePoint[], value = 255): Raster => {
  const raster = createRaster(image)
  applyOperation({ raster, operation: { kind: 'stroke', brush: { ...brush, value }, points } })
  return raster
}
const driver = () => {
  const hand = createDriver(image)
  hand.set({ brush })
  return hand
}

describe('a pen', () => {
  test('its side button pans, from the start or held before it touches', () => {
    for (const press of [
      { button: 2, buttons: 2 },
      { button: 0, buttons: 3 },
    ]) {
      const hand = createDriver(image, { view: { x: 100, y: 80, zoom: 1 } })
      hand.down(10, 10, { ...pen, ...press })
      hand.move([[30, 15]], { ...pen, ...press })
      hand.up(30, 15, { ...pen, ...press })
      expect(hand.state.view).toEqual({ x: 120, y: 85, zoom: 1 })
      expect(hand.raster()).toEqual(createRaster(image))
    }
  })

  test('takes over from the palm that lay down before it', () => {
    const hand = driver()
    hand.down(100, 80, finger(1))
    hand.move([[105, 85]], finger(1))
    expect(hand.down(20, 20, pen)).toBe(true)
    hand.move([[60, 20]], pen)
    hand.up(60, 20, pen)
    hand.up(105, 85, finger(1))
    expect(hand.raster()).toEqual(
      stroked([
        { x: 20, y: 20 },
        { x: 60, y: 20 },
      ]),
    )
  })

  test('pressure changes nothing unless it is asked to', () => {
    const hand = driver()
    hand.down(20, 20, { ...pen, pressure: 0.2 })
    hand.move([[60, 20]], { ...pen, pressure: 0.9 })
    hand.up(60, 20, { ...pen, pressure: 0 })
    expect(hand.raster()).toEqual(
      stroked([
        { x: 20, y: 20 },
        { x: 60, y: 20 },
      ]),
    )
  })

  test('pressure on size and on strength, and the lift keeps the last of it', () => {
    for (const [size, value] of [
      [true, false],
      [false, true],
      [true, true],
    ]) {
      const hand = driver()
      hand.set({ pen: { size, value, fingers: 'automatic' } })
      hand.down(20, 40, { ...pen, pressure: 0.25 })
      hand.move([[60, 40]], { ...pen, pressure: 0.75 })
      hand.up(80, 40, { ...pen, pressure: 0 })
      const tip = (x: number, pressure: number): StrokePoint => ({
        x,
        y: 40,
        sizePx: size ? 20 * pressure : 20,
        strength: value ? pressure : 1,
      })
      expect(hand.raster()).toEqual(stroked([tip(20, 0.25), tip(60, 0.75), tip(80, 0.75)]))
    }
  })

  test('pressing harder in one place draws', () => {
    const hand = driver()
    hand.set({ pen: { size: false, value: true, fingers: 'automatic' } })
    hand.down(50, 40, { ...pen, pressure: 0.1 })
    hand.move([[50, 40]], { ...pen, pressure: 0.8 })
    hand.up(50, 40, { ...pen, pressure: 0 })
    expect(hand.raster().data[40 * 120 + 50]).toBe(Math.round(0.8 * 255))
  })

  test('a mouse paints with the brush as it is set', () => {
    const hand = driver()
    hand.set({ pen: { size: true, value: true, fingers: 'automatic' } })
    hand.down(50, 40)
    hand.up(50, 40)
    expect(hand.raster()).toEqual(stroked([{ x: 50, y: 40 }]))
  })
})

describe('fingers', () => {
  const tap = (hand: ReturnType<typeof createDriver>, fingers: number, timeMs: number): void => {
    for (let id = 1; id <= fingers; id++) hand.down(40 * id, 50, finger(id, timeMs))
    for (let id = 1; id <= fingers; id++) hand.up(40 * id, 50, finger(id, timeMs + 80))
  }

  test('two tap twice to undo, three tap to redo, and neither leaves a dot', () => {
    const hand = driver()
    tap(hand, 2, 1000)
    tap(hand, 2, 1200)
    expect(hand.taps).toEqual(['undo'])
    tap(hand, 3, 2000)
    expect(hand.taps).toEqual(['undo', 'redo'])
    expect(hand.raster()).toEqual(createRaster(image))
  })

  test('a zoom with two fingers is no tap', () => {
    const hand = driver()
    for (const timeMs of [1000, 1200]) {
      hand.down(40, 50, finger(1, timeMs))
      hand.down(80, 50, finger(2, timeMs))
      hand.move([[140, 50]], finger(2, timeMs + 20))
      hand.up(140, 50, finger(2, timeMs + 60))
      hand.up(40, 50, finger(1, timeMs + 60))
    }
    expect(hand.taps).toEqual([])
  })
})

describe('the momentary eraser', () => {
  test('is there while its key is held, and the brush is back after it', () => {
    const hand = driver()
    hand.down(10, 45)
    hand.up(110, 45)
    hand.state.eraseHeld = true
    expect(hand.gestures.current().id).toBe('eraser')
    hand.down(60, 45)
    // A stroke goes on as it began.
    hand.state.eraseHeld = false
    hand.move([[65, 45]])
    hand.up(65, 45)
    expect(hand.raster().data[45 * 120 + 62]).toBe(0)
    expect(hand.gestures.current().id).toBe('brush')
  })
})

describe('the hand of the keyboard', () => {
  const key = (name: string, held: Partial<HandKey> = {}): HandKey => ({
    key: name,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    repeat: false,
    ...held,
  })
  const keyboard = () => {
    const hand = driver()
    const shown: ({ x: number; y: number } | null)[] = []
    const keys = createKeyboardHand({
      gestures: hand.gestures,
      view: () => hand.state.view,
      stage: () => ({ width: 400, height: 300 }),
      start: () => screenPoint(50, 40),
      onMove: (at) => shown.push(at && { x: at.x, y: at.y }),
      pan: (dx, dy) => hand.effects.push({ kind: 'pan', dx, dy }),
    })
    return { hand, keys, shown }
  }

  test('arrows move it, in small, large and single pixels; Enter dabs where it is', () => {
    const { hand, keys, shown } = keyboard()
    expect(keys.keyDown(key('Enter'))).toBe(false)
    keys.keyDown(key('ArrowRight'))
    keys.keyDown(key('ArrowDown', { shiftKey: true }))
    keys.keyDown(key('ArrowLeft', { ctrlKey: true }))
    expect(shown).toEqual([
      { x: 58, y: 40 },
      { x: 58, y: 80 },
      { x: 57, y: 80 },
    ])
    expect(keys.keyDown(key('Enter'))).toBe(true)
    expect(hand.raster()).toEqual(stroked([{ x: 57, y: 80 }]))
  })

  test('while Space is held the arrows draw', () => {
    const { hand, keys } = keyboard()
    keys.keyDown(key('ArrowRight'))
    keys.keyDown(key(' '))
    keys.keyDown(key(' ', { repeat: true }))
    for (let i = 0; i < 4; i++) keys.keyDown(key('ArrowRight', { repeat: i > 0 }))
    expect(keys.keyUp(key(' '))).toBe(true)
    expect(hand.raster()).toEqual(
      stroked([
        { x: 58, y: 40 },
        { x: 90, y: 40 },
      ]),
    )
    expect(hand.effects.filter(({ kind }) => kind === 'stroke-end')).toHaveLength(1)
  })

  test('wherever it goes, it stays on the stage, and the picture comes along', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'), { maxLength: 60 }),
        (path) => {
          const { keys, shown } = keyboard()
          for (const name of path) keys.keyDown(key(name, { shiftKey: true }))
          expect(shown.every((at) => at && at.x >= 24 && at.x <= 376 && at.y >= 24 && at.y <= 276)).toBe(true)
        },
      ),
    )
  })

  test('when another pointer comes, it lets go and is gone', () => {
    const { hand, keys, shown } = keyboard()
    keys.keyDown(key('ArrowRight'))
    keys.keyDown(key(' '))
    keys.leave()
    expect(hand.effects.at(-1)).toEqual({ kind: 'stroke-end' })
    expect(shown.at(-1)).toBeNull()
    expect(keys.keyDown(key(' '))).toBe(false)
  })

  test('Alt and the arrows are the versions’, and Ctrl+Enter runs', () => {
    const { keys } = keyboard()
    expect(keys.keyDown(key('ArrowLeft', { altKey: true }))).toBe(false)
    keys.keyDown(key('ArrowLeft'))
    expect(keys.keyDown(key('Enter', { ctrlKey: true }))).toBe(false)
  })
})
