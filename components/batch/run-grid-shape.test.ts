import { expect, test } from 'vitest'
import type { BatchRowView } from '#lib/edits/batch.ts'
import { shapeOf } from './run-grid-shape.ts'

const row = (position: number, imageId: string, prompt: string): BatchRowView => ({
  ...{ position, imageId, prompt },
  state: 'waiting',
  verdict: null,
  imageName: `${imageId}.png`,
  maskId: null,
  error: null,
  nextPrompts: [],
  prompts: [prompt],
  edits: [],
})

test('a grid is rebuilt from its rows, with a gap for what was left out', () => {
  const rows = [row(0, 'a', 'red'), row(1, 'a', 'blue'), row(2, 'b', 'blue')]
  const shape = shapeOf(rows, 'grid')
  expect(shape).toMatchObject({
    kind: 'grid',
    prompts: ['red', 'blue'],
    lines: [
      { imageId: 'a', cells: [{ position: 0 }, { position: 1 }] },
      { imageId: 'b', cells: [null, { position: 2 }] },
    ],
  })
})

test('a list stays one, and so does what stands in no grid', () => {
  expect(shapeOf([row(0, 'a', 'red')], 'list').kind).toBe('list')
  expect(shapeOf([row(0, 'a', 'red'), row(1, 'a', 'red')], 'grid').kind).toBe('list')
  expect(
    shapeOf(
      Array.from({ length: 13 }, (_, i) => row(i, 'a', `p${i}`)),
      'grid',
    ).kind,
  ).toBe('list')
})
