// A chord is a key with what is held beside it, as a plain string: "B", "Ctrl+Shift+Z", "[", "ArrowLeft". One key press
// has several names, because keyboards differ: what it types, and what is printed at that place of a US keyboard.

export type Chord = string

export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'> & {
  /** AltGr arrives as Ctrl and Alt on Windows, but it types characters. */
  readonly altGraph?: boolean
}

export const pressOf = (event: KeyboardEvent): KeyPress => ({
  key: event.key,
  code: event.code,
  ctrlKey: event.ctrlKey,
  metaKey: event.metaKey,
  shiftKey: event.shiftKey,
  altKey: event.altKey,
  altGraph: event.getModifierState('AltGraph'),
})

/** What stands at a place of a US keyboard, plain and with Shift. */
const symbolPlaces: Readonly<Record<string, readonly [string, string]>> = {
  Backquote: ['`', '~'],
  Minus: ['-', '_'],
  Equal: ['=', 'Plus'],
  BracketLeft: ['[', '{'],
  BracketRight: [']', '}'],
  Backslash: ['\\', '|'],
  Semicolon: [';', ':'],
  Quote: ["'", '"'],
  Comma: [',', '<'],
  Period: ['.', '>'],
  Slash: ['/', '?'],
}
const shiftedDigits = [')', '!', '@', '#', '$', '%', '^', '&', '*', '(']

type Name = { readonly name: string /** Shift is part of the character already. */; readonly shifted: boolean }

const modifierKeys = new Set(['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Fn', 'OS'])

function typedName({ key }: KeyPress): Name | null {
  if (key === '' || key === 'Dead' || key === 'Unidentified' || key === 'Process' || modifierKeys.has(key)) return null
  if (key === ' ') return { name: 'Space', shifted: false }
  if (key === '+') return { name: 'Plus', shifted: true }
  // "ArrowLeft", "Enter", "F2": a name and not a character.
  if ([...key].length > 1) return { name: key, shifted: false }
  return /\p{L}/u.test(key) ? { name: key.toUpperCase(), shifted: false } : { name: key, shifted: true }
}

function placeName({ code, shiftKey }: KeyPress): Name | null {
  const letter = /^Key([A-Z])$/.exec(code)
  if (letter) return { name: letter[1], shifted: false }
  const digit = /^(Digit|Numpad)([0-9])$/.exec(code)
  if (digit)
    return digit[1] === 'Digit' && shiftKey
      ? { name: shiftedDigits[Number(digit[2])], shifted: true }
      : { name: digit[2], shifted: true }
  const symbol = symbolPlaces[code]
  return symbol ? { name: symbol[shiftKey ? 1 : 0], shifted: true } : null
}

/**
 * The chords that a press may stand for, the likeliest first. Letters follow the layout, as they do in menus; where the
 * layout has no Latin letters, the caps. The two bracket keys go by place first: many layouts type brackets with AltGr
 * only or not at all, and have something else there.
 */
export function chordsOf(press: KeyPress): readonly Chord[] {
  const typed = typedName(press)
  const place = placeName(press)
  const typesAscii = typed !== null && (press.key.length > 1 || /^[ -~]$/.test(press.key))
  const typesBracket = typed !== null && '[]{}'.includes(typed.name)
  const bracketPlace = press.code.startsWith('Bracket') && !typesBracket
  // What types an ASCII letter or digit is that and nothing else: on Dvorak the key of Z types a semicolon.
  const only = typesAscii && (/^[A-Z0-9]$/.test(typed.name) || /^[A-Z]$/.test(place?.name ?? ''))
  const names = only ? [typed] : typesAscii && !bracketPlace ? [typed, place] : [place, typed]
  const chords = names.flatMap((name) => (name ? [chordOf(press, name)] : []))
  return [...new Set(chords)]
}

function chordOf(press: KeyPress, { name, shifted }: Name): Chord {
  const held: string[] = []
  if ((press.ctrlKey || press.metaKey) && !press.altGraph) held.push('Ctrl')
  if (press.altKey && !press.altGraph) held.push('Alt')
  if (press.shiftKey && !shifted) held.push('Shift')
  return [...held, name].join('+')
}

const shownNames: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Enter: '↵',
  Escape: 'Esc',
  Backspace: '⌫',
  Delete: 'Del',
  Plus: '+',
  // The key of both; this one can be seen on a cap.
  '`': '~',
}

/** What is printed on the caps of a chord: "Ctrl+Enter" → "Ctrl", "↵". */
export const capsOf = (chord: Chord): readonly string[] => chord.split('+').map((name) => shownNames[name] ?? name)
