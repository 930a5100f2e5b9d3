// The keys that exist, as the sheet shows them. What can be changed names its command; the rest is the same for all.
import type { Messages } from 'next-intl'
import { capsOf } from '../editor/key-chord.ts'
import type { Bindings, CommandId, PresetId } from '../editor/key-commands.ts'

export type Words = keyof Omit<Messages['shell']['keys'], 'commands'>

export type KeyPart =
  | { readonly kind: 'command'; readonly command: CommandId }
  /** Keys held together: "Ctrl+V". */
  | { readonly kind: 'keys'; readonly keys: string }
  | { readonly kind: 'word'; readonly word: Words }

/** `title` is the name of the row; without one it is the name of its only command. */
export type KeyRow = { readonly title?: Words; readonly parts: readonly KeyPart[] }
export type KeyGroup = { readonly title: Words; readonly rows: readonly KeyRow[] }

const of = (command: CommandId): KeyPart => ({ kind: 'command', command })
const keys = (chord: string): KeyPart => ({ kind: 'keys', keys: chord })
const word = (name: Words): KeyPart => ({ kind: 'word', word: name })
const row = (title: Words, ...parts: KeyPart[]): KeyRow => ({ title, parts })
const single = (command: CommandId): KeyRow => ({ parts: [of(command)] })

const paint = (preset: PresetId): KeyGroup => ({
  title: 'paint',
  rows: [
    single('brush'),
    single('eraser'),
    row('eraseForAMoment', word('hold'), of('hold-erase')),
    single('swap'),
    row('size', of('smaller'), of('larger')),
    row('hardness', of('softer'), of('harder')),
    row('value', of('value-10'), word('to'), of('value-90')),
    single('value-100'),
    row('straight', keys('Shift'), word('click')),
    ...wheelSize[preset],
  ],
})

const wheelSize: Readonly<Record<PresetId, readonly KeyRow[]>> = {
  frisket: [row('wheelSize', keys('Alt'), word('wheel'))],
  photoshop: [],
  invokeai: [row('wheelSize', keys('Ctrl'), word('wheel'))],
}

const mask: KeyGroup = {
  title: 'mask',
  rows: [
    single('invert'),
    single('clear'),
    single('mask-only'),
    single('undo'),
    single('redo'),
    row('leave', keys('Escape')),
  ],
}

const select: KeyGroup = {
  title: 'select',
  rows: [
    single('rectangle'),
    single('ellipse'),
    single('gradient'),
    single('smart-select'),
    single('lasso'),
    single('polygon'),
    single('wand'),
    row('add', keys('Shift'), word('drag')),
    row('subtract', keys('Alt'), word('drag')),
    row('intersect', keys('Shift+Alt'), word('drag')),
    row('closeShape', keys('Enter')),
    row('lastPoint', keys('Backspace')),
  ],
}

const run: KeyGroup = {
  title: 'run',
  rows: [single('run'), single('prompt'), single('refine'), row('escape', keys('Escape'))],
}

const alone: KeyGroup = {
  title: 'alone',
  rows: [
    row('cursor', keys('ArrowLeft'), keys('ArrowUp'), keys('ArrowDown'), keys('ArrowRight')),
    row('cursorFar', keys('Shift'), keys('ArrowLeft'), keys('ArrowRight')),
    row('cursorPixel', keys('Ctrl'), keys('ArrowLeft'), keys('ArrowRight')),
    row('dab', keys('Enter')),
    row('press', word('hold'), keys('Space')),
  ],
}

const view = (preset: PresetId): KeyGroup => ({
  title: 'view',
  rows: [
    row('pan', of('pan'), word('orHold'), of('hold-pan')),
    row('zoom', of('zoom'), word('orAlt'), keys('Alt'), word('click')),
    row('zoomSteps', of('zoom-in'), of('zoom-out')),
    row('wheelZoom', ...(preset === 'photoshop' ? [keys('Alt')] : []), word('wheel')),
    row('wheelPan', ...(preset === 'photoshop' ? [] : [keys('Shift')]), word('wheel')),
    single('fit'),
    single('actual-size'),
    row('original', word('hold'), of('hold-original')),
  ],
})

const compare: KeyGroup = {
  title: 'compare',
  rows: [
    single('compare'),
    single('compare-mode'),
    row('divider', keys('ArrowLeft'), keys('ArrowRight')),
    row('versions', of('previous-version'), of('next-version')),
  ],
}

const touch: KeyGroup = {
  title: 'touch',
  rows: [
    row('undo', word('twoFingersTwice')),
    row('redo', word('threeFingers')),
    row('panAndZoom', word('twoFingers')),
    row('penErases', word('penEnd')),
    row('penPans', word('penBarrel')),
  ],
}

const anywhere: KeyGroup = {
  title: 'anywhere',
  rows: [row('search', keys('/')), row('paste', keys('Ctrl+V')), single('sheet')],
}

/** In three columns. */
export const keyColumns = (preset: PresetId): readonly (readonly KeyGroup[])[] => [
  [paint(preset), mask],
  [select, run, alone],
  [view(preset), compare, anywhere, touch],
]

/** What the row can be found by: its keys as they are now, such as "Ctrl Z". */
export const keysOfRow = ({ parts }: KeyRow, bindings: Bindings): string =>
  parts
    .flatMap((part) => {
      if (part.kind === 'word') return []
      return capsOf(part.kind === 'keys' ? part.keys : bindings[part.command][0])
    })
    .join(' ')
