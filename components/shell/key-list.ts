// The keys that exist, as the sheet shows them. A key that is added or taken away is changed here in the same commit.
import type { Messages } from 'next-intl'

type Words = keyof Messages['shell']['keys']
/** Keys held together are one string; a word between them stands in the message files. */
export type KeyPart = { keys: string } | { word: Words }
export type KeyRow = { label: Words; parts: readonly KeyPart[] }
export type KeyGroup = { title: Words; rows: readonly KeyRow[] }

const row = (label: Words, ...parts: (string | KeyPart)[]): KeyRow => ({
  label,
  parts: parts.map((part) => (typeof part === 'string' ? { keys: part } : part)),
})
const word = (name: Words): KeyPart => ({ word: name })

/** In three columns. */
export const keyColumns: readonly (readonly KeyGroup[])[] = [
  [
    {
      title: 'paint',
      rows: [
        row('brush', 'B'),
        row('eraser', 'E'),
        row('swap', 'X'),
        row('size', '[', ']'),
        row('hardness', '{', '}'),
        row('value', '1', word('to'), '9'),
        row('valueFull', '0'),
        row('straight', 'Shift', word('click')),
      ],
    },
  ],
  [
    {
      title: 'mask',
      rows: [row('invert', 'Ctrl+I'), row('maskOnly', 'Alt+\\'), row('undo', 'Ctrl+Z'), row('redo', 'Ctrl+Shift+Z')],
    },
    {
      title: 'run',
      rows: [row('runEdit', 'Ctrl+↵'), row('prompt', 'T'), row('escape', 'Esc')],
    },
  ],
  [
    {
      title: 'view',
      rows: [
        row('pan', 'H', word('orHold'), 'Space'),
        row('zoomIn', 'Z'),
        row('zoomOut', 'Alt', word('click')),
        row('fit', 'Ctrl+0'),
        row('actual', 'Ctrl+1'),
        row('original', word('hold'), '\\'),
        row('compare', 'C'),
        row('divider', '←', '→'),
        row('versions', 'Alt+←', '→'),
      ],
    },
    {
      title: 'anywhere',
      rows: [row('search', '/'), row('paste', 'Ctrl+V'), row('sheet', '?')],
    },
  ],
]
