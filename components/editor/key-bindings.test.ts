import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bindingsOf,
  choosePreset,
  chordAt,
  commandOf,
  defaultKeySettings,
  isChanged,
  isFixed,
  ownerOf,
  rebind,
  resetKeys,
  type Slot,
} from './key-bindings.ts'
import { capsOf, chordsOf, type KeyPress } from './key-chord.ts'
import { commandIds, presetIds, presets, toolCommands } from './key-commands.ts'
import { readKeySettings } from './key-settings.ts'

const press = (key: string, code: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
})
const ours = bindingsOf(defaultKeySettings)
const command = (key: string, code: string, held: Partial<KeyPress> = {}) => commandOf(press(key, code, held), ours)
const [shift, ctrl, alt] = [{ shiftKey: true }, { ctrlKey: true }, { altKey: true }]

describe('what a key asks for', () => {
  test('every tool has its letter', () => {
    const letters = ['b', 'e', 'r', 'o', 'l', 'p', 'w', 's', 'g', 'h', 'z']
    expect(letters.map((letter) => command(letter, `Key${letter.toUpperCase()}`))).toEqual([...toolCommands])
  })

  test('the brush: brackets, braces, digits, swap', () => {
    expect(command('[', 'BracketLeft')).toBe('smaller')
    expect(command(']', 'BracketRight')).toBe('larger')
    expect(command('{', 'BracketLeft', shift)).toBe('softer')
    expect(command('}', 'BracketRight', shift)).toBe('harder')
    expect(command('1', 'Digit1')).toBe('value-10')
    expect(command('0', 'Numpad0')).toBe('value-100')
    expect(command('x', 'KeyX')).toBe('swap')
  })

  test('with Ctrl or ⌘: undo, redo both ways, invert, fit, 100 %, run', () => {
    for (const held of [ctrl, { metaKey: true }]) {
      expect(command('z', 'KeyZ', held)).toBe('undo')
      expect(command('Z', 'KeyZ', { ...held, ...shift })).toBe('redo')
      expect(command('y', 'KeyY', held)).toBe('redo')
      expect(command('i', 'KeyI', held)).toBe('invert')
      expect(command('0', 'Digit0', held)).toBe('fit')
      expect(command('1', 'Digit1', held)).toBe('actual-size')
      expect(command('Enter', 'Enter', held)).toBe('run')
    }
  })

  test('what is held: Space, the key of ~ with or without Shift, the backslash; with Alt the mask alone', () => {
    expect(command(' ', 'Space')).toBe('hold-pan')
    expect(command(' ', 'Space', shift)).toBe('hold-pan')
    expect(command('`', 'Backquote')).toBe('hold-erase')
    expect(command('~', 'Backquote', shift)).toBe('hold-erase')
    expect(command('\\', 'Backslash')).toBe('hold-original')
    expect(command('\\', 'Backslash', alt)).toBe('mask-only')
    expect(command('ArrowLeft', 'ArrowLeft', alt)).toBe('previous-version')
    expect(command('?', 'Slash', shift)).toBe('sheet')
  })

  test('what belongs to others is left alone', () => {
    expect(command('b', 'KeyB', ctrl)).toBeNull()
    expect(command('I', 'KeyI', { ...ctrl, ...shift })).toBeNull()
    expect(command('b', 'KeyB', alt)).toBeNull()
    expect(command('B', 'KeyB', shift)).toBeNull()
    expect(command('+', 'Equal', { ...ctrl, ...shift })).toBeNull()
    expect(command('Shift', 'ShiftLeft', shift)).toBeNull()
    expect(command('Tab', 'Tab')).toBeNull()
  })
})

describe('other keyboards', () => {
  test('letters follow the layout, and where it has no Latin ones, the caps', () => {
    expect(command('z', 'KeyY', ctrl)).toBe('undo')
    expect(command('и', 'KeyB')).toBe('brush')
    expect(command('я', 'KeyZ', ctrl)).toBe('undo')
    expect(command(';', 'KeyZ')).toBeNull()
  })

  test('German: ü and + stand where the brackets are, AltGr types them, ^ is dead at the place of ~', () => {
    expect(command('ü', 'BracketLeft')).toBe('smaller')
    expect(command('+', 'BracketRight')).toBe('larger')
    expect(command('Ü', 'BracketLeft', shift)).toBe('softer')
    expect(command('[', 'Digit8', { ...ctrl, ...alt, altGraph: true })).toBe('smaller')
    expect(command('[', 'Digit8', { ...ctrl, ...alt })).toBeNull()
    expect(command('Dead', 'Backquote')).toBe('hold-erase')
    expect(command('#', 'Backslash')).toBe('hold-original')
    expect(command('/', 'Digit7', shift)).toBeNull()
  })

  test('French: digits by place, for they are typed with Shift; brackets by place', () => {
    expect(command('&', 'Digit1')).toBe('value-10')
    expect(command('1', 'Digit1', shift)).toBe('value-10')
    expect(command('à', 'Digit0', ctrl)).toBe('fit')
    expect(command('Dead', 'BracketLeft')).toBe('smaller')
  })

  test('a Mac types signs with Option', () => {
    expect(command('«', 'Backslash', alt)).toBe('mask-only')
    expect(commandOf(press('å', 'KeyA', alt), presets.invokeai)).toBe('prompt')
  })
})

describe('presets', () => {
  test('no key has two commands, and no command is without a key', () => {
    for (const preset of presetIds) {
      const chords = commandIds.flatMap((id) => presets[preset][id])
      expect(new Set(chords).size).toBe(chords.length)
      expect(commandIds.every((id) => presets[preset][id].length > 0)).toBe(true)
      expect(chords.some(isFixed)).toBe(false)
    }
  })

  test('as their programs have it', () => {
    const { photoshop, invokeai } = presets
    expect(commandOf(press('m', 'KeyM'), photoshop)).toBe('rectangle')
    expect(commandOf(press('M', 'KeyM', shift), photoshop)).toBe('ellipse')
    expect(commandOf(press('+', 'Equal', { ...ctrl, ...shift }), photoshop)).toBe('zoom-in')
    expect(commandOf(press('d', 'KeyD', ctrl), photoshop)).toBe('clear')
    expect(commandOf(press('u', 'KeyU'), invokeai)).toBe('rectangle')
    expect(commandOf(press('V', 'KeyV', shift), invokeai)).toBe('invert')
    expect(commandOf(press('C', 'KeyC', shift), invokeai)).toBe('clear')
  })
})

describe('changing keys', () => {
  const slots: fc.Arbitrary<Slot> = fc.constantFrom(...commandIds).map((id) => ({ command: id, index: 0 }))
  const chords = fc.oneof(
    fc.constantFrom(...commandIds).map((id) => ours[id][0]),
    fc.constantFrom('Q', 'F2', 'Ctrl+J', 'ö', '§', 'Shift+B'),
  )

  test('whatever is changed, no key ever has two commands and none loses its last', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(slots, chords), { maxLength: 12 }), (changes) => {
        let settings = defaultKeySettings
        for (const [slot, chord] of changes) {
          settings = rebind(settings, slot, chord)
          expect(chordAt(bindingsOf(settings), slot)).toBe(chord)
        }
        const all = commandIds.flatMap((id) => bindingsOf(settings)[id])
        expect(new Set(all).size).toBe(all.length)
      }),
    )
  })

  test('a taken key changes places', () => {
    expect(ownerOf(ours, 'W')).toEqual({ command: 'wand', index: 0 })
    const swapped = bindingsOf(rebind(defaultKeySettings, { command: 'smart-select', index: 0 }, 'W'))
    expect([swapped['smart-select'], swapped.wand]).toEqual([['W'], ['S']])
    expect(commandOf(press('w', 'KeyW'), swapped)).toBe('smart-select')
  })

  test('what another key typed wins over the place once it is bound', () => {
    const bindings = bindingsOf(
      rebind(defaultKeySettings, { command: 'smaller', index: 0 }, chordsOf(press('ö', 'Semicolon'))[0]),
    )
    expect(commandOf(press('ö', 'Semicolon'), bindings)).toBe('smaller')
  })

  test('changes belong to their preset, and a reset takes back only those', () => {
    const changed = rebind(defaultKeySettings, { command: 'brush', index: 0 }, 'Q')
    const elsewhere = rebind(choosePreset(changed, 'invokeai'), { command: 'wand', index: 0 }, 'A')
    expect(bindingsOf(elsewhere).brush).toEqual(['B'])
    const back = resetKeys(elsewhere)
    expect([isChanged(elsewhere), isChanged(back)]).toEqual([true, false])
    expect(bindingsOf(choosePreset(back, 'frisket')).brush).toEqual(['Q'])
  })

  test('what is kept is read back, and anything else counts as nothing', () => {
    const changed = rebind(defaultKeySettings, { command: 'brush', index: 0 }, 'Q')
    expect(readKeySettings(JSON.stringify(changed))).toEqual(changed)
    for (const text of [
      null,
      '',
      '{',
      '{"preset":"gimp","changes":{}}',
      '{"preset":"frisket","changes":{"frisket":{"brush":[]}}}',
    ])
      expect(readKeySettings(text)).toEqual(defaultKeySettings)
  })
})

test('caps show what is printed on them', () => {
  expect(capsOf('Ctrl+Enter')).toEqual(['Ctrl', '↵'])
  expect(capsOf('`')).toEqual(['~'])
  expect(capsOf('Ctrl+Plus')).toEqual(['Ctrl', '+'])
})
