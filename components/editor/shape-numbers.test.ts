import { expect, test } from 'vitest'
import { shapeFrom } from './shape-numbers.ts'

test('numbers make the shape that they say', () => {
  const box = { by: 'box', x: 10, y: 20, width: 40, height: 30 } as const
  expect(shapeFrom('rectangle', box)).toEqual({ kind: 'rectangle', x: 10, y: 20, width: 40, height: 30 })
  expect(shapeFrom('ellipse', box)).toEqual({ kind: 'ellipse', cx: 30, cy: 35, rx: 20, ry: 15 })
  const circle = { by: 'centre', x: 50, y: 60, radius: 7 } as const
  expect(shapeFrom('ellipse', circle)).toEqual({ kind: 'ellipse', cx: 50, cy: 60, rx: 7, ry: 7 })
})
