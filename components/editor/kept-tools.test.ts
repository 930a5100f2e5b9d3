import { expect, test } from 'vitest'
import { initialEditorState } from './editor-store.ts'
import { firstBrushSize, keepTools, readTools } from './kept-tools.ts'

function memory() {
  const items = new Map<string, string>()
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, text: string) => void items.set(key, text),
  }
}
const cup = { rootImageId: 'cup', width: 2400, height: 1600 }
const cat = { rootImageId: 'cat', width: 640, height: 480 }
const { brush, film } = initialEditorState

test('the first brush is a twentieth of the short side, within what a brush can be', () => {
  expect([cup, cat, { width: 7, height: 3 }, { width: 90_000, height: 80_000 }].map(firstBrushSize)).toEqual([
    80, 24, 1, 2000,
  ])
})

test('a picture gets back its own size, and every picture the rest', () => {
  const store = memory()
  const set = {
    brush: { sizePx: 311, hardness: 0.4, value: 128 },
    film: { colour: 'green' as const, opacity: 0.9, maskOnly: false },
  }
  keepTools(store, cup, set)
  expect(readTools(store, cup, { brush, film })).toEqual(set)
  expect(readTools(store, cat, { brush, film })).toEqual({ ...set, brush: { ...set.brush, sizePx: 24 } })
})

test('what cannot be read is as at first', () => {
  const store = memory()
  store.setItem('frisket.tools', '{"hardness":7}')
  store.setItem('frisket.brush.cup', 'torn')
  expect(readTools(store, cup, { brush, film })).toEqual({ brush: { ...brush, sizePx: 80 }, film })
})
