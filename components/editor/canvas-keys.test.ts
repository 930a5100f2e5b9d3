import { describe, expect, test } from 'vitest'
import { stepHardness, stepSize } from './brush-steps.ts'
import { commandOf, type KeyPress } from './canvas-keys.ts'

const press = (key: string, code: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
})

describe('what a key asks of the canvas', () => {
  test('tools, swap and the brush', () => {
    expect(commandOf(press('b', 'KeyB'))).toEqual({ kind: 'tool', tool: 'brush' })
    expect(commandOf(press('e', 'KeyE'))).toEqual({ kind: 'tool', tool: 'eraser' })
    expect(commandOf(press('h', 'KeyH'))).toEqual({ kind: 'tool', tool: 'pan' })
    expect(commandOf(press('z', 'KeyZ'))).toEqual({ kind: 'tool', tool: 'zoom' })
    expect(commandOf(press('x', 'KeyX'))).toEqual({ kind: 'swap' })
    expect(commandOf(press('[', 'BracketLeft'))).toEqual({ kind: 'size', direction: -1 })
    expect(commandOf(press('}', 'BracketRight', { shiftKey: true }))).toEqual({ kind: 'hardness', direction: 1 })
  })

  test('digits are tenths of the value, 0 is all of it', () => {
    const values = ['1', '5', '9', '0'].map((digit) => commandOf(press(digit, `Digit${digit}`)))
    expect(values).toEqual([26, 128, 230, 255].map((value) => ({ kind: 'value', value })))
  })

  test('with Ctrl or ⌘: undo, redo both ways, invert, fit, 100 %', () => {
    for (const held of [{ ctrlKey: true }, { metaKey: true }]) {
      expect(commandOf(press('z', 'KeyZ', held))).toEqual({ kind: 'undo' })
      expect(commandOf(press('Z', 'KeyZ', { ...held, shiftKey: true }))).toEqual({ kind: 'redo' })
      expect(commandOf(press('y', 'KeyY', held))).toEqual({ kind: 'redo' })
      expect(commandOf(press('i', 'KeyI', held))).toEqual({ kind: 'invert' })
      expect(commandOf(press('0', 'Digit0', held))).toEqual({ kind: 'fit' })
      expect(commandOf(press('1', 'Digit1', held))).toEqual({ kind: 'actual-size' })
    }
  })

  test('letters follow the layout, and on layouts without Latin letters the caps of the keys', () => {
    expect(commandOf(press('z', 'KeyY', { ctrlKey: true }))).toEqual({ kind: 'undo' })
    expect(commandOf(press('и', 'KeyB'))).toEqual({ kind: 'tool', tool: 'brush' })
    expect(commandOf(press('ü', 'BracketLeft'))).toEqual({ kind: 'size', direction: -1 })
    expect(commandOf(press('{', 'Quote'))).toEqual({ kind: 'hardness', direction: -1 })
    expect(commandOf(press('&', 'Digit1'))).toEqual({ kind: 'value', value: 26 })
  })

  test('what belongs to others is left alone', () => {
    for (const [key, code, held] of [
      ['b', 'KeyB', { ctrlKey: true }],
      ['I', 'KeyI', { ctrlKey: true, shiftKey: true }],
      ['b', 'KeyB', { altKey: true }],
      ['[', 'Digit8', { ctrlKey: true, altKey: true }],
      ['B', 'KeyB', { shiftKey: true }],
      ['c', 'KeyC', {}],
      ['+', 'Equal', { ctrlKey: true }],
      ['Enter', 'Enter', {}],
    ] as const) {
      expect(commandOf(press(key, code, held))).toBeNull()
    }
  })
})

describe('steps of the brush', () => {
  const brush = { sizePx: 100, hardness: 0.8, value: 255 }

  test('every size from 1 to 2000 is left by a step, and the ends are not passed', () => {
    for (let sizePx = 1; sizePx <= 2000; sizePx++) {
      const [smaller, larger] = [stepSize({ ...brush, sizePx }, -1), stepSize({ ...brush, sizePx }, 1)]
      expect(smaller).toBe(sizePx === 1 ? 1 : Math.min(smaller, sizePx - 1))
      expect(larger).toBe(sizePx === 2000 ? 2000 : Math.max(larger, sizePx + 1))
      expect(smaller >= 1 && larger <= 2000).toBe(true)
    }
  })

  test('hardness goes in tenths without the dust of binary fractions', () => {
    let hardness = 0
    const seen = [hardness]
    for (let i = 0; i < 11; i++) {
      hardness = stepHardness({ ...brush, hardness }, 1)
      seen.push(hardness)
    }
    expect(seen).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1])
    expect(stepHardness({ ...brush, hardness: 0.35 }, -1)).toBe(0.3)
  })
})
