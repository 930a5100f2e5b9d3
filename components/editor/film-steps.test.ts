import { expect, test } from 'vitest'
import { createRaster, type Raster } from '#lib/mask/raster.ts'
import { createFilmSteps } from './film-steps.ts'

const copyOf = (raster: Raster): Raster => ({ ...raster, data: raster.data.slice() })

function desk() {
  const plane = createRaster({ width: 6, height: 4 })
  const steps = createFilmSteps()
  const stroke = (value: number, rect = { x: 1, y: 1, width: 3, height: 2 }): void => {
    const before = copyOf(plane)
    for (let y = rect.y; y < rect.y + rect.height; y++)
      plane.data.fill(value, y * plane.width + rect.x, y * plane.width + rect.x + rect.width)
    steps.add({ rect, before })
  }
  return { plane, steps, stroke }
}

test('strokes are taken back one by one and come again, to the byte', () => {
  const { plane, steps, stroke } = desk()
  const seen = [copyOf(plane)]
  for (const [value, x] of [
    [90, 0],
    [200, 1],
    [255, 2],
  ]) {
    stroke(value, { x, y: 1, width: 3, height: 2 })
    seen.push(copyOf(plane))
  }
  for (const i of [2, 1, 0]) {
    expect(steps.undo(plane)).toEqual({ x: i, y: 1, width: 3, height: 2 })
    expect(plane).toEqual(seen[i])
  }
  expect(steps.undo(plane)).toBe(null)
  for (const i of [1, 2, 3]) {
    steps.redo(plane)
    expect(plane).toEqual(seen[i])
  }
  expect(steps.redo(plane)).toBe(null)
})

test('a new stroke leaves nothing to redo, and what is forgotten is not known', () => {
  const { plane, steps, stroke } = desk()
  stroke(90)
  steps.undo(plane)
  stroke(120)
  expect(steps.redo(plane)).toBe(null)
  steps.forget()
  const before = copyOf(plane)
  expect(steps.undo(plane)).toBe(null)
  expect(plane).toEqual(before)
})

test('only so many bytes are kept, the last strokes first', () => {
  const steps = createFilmSteps()
  const plane = createRaster({ width: 2048, height: 1024 })
  const whole = { x: 0, y: 0, width: 2048, height: 1024 }
  for (let i = 0; i < 6; i++) steps.add({ rect: whole, before: plane })
  let known = 0
  while (steps.undo(plane) !== null) known++
  expect(known).toBe(4)
})
