// Everything that a key can ask for, and the keys it has at first: one table per way of working.
import type { ToolId } from './editor-store.ts'
import type { Chord } from './key-chord.ts'

export const toolCommands = [
  'brush',
  'eraser',
  'rectangle',
  'ellipse',
  'lasso',
  'polygon',
  'wand',
  'smart-select',
  'gradient',
  'pan',
  'zoom',
] as const satisfies readonly ToolId[]

/** They last as long as their key is down. */
export const heldCommands = ['hold-pan', 'hold-erase', 'hold-original'] as const

export const valueCommands = [
  'value-10',
  'value-20',
  'value-30',
  'value-40',
  'value-50',
  'value-60',
  'value-70',
  'value-80',
  'value-90',
  'value-100',
] as const

export const commandIds = [
  ...toolCommands,
  ...heldCommands,
  ...valueCommands,
  'swap',
  'smaller',
  'larger',
  'softer',
  'harder',
  'invert',
  'clear',
  'mask-only',
  'undo',
  'redo',
  'fit',
  'actual-size',
  'zoom-in',
  'zoom-out',
  'run',
  'prompt',
  'compare',
  'compare-mode',
  'refine',
  'previous-version',
  'next-version',
  'sheet',
] as const

type ValueCommand = (typeof valueCommands)[number]
export const isValue = (id: CommandId): id is ValueCommand => valueCommands.some((value) => value === id)
export const percentOf = (id: ValueCommand): number => Number(id.slice('value-'.length))

export type CommandId = (typeof commandIds)[number]
export type HeldCommand = (typeof heldCommands)[number]
export type PressedCommand = Exclude<CommandId, HeldCommand>

export const isHeld = (id: CommandId): id is HeldCommand => heldCommands.some((held) => held === id)

/** The first chord is the one that is shown. */
export type Bindings = { readonly [id in CommandId]: readonly Chord[] }

export const presetIds = ['frisket', 'photoshop', 'invokeai'] as const
export type PresetId = (typeof presetIds)[number]

const frisket: Bindings = {
  brush: ['B'],
  eraser: ['E'],
  rectangle: ['R'],
  ellipse: ['O'],
  lasso: ['L'],
  polygon: ['P'],
  wand: ['W'],
  'smart-select': ['S'],
  gradient: ['G'],
  pan: ['H'],
  zoom: ['Z'],
  'hold-pan': ['Space'],
  'hold-erase': ['`'],
  'hold-original': ['\\'],
  'value-10': ['1'],
  'value-20': ['2'],
  'value-30': ['3'],
  'value-40': ['4'],
  'value-50': ['5'],
  'value-60': ['6'],
  'value-70': ['7'],
  'value-80': ['8'],
  'value-90': ['9'],
  'value-100': ['0'],
  swap: ['X'],
  smaller: ['['],
  larger: [']'],
  softer: ['{'],
  harder: ['}'],
  invert: ['Ctrl+I'],
  clear: ['Delete'],
  'mask-only': ['Alt+\\'],
  undo: ['Ctrl+Z'],
  redo: ['Ctrl+Shift+Z', 'Ctrl+Y'],
  fit: ['Ctrl+0'],
  'actual-size': ['Ctrl+1'],
  'zoom-in': ['Plus', '='],
  'zoom-out': ['-'],
  run: ['Ctrl+Enter'],
  prompt: ['T'],
  compare: ['C'],
  'compare-mode': ['M'],
  refine: ['N'],
  'previous-version': ['Alt+ArrowLeft'],
  'next-version': ['Alt+ArrowRight'],
  sheet: ['?'],
}

/** Where a program has no such command, or none with a key, the key stays ours. */
export const presets: Readonly<Record<PresetId, Bindings>> = {
  frisket,
  // The tools of one family share a key there and take turns with Shift.
  photoshop: {
    ...frisket,
    rectangle: ['M'],
    ellipse: ['Shift+M'],
    polygon: ['Shift+L'],
    'smart-select': ['Shift+W'],
    // M is the marquee there.
    'compare-mode': ['Shift+C'],
    clear: ['Ctrl+D', 'Delete'],
    redo: ['Ctrl+Shift+Z'],
    'zoom-in': ['Ctrl+Plus', 'Ctrl+='],
    'zoom-out': ['Ctrl+-'],
  },
  invokeai: {
    ...frisket,
    rectangle: ['U'],
    invert: ['Shift+V'],
    clear: ['Shift+C', 'Delete'],
    prompt: ['Alt+A'],
  },
}
