import { expect, test } from 'vitest'
import { createRaster } from '#lib/mask/raster.ts'
import { createMaskSession } from '#lib/mask/session.ts'
import type { Brush } from '#lib/mask/stamp.ts'
import { readStrokes } from './mask-store.ts'
import { createStrokeNote } from './stroke-note.ts'

const key = 'frisket.strokes.cup'
const soft: Brush = { sizePx: 9, hardness: 0, value: 255 }

function openPage() {
  const kept = new Map<string, string>()
  const storage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
    removeItem: (name: string) => void kept.delete(name),
  }
  const note = createStrokeNote({ imageId: 'cup', storage })
  const draw = (x: number, brush = soft) => {
    note.begin(brush)
    note.extend([{ x, y: 4 }])
    return note.end()
  }
  const written = () => readStrokes(kept.get(key) ?? null).map(({ points }) => points[0].x)
  return { note, draw, written, kept }
}

test('what the worker keeps is not written down; what it may not keep is', () => {
  const { note, draw, written, kept } = openPage()
  const first = draw(1)
  draw(2)
  first()
  draw(3)
  note.write()
  expect(written()).toEqual([2, 3])
  expect([...kept.keys()]).toEqual([key])
})

test('word of a later stroke stands for those before it, and a note that is not needed goes', () => {
  const { note, draw, kept } = openPage()
  const first = draw(1)
  const second = draw(2)
  note.write()
  second()
  expect(kept.size).toBe(0)
  first()
  note.write()
  expect(kept.size).toBe(0)
})

test('an undo, and whatever else changes the mask, takes the strokes before it from the note', () => {
  const { note, draw, written, kept } = openPage()
  draw(1)
  note.write()
  note.forget()
  expect(kept.size).toBe(0)
  draw(2)
  note.write()
  expect(written()).toEqual([2])
})

test('a stroke that was called off or has not ended is not written', () => {
  const { note, kept } = openPage()
  note.begin(soft)
  note.write()
  note.abort()
  note.end()
  note.write()
  expect(kept.size).toBe(0)
})

test('the next page finds the note, and clears it when its worker keeps what it says', () => {
  const { note, draw, kept } = openPage()
  draw(1)
  note.write()
  const next = createStrokeNote({
    imageId: 'cup',
    storage: {
      getItem: (name) => kept.get(name) ?? null,
      setItem: (name, text) => void kept.set(name, text),
      removeItem: (name) => void kept.delete(name),
    },
  })
  expect(readStrokes(next.left())).toHaveLength(1)
  next.write()
  expect(kept.size).toBe(1)
  next.done()
  expect(kept.size).toBe(0)
})

test('a browser that refuses storage costs the note, and nothing else', () => {
  const refuse = () => {
    throw new Error('refused')
  }
  const note = createStrokeNote({
    imageId: 'cup',
    storage: { getItem: refuse, setItem: refuse, removeItem: refuse },
  })
  expect(note.left()).toBeNull()
  note.begin(soft)
  const kept = note.end()
  note.write()
  kept()
})

test.each(['no JSON', '{"a":1}', '[{"brush":{}}]'])('garbage in the note is no stroke: %s', (text) => {
  expect(readStrokes(text)).toEqual([])
})

test('strokes painted twice in their order, wherever the first time ended, are those strokes painted once', () => {
  const strokes = [255, 0, 128, 255, 60].map((value, index) => ({
    brush: { sizePx: 12, hardness: 0.2, value },
    points: [
      { x: 2 + index * 3, y: 3 },
      { x: 20 - index * 2, y: 14, strength: 0.7 },
    ],
  }))
  const painted = (runs: (typeof strokes)[]) => {
    const session = createMaskSession(createRaster({ width: 24, height: 18 }))
    for (const stroke of runs.flat()) session.apply({ kind: 'stroke', ...stroke })
    return session.raster.data
  }
  const once = painted([strokes])
  expect(new Set(once).size).toBeGreaterThan(20)
  for (let end = 0; end <= strokes.length; end++) expect(painted([strokes.slice(0, end), strokes])).toEqual(once)
})
